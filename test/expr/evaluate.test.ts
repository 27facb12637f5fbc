import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  apply,
  type Expr,
  evaluate,
  evaluateAll,
  evaluatorOf,
  PRIMITIVES,
  type Primitive,
  sigmoid,
  type Transcendental,
  X,
} from '../../src/expr/index.ts'
import { readVectors } from '../vectors/vectors.ts'
import { SPECIAL, value } from './arbitrary.ts'

describe('evaluate', () => {
  test('computes several expressions over arrays, with numbers that hold everywhere', () => {
    const y = apply('mulAdd', X, 2, 1)
    const [line, square] = evaluateAll([y, y.mul(y)], { x: [0, 1, 2] })
    expect(line).toEqual(Float64Array.of(1, 3, 5))
    expect(square).toEqual(Float64Array.of(1, 9, 25))
    expect(evaluateAll([X], { x: 3 })).toEqual([Float64Array.of(3)])
  })

  test('names a variable that has no number, and inputs of different lengths', () => {
    expect(() => evaluate(X, { z: 1 })).toThrow('no number for the variable "x" — got numbers for z')
    expect(() => evaluateAll([X], { x: [1, 2], y: [1] })).toThrow(
      'inputs of different lengths — got x: 2, y: 1',
    )
  })

  /** By recursion, node by node, with nothing shared or written over. */
  const naive = (expr: Expr, at: Readonly<Record<string, number>>): number => {
    if (expr.operation === 'constant') return expr.value
    if (expr.operation === 'variable') return at[expr.name] as number
    const [a = 0, b = 0, c = 0] = expr.args.map((arg) => naive(arg, at))
    return PRIMITIVES[expr.operation as Primitive].evaluate(a, b, c)
  }

  test('is what recursion makes of it, for several expressions at once and in every call', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (exprs) => {
        const evaluator = evaluatorOf(exprs)
        const runs = [SPECIAL, [1, 2], [3, 4], SPECIAL].map((x) => ({ x, y: x.toReversed() }))
        const got = runs.map(evaluator)
        runs.forEach((inputs, run) => {
          exprs.forEach((expr, k) => {
            const wanted = inputs.x.map((x, i) => naive(expr, { x, y: inputs.y[i] as number }))
            expect(Array.from(got[run]?.[k] ?? [])).toEqual(wanted)
            expect(evaluate(expr, { x: inputs.x[0] as number, y: inputs.y[0] as number })).toBe(wanted[0])
          })
        })
      }),
      { numRuns: 300 },
    )
  })

  // V8's own exp and log are within 1 ulp; the compositions here add one or two roundings.
  const names: Transcendental[] = ['exp', 'expm1', 'log', 'log1p', 'tanh', 'sigmoid', 'softplus', 'softsign']
  for (const name of [...names, 'erf', 'erfc', 'gaussian', 'normalPdf', 'normalCdf'] as Transcendental[]) {
    test(`${name} is within 4 float64 ulps of 113-bit values, limits and NaN included`, () => {
      for (const { x, value } of readVectors(name)) {
        const got = PRIMITIVES[name].evaluate(x, Number.NaN, Number.NaN)
        // The bells' exponent x² is rounded before exp sees it: x²·½ ulp more.
        const bells = name === 'gaussian' || name === 'normalPdf' ? Math.min(x * x, 1e4) : 0
        const tolerance = Math.max(2 ** -1074, Math.abs(value) * 2 ** -52 * (4 + bells))
        if (Number.isFinite(value)) expect(Math.abs(got - value), `at ${x}`).toBeLessThanOrEqual(tolerance)
        else expect(got, `at ${x}`).toBe(value)
      }
    })
  }

  test('the remaining rows follow IEEE 754', () => {
    const rowOf = (name: Parameters<typeof apply>[0], ...args: [number, ...number[]]) =>
      PRIMITIVES[name].evaluate(args[0], args[1] as number, args[2] as number)
    expect([0.5, 1.5, 2.5, -0.5, -1.5].map((x) => rowOf('nearest', x))).toEqual([0, 2, 2, -0, -2])
    expect([1, 1.9999999, 2, 0.75, 2 ** -126].map((x) => rowOf('exponent', x))).toEqual([0, 0, 1, -1, -126])
    expect([3, -3, 0.75].map((x) => rowOf('mantissa', x))).toEqual([1.5, 1.5, 1.5])
    expect(rowOf('copySign', 2, -0)).toBe(-2)
    expect(rowOf('max', Number.NaN, 1)).toBeNaN()
    expect(rowOf('lt', Number.NaN, 1)).toBe(0)
    expect(rowOf('gate', Number.NEGATIVE_INFINITY, 0)).toBe(0)
    expect(rowOf('gate', Number.NaN, 0)).toBeNaN()
    expect(evaluate(sigmoid(X), { x: -710 })).toBeGreaterThan(0)
  })
})
