import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  apply,
  constant,
  type Expr,
  evaluate,
  PRIMITIVES,
  type Primitive,
  select,
  sigmoid,
  simplify,
  variable,
  X,
} from '../../src/expr/index.ts'

const SPECIAL = [0, -0, 1, -1, 2, -0.5, 3, 1e-320, 1e308, -1e308, Infinity, -Infinity, Number.NaN]
const number = fc.oneof(fc.constantFrom(...SPECIAL), fc.double({ noNaN: true }))
const MASKS: readonly Primitive[] = ['lt', 'le', 'eq']
const VALUES = (Object.keys(PRIMITIVES) as Primitive[]).filter(
  (name) => ![...MASKS, 'select', 'pow2', 'exponent', 'mantissa'].includes(name),
)

/** Expressions from a grammar: masks stand in selects only. */
const { value } = fc.letrec<{ value: Expr; mask: Expr }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    fc.constantFrom(X, variable('y')),
    fc.constantFrom(...SPECIAL).map(constant),
    fc.tuple(tie('mask'), tie('value'), tie('value')).map(([mask, a, b]) => select(mask, a, b)),
    fc
      .tuple(fc.constantFrom(...VALUES), tie('value'), tie('value'), tie('value'))
      .map(([name, ...args]) => apply(name, ...args.slice(0, PRIMITIVES[name].arity))),
  ),
  mask: fc
    .tuple(fc.constantFrom(...MASKS), tie('value'), tie('value'))
    .map(([name, a, b]) => apply(name, a, b)),
}))

/** Gates leave the sign of their zeros open, and what divides by such a zero differs in sign then. */
const hasGate = (expr: Expr): boolean => expr.operation === 'gate' || expr.args.some(hasGate)

describe('simplify', () => {
  test('keeps every value to the last bit, with NaN, infinities and signed zeros', () => {
    fc.assert(
      fc.property(value, number, number, (expr, x, y) => {
        fc.pre(!hasGate(expr))
        expect(evaluate(simplify(expr), { x, y })).toBe(evaluate(expr, { x, y }))
      }),
      { seed: 20240611, numRuns: 3000 },
    )
  })

  test('keeps the values of gates, but for the signs of zeros', () => {
    fc.assert(
      fc.property(value, value, number, number, (a, g, x, y) => {
        fc.pre(!hasGate(a) && !hasGate(g))
        const expr = apply('gate', a, g)
        const [before, after] = [evaluate(expr, { x, y }), evaluate(simplify(expr), { x, y })]
        expect(after === before || (Number.isNaN(after) && Number.isNaN(before))).toBe(true)
      }),
      { seed: 20240612, numRuns: 1000 },
    )
  })

  test('gives a normal form: simplifying again changes nothing', () => {
    fc.assert(
      fc.property(value, (expr) => {
        const simple = simplify(expr)
        expect(simplify(simple)).toBe(simple)
      }),
      { seed: 20240613, numRuns: 1000 },
    )
  })

  test('x·0 is not 0, and x + 0 is not x', () => {
    expect(simplify(X.mul(0)).operation).toBe('mul')
    expect(simplify(X.add(0)).operation).toBe('add')
    expect(simplify(X.sub(0))).toBe(X)
  })

  test('signs float outwards, so that equal parts become one node', () => {
    expect(simplify(X.mul(-2).abs())).toBe(simplify(X.mul(2).abs()))
    expect(simplify(sigmoid(X.neg().neg()))).toBe(sigmoid(X))
    expect(simplify(X.neg().mul(X.neg()))).toBe(X.mul(X))
    expect(simplify(X.neg().lt(0))).toBe(simplify(X.gt(0)))
    expect(simplify(apply('tanh', X.neg()))).toBe(apply('tanh', X).neg())
  })

  test('a gate on a bounded number is a product', () => {
    expect(simplify(apply('gate', 2, sigmoid(X)))).toBe(sigmoid(X).mul(2))
    expect(simplify(apply('gate', X, sigmoid(X))).operation).toBe('gate')
  })

  test('combines choices of constants with constants', () => {
    expect(simplify(select(X.gt(0), 1, 0).div(4))).toBe(select(constant(0).lt(X), 0.25, 0))
  })
})
