import { describe, expect, test } from 'vitest'
import {
  apply,
  constant,
  derive,
  type Expr,
  evaluate,
  PRIMITIVES,
  type Primitive,
  select,
  simplify,
  variable,
  X,
} from '../../src/expr/index.ts'

const Y = variable('y')

/** Points away from kinks and poles, inside every domain. */
const POINTS = [0.3, 0.9, 1.7]

/** Steps of 1e-5 leave a truncation error near 1e-10 and a rounding error near 1e-11. */
function centralDifference(expr: Expr, inputs: Record<string, number>, name: string): number {
  const h = 1e-5
  const at = (step: number) => evaluate(expr, { ...inputs, [name]: (inputs[name] as number) + step })
  return (at(h) - at(-h)) / (2 * h)
}

const MASKS = new Set<string>(['lt', 'le', 'eq', 'select'])

describe('derive', () => {
  for (const primitive of Object.keys(PRIMITIVES).filter((name) => !MASKS.has(name)) as Primitive[]) {
    test(`${primitive}: every partial derivative agrees with central differences`, () => {
      const args = [X, Y, constant(0.7)].slice(0, PRIMITIVES[primitive].arity)
      const expr = apply(primitive, ...args)
      for (const x of POINTS) {
        const inputs = { x, y: 0.6 }
        for (const wrt of args.filter((arg) => arg.operation === 'variable')) {
          const got = evaluate(derive(expr, wrt), inputs)
          expect(got).toBeCloseTo(centralDifference(expr, inputs, wrt.name), 8)
        }
      }
    })
  }

  test('a select passes the gradient of its branch only, even where the other one overflows', () => {
    const expr = select(X.gt(0), X, apply('exp', X.mul(-1)))
    const slope = derive(expr, X)
    expect(evaluate(slope, { x: 1 })).toBe(1)
    expect(evaluate(slope, { x: -1 })).toBe(-Math.E)
    expect(evaluate(derive(select(X.lt(0), apply('exp', X.neg()), X), X), { x: 1e4 })).toBe(1)
  })

  test('kinks take the side that PyTorch takes, in whatever order the operands stand', () => {
    const zero = constant(0)
    expect(evaluate(derive(X.max(0), X), { x: 0 })).toBe(0)
    expect(evaluate(derive(zero.max(X), X), { x: 0 })).toBe(0)
    expect(evaluate(derive(simplify(zero.max(X)), X), { x: 0 })).toBe(0)
    expect(evaluate(derive(X.min(6), X), { x: 6 })).toBe(0)
    expect(evaluate(derive(X.abs(), X), { x: 0 })).toBe(0)
    expect(evaluate(derive(select(X.gt(0), X, X.mul(0.25)), X), { x: 0 })).toBe(0.25)
  })

  test('a saturated function passes nothing on, however large the slope inside', () => {
    const cubic = apply('sigmoid', X.mul(X).mul(X))
    expect(evaluate(derive(cubic, X), { x: 1e160 })).toBe(0)
    expect(evaluate(derive(cubic, X), { x: Number.POSITIVE_INFINITY })).toBe(0)
  })

  test('what does not vary has the derivative 0', () => {
    expect(derive(Y.mul(Y), X)).toBe(constant(0))
    expect(derive(X.lt(0), X)).toBe(constant(0))
  })

  test('shared and deep expressions take time linear in their size', () => {
    let shared: Expr = X
    for (let i = 0; i < 500; i++) shared = shared.add(shared).mul(0.5)
    expect(evaluate(derive(shared, X), { x: 3 })).toBe(1)
    let deep: Expr = X
    for (let i = 0; i < 50_000; i++) deep = deep.add(1).sub(1)
    expect(simplify(derive(deep, X))).toBe(constant(1))
  })
})
