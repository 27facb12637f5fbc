/** Places: zeros, fixed points, turning points, kinks, and from where a side is flat. Oracles are closed forms. */

import { describe, expect, test } from 'vitest'
import { of } from './subject.ts'

function expectPlaces(got: readonly number[], expected: readonly number[]): void {
  expect(got, `${got}`).toHaveLength(expected.length)
  expected.forEach((place, i) => {
    expect(Math.abs((got[i] as number) - place), `${got[i]}, not ${place}`).toBeLessThanOrEqual(
      4e-15 * Math.max(1, Math.abs(place)),
    )
  })
}

describe('zeros', () => {
  test.each<[string, number[]]>([
    ['gelu', [0]],
    ['sigmoid', []],
    ['softplus', []],
    ['x^2 - 2', [-Math.SQRT2, Math.SQRT2]],
    ['(x - 0.3)^2', [0.3]],
    ['x - 100', [100]],
    ['x * tanh(x * normalCdf(x))', [0]],
    ['x * abs(x)', [0]],
  ])('%s is 0 at %j', (text, expected) => expectPlaces(of(text).zeros, expected))

  test.each<[string, number[]]>([
    ['relu', [0]],
    ['hardSilu', [-3, 0]],
    ['floor(x)', [0, 1]],
    ['abs(x) > 0.5 ? x : 0', [-0.5, 0.5]],
  ])('of intervals the finite ends: %s has %j', (text, expected) => expectPlaces(of(text).zeros, expected))

  test('of endlessly many the nine nearest to 0', () => {
    expectPlaces(
      of('sin(x)').zeros,
      [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((k) => k * Math.PI),
    )
  })

  test('a pole is no zero, and neither is a tail that underflows', () => {
    expectPlaces(of('1 / (x - 0.3)').zeros, [])
    expectPlaces(of('exp(-x^2)').zeros, [])
  })
})

describe('fixed points', () => {
  test.each<[string, number[]]>([
    ['x^2', [0, 1]],
    ['tanh', [0]],
    ['softsign', [0]],
    ['linear', []],
    ['relu', [0]],
    ['hardTanh', [-1, 1]],
    // cos x = x, x = λα(eˣ − 1): to the digits of their tables.
    ['cos(x)', [0.7390851332151607]],
    ['selu', [-1.2588171640638235, 0]],
    ['x * cos(x)', [-4 * Math.PI, -2 * Math.PI, 0, 2 * Math.PI, 4 * Math.PI]],
  ])('%s has %j', (text, expected) => expectPlaces(of(text).fixedPoints, expected))

  test('what only rounds to x has none', () => {
    expectPlaces(of('silu').fixedPoints, [0])
    expectPlaces(of('squareplus').fixedPoints, [])
  })
})

describe('turning points', () => {
  // silu: 1 + x + eˣ = 0, whose root gives the value x + 1; sin x / x: tan x = x.
  test.each<[string, number, number]>([
    ['silu', -1.278464542761074, -0.278464542761074],
    ['hardSilu', -1.5, -0.375],
    ['gelu', -0.7517915246935645, -0.16997120747990369],
    ['x < 0 ? sin(x) / x : x > 0 ? sin(x) / x : 1', -4.493409457909064, -0.21723362821122166],
    ['abs(x - 0.3)', 0.3, 0],
    ['(1 - x^2) * exp(-x^2 / 2)', -Math.sqrt(3), -2 * Math.exp(-1.5)],
  ])('%s has its minimum at %d', (text, x, value) => {
    const { minimum } = of(text)
    expect(minimum?.x).toBeCloseTo(x, 14)
    expect(minimum?.value).toBeCloseTo(value, 15)
  })

  test.each(['relu', 'tanh', 'softplus', 'hardTanh', 'floor(x)', '1 / x', 'x * cos(x)'])(
    '%s has none: its ends are approached, or kept to infinity, or there are none',
    (text) => {
      expect([of(text).minimum, of(text).maximum]).toEqual([undefined, undefined])
    },
  )

  test('a maximum is the mirror image of a minimum', () => {
    expect(of('-x * sigmoid(x)').maximum?.value).toBe(-(of('x * sigmoid(x)').minimum?.value ?? 0))
  })
})

describe('saturation', () => {
  // σ′ = t where σ = (1 − √(1 − 4t))/2; tanh′ = 4σ′(2x); softsign′ = (1 + |x|)⁻²; atan′ = (1 + x²)⁻¹.
  const logistic = (t: number) => Math.log((1 + Math.sqrt(1 - 4 * t)) ** 2 / (4 * t))
  const cases: [string, number, (t: number) => number][] = [
    ['sigmoid', 1, logistic],
    ['tanh', 1, (t) => logistic(t / 4) / 2],
    ['softsign', 1, (t) => Math.sqrt(1 / t) - 1],
    ['atan(x)', Math.PI / 2, (t) => Math.sqrt(1 / t - 1)],
    ['hardTanh', 1, () => 1],
  ]
  test.each(cases)('%s is flat on the right from where its slope says', (text, limit, at) => {
    const { right } = of(text).saturation
    expect(right?.limit).toBe(limit)
    expect((right?.below1e2 ?? 0) / at(0.01)).toBeCloseTo(1, 12)
    expect((right?.below1e7 ?? 0) / at(1e-7)).toBeCloseTo(1, 8)
  })

  test('a side that is flat throughout is so from 0', () => {
    expect(of('relu').saturation).toEqual({
      left: { limit: 0, below1e2: 0, below1e7: 0, isConstant: true },
      right: undefined,
    })
  })

  test.each([
    ['hardSilu', true],
    ['sparsePlus', true],
    ['relu2', true],
    ['max(x, 0) * sigmoid(x)', true],
    ['(x + abs(x)) / 2', true],
    ['gelu', false],
    ['elu', false],
    ['exp(x)', false],
  ])('%s keeps its limit on the left: %s', (text, isConstant) => {
    expect(of(text).saturation.left?.isConstant).toBe(isConstant)
  })

  test('growth without end is no saturation, however flat', () => {
    expect(of('x < 0 ? -log1p(-x) : log1p(x)').saturation).toEqual({ left: undefined, right: undefined })
  })

  test('a tail that oscillates is flat after its last peak', () => {
    // |φ′| of sin x / x comes to 1/x at its peaks, near the multiples of π: the 31st is the last above 0.01.
    const { right } = of('x < 0 ? sin(x) / x : x > 0 ? sin(x) / x : 1').saturation
    expect(right?.below1e2).toBeGreaterThan(31 * Math.PI)
    expect(right?.below1e2).toBeLessThan(100)
  })
})

describe('limits', () => {
  test.each<[string, number | undefined, number | undefined]>([
    ['sigmoid', 0, 1],
    ['gelu', 0, Number.POSITIVE_INFINITY],
    ['x - tanh(x)', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['sin(x)', undefined, undefined],
    ['sin(x) / x', 0, 0],
    ['log1p(abs(x))', Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    ['atan(x)', -Math.PI / 2, Math.PI / 2],
    // Written so that arithmetic has ∞/∞ there.
    ['x^2 / (1 + x^2)', 1, 1],
    ['exp(x) / (1 + exp(x))', 0, 1],
  ])('%s tends to %d and %d', (text, left, right) => expect(of(text).limits).toEqual({ left, right }))
})
