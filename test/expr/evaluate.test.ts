import { describe, expect, test } from 'vitest'
import {
  apply,
  evaluate,
  evaluateAll,
  PRIMITIVES,
  sigmoid,
  type Transcendental,
  X,
} from '../../src/expr/index.ts'
import { readVectors } from '../vectors/vectors.ts'

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
    const value = (name: Parameters<typeof apply>[0], ...args: [number, ...number[]]) =>
      PRIMITIVES[name].evaluate(args[0], args[1] as number, args[2] as number)
    expect([0.5, 1.5, 2.5, -0.5, -1.5].map((x) => value('nearest', x))).toEqual([0, 2, 2, -0, -2])
    expect([1, 1.9999999, 2, 0.75, 2 ** -126].map((x) => value('exponent', x))).toEqual([0, 0, 1, -1, -126])
    expect([3, -3, 0.75].map((x) => value('mantissa', x))).toEqual([1.5, 1.5, 1.5])
    expect(value('copySign', 2, -0)).toBe(-2)
    expect(value('max', Number.NaN, 1)).toBeNaN()
    expect(value('lt', Number.NaN, 1)).toBe(0)
    expect(value('gate', Number.NEGATIVE_INFINITY, 0)).toBe(0)
    expect(value('gate', Number.NaN, 0)).toBeNaN()
    expect(evaluate(sigmoid(X), { x: -710 })).toBeGreaterThan(0)
  })
})
