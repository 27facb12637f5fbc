/**
 * What `exact` decides. Oracle: the definitions in float64, on a grid of its own and denser than the samples from
 * which it decides.
 */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { simulate } from '../../../src/expr/approx/simulate.ts'
import {
  apply,
  atan,
  constant,
  derive,
  type Expr,
  erf,
  evaluateAll,
  exact,
  exp,
  expandForFloat32,
  gate,
  log1p,
  normalCdf,
  select,
  sigmoid,
  simplify,
  sin,
  softplus,
  tanh,
  variable,
  X,
} from '../../../src/expr/index.ts'
import { sweep } from '../../exact/grid.ts'
import { MOST_ULPS, measure, nothingMeasured } from '../../exact/rule.ts'

const silu = gate(X, sigmoid(X))
/** Without NaN: a constant, or a choice by a comparison, is a number there. */
const xs = sweep(2_796_203, 20_011).filter((x) => !Number.isNaN(x))

const value: fc.Arbitrary<Expr> = fc.letrec<{ value: Expr }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constant(X),
    fc.constantFrom(-2, -0.3, 0.044715, 0.5, 1, 1.7, 3).map(constant),
    fc
      .tuple(fc.constantFrom('add', 'sub', 'mul', 'div', 'max', 'gate'), tie('value'), tie('value'))
      .map(([name, a, b]) => apply(name, a, b)),
    fc
      .tuple(fc.constantFrom(sigmoid, tanh, softplus, exp, erf, normalCdf, sin, atan, log1p), tie('value'))
      .map(([f, a]) => f(a)),
    fc.tuple(tie('value'), tie('value')).map(([a, b]) => select(X.gt(0), a, b)),
  ),
})).value

describe('exact', () => {
  test('leaves alone what float32 arithmetic does well', () => {
    for (const expr of [X, X.max(0), sigmoid(X), silu, tanh(X), softplus(X), gate(X, normalCdf(X))])
      expect(exact(expr)).toBe(expr)
  })

  test('takes to float64 what it does not: zeros of derivatives, amplified errors, squares that overflow', () => {
    const slope = simplify(derive(silu, X))
    const cubic = sigmoid(X.mul(X).mul(0.07).add(1.6).mul(X))
    for (const expr of [slope, gate(X, cubic), simplify(derive(atan(X), X))])
      expect(exact(expr).operation).toBe('narrow')
  })

  test('decides for learned parameters too', () => {
    const slope = variable('slope')
    const prelu = select(X.gt(0), X, X.mul(slope))
    expect(exact(prelu)).toBe(prelu)
    expect(exact(simplify(derive(gate(X, sigmoid(X.mul(slope))), X))).operation).toBe('narrow')
  })

  test('decides in the same way again', () => {
    expect(exact(silu)).toBe(exact(silu))
    expect(exact(exact(silu))).toBe(exact(silu))
  })

  test('of any formula that it leaves to float32, the bound holds', () => {
    fc.assert(
      fc.property(value, (formula) => {
        const expr = simplify(formula)
        if (exact(expr) !== expr) return
        const [truths] = evaluateAll([expr], { x: xs })
        for (const fused of [true, false]) {
          const [got] = simulate([expandForFloat32(expr)], { x: xs }, fused)
          const found = nothingMeasured()
          measure(found, expr, xs, got as Float32Array, truths as Float64Array)
          expect(found.ulps, `at ${found.at}`).toBeLessThanOrEqual(MOST_ULPS)
          expect(found.wrong, `at ${found.wrongAt}`).toBe(0)
        }
      }),
      { seed: 20240701, numRuns: 150 },
    )
  })
})
