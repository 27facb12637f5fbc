/**
 * What holds for every activation, by iteration over the catalogue: exact values (113-bit vectors),
 * derivatives, and the identities between them. How exact devices are: `exactness.test.ts`.
 */

import { describe, expect, test } from 'vitest'
import * as catalogue from '../../src/activations/catalogue.ts'
import { type Activation, ELEMENTWISE } from '../../src/activations/index.ts'
import { evaluate } from '../../src/expr/index.ts'
import { readVectors } from '../vectors/vectors.ts'

const at = (fn: Activation, x: number) => evaluate(fn.expression, { x })

test('every activation is found under the name by which it is exported', () => {
  for (const [key, entry] of Object.entries(catalogue)) expect(entry.name).toBe(key)
})

describe.each(ELEMENTWISE.map((fn) => [fn.name, fn] as const))('%s', (name, fn) => {
  test('values and slopes agree with 113-bit vectors, limits at infinity included', () => {
    for (const { x, value, slope } of readVectors(name)) {
      const inputs = { x }
      expectClose(evaluate(fn.expression, inputs), value, 1e-15, `value at ${x}`)
      // A comparison with NaN is false: the slope of straight pieces stays a number there.
      if (!Number.isNaN(x)) expectClose(evaluate(fn.derivative, inputs), slope, 2e-15, `slope at ${x}`)
    }
  })

  test('its derivative agrees with central differences', () => {
    const [h, points] = [1e-6, [-7.3, -2.2, -0.6, 0.4, 1.6, 4.3]]
    for (const x of points) {
      const difference = (at(fn, x + h) - at(fn, x - h)) / (2 * h)
      expect(evaluate(fn.derivative, { x })).toBeCloseTo(difference, 7)
    }
  })

  test('NaN stays NaN', () => {
    expect(at(fn, Number.NaN)).toBeNaN()
  })
})

describe('identities', () => {
  const {
    celu,
    elu,
    gelu,
    geluTanh,
    hardSilu,
    hardSigmoid,
    logSigmoid,
    mish,
    relu,
    sigmoid,
    silu,
    softplus,
    squareplus,
    tanh,
  } = catalogue
  const points = [-20, -3.3, -1, -0.2, 0, 1e-9, 0.7, 2.9, 11]

  test.each([relu, silu, hardSilu, gelu, geluTanh, softplus, squareplus])(
    'f(x) − f(−x) = x for $name',
    (fn) => {
      for (const x of points) expect(at(fn, x) - at(fn, -x)).toBeCloseTo(x, 13)
    },
  )

  test('the derivative of softplus is the sigmoid, and of logSigmoid its mirror image', () => {
    expect(softplus.derivative).toBe(sigmoid.expression)
    for (const x of points) expect(evaluate(logSigmoid.derivative, { x })).toBe(at(sigmoid, -x))
  })

  test('functions expressed by one another', () => {
    expect(celu.expression).toBe(elu.expression)
    for (const x of points) {
      expect(at(sigmoid, x)).toBeCloseTo((1 + at(tanh, x / 2)) / 2, 15)
      expect(at(silu, x) + at(silu, -x)).toBeCloseTo(x * Math.tanh(x / 2), 13)
      expect(at(squareplus, x) * at(squareplus, -x)).toBeCloseTo(1, 13)
      expect(at(logSigmoid, x)).toBe(-at(softplus, -x))
      expect(at(mish, x)).toBeCloseTo(x * Math.tanh(at(softplus, x)), 14)
      expect(at(hardSilu, x)).toBeCloseTo(x * at(hardSigmoid, x), 14)
      expect(at(geluTanh, x)).toBeCloseTo(
        (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
        14,
      )
    }
  })
})

/** Relative to the truth from 1 on, absolute below: slopes cross 0. Tails are held by the float32 bounds. */
function expectClose(got: number, truth: number, tolerance: number, where: string): void {
  if (!Number.isFinite(truth)) expect(got, where).toBe(truth)
  else expect(Math.abs(got - truth), where).toBeLessThanOrEqual(tolerance * (Math.abs(truth) + 1))
}
