import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, constant, type Expr, evaluate, select, sigmoid, simplify, X } from '../../src/expr/index.ts'
import { SPECIAL, value } from './arbitrary.ts'

const number = fc.oneof(fc.constantFrom(...SPECIAL), fc.double({ noNaN: true }))
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

  test('a mask stays a comparison: a choice of 1 and 0 is none on every target', () => {
    const mask = select(X.gt(0), 1, 0).lt(0.5)
    expect(simplify(select(mask, X, 2)).args[0]).toBe(mask)
  })
})
