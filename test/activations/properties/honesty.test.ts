/** Functions that nobody would ship, but anybody may type: the answers are the truth, or say that there is none. */

import { describe, expect, test } from 'vitest'
import { activation, propertiesOf } from '../../../src/activations/index.ts'
import { parseExpression, select } from '../../../src/expr/index.ts'
import { of } from './subject.ts'

const INF = Number.POSITIVE_INFINITY

describe('a pole', () => {
  test.each(['1 / x', 'sin(x) / cos(x)', '1 / (x - 0.3)'])('%s is discontinuous and unbounded', (text) => {
    expect(of(text)).toMatchObject({
      smoothness: 'discontinuous',
      bounded: false,
      lipschitz: INF,
      range: { low: -INF, high: INF },
      monotone: 'no',
      secondMoment: INF,
      gain: 0,
    })
  })

  test('the mean of 1/x does not exist; that of 1/√|x| does', () => {
    expect(of('1 / x').mean).toBeNaN()
    // 2^(−1/4)·Γ(1/4)/√π.
    expect(of('1 / sqrt(abs(x))').mean).toBeCloseTo((2 ** -0.25 * 3.625609908221908) / Math.sqrt(Math.PI), 2)
    expect(of('1 / sqrt(abs(x))').secondMoment).toBe(INF)
  })
})

describe('where there is no number', () => {
  test('the logarithm has no mean, and is discontinuous at the edge of its domain', () => {
    const { mean, gain, smoothness, kinks, zeros } = of('log(x)')
    expect([mean, gain]).toEqual([Number.NaN, Number.NaN])
    expect({ smoothness, kinks, zeros }).toEqual({ smoothness: 'discontinuous', kinks: [0], zeros: [1] })
  })

  test('a number at the very edge of the domain does not hide the edge', () => {
    expect(of('sqrt(x)')).toMatchObject({
      smoothness: 'discontinuous',
      kinks: [0],
      lipschitz: INF,
      range: { low: 0, lowAttained: true, high: INF },
      zeros: [0],
    })
  })

  test('a formula that is a number nowhere has no properties', () => {
    const nowhere = propertiesOf(activation('nowhere', (x) => x.mul(Number.NaN)))
    expect(nowhere).toMatchObject({ smoothness: 'discontinuous', zeros: [], fixedPoints: [], bounded: false })
    expect([nowhere.range.low, nowhere.range.high, nowhere.lipschitz, nowhere.gain]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
  })

  test('arithmetic that fails far out does not hide the limit', () => {
    expect(of('(exp(x) - exp(-x)) / (exp(x) + exp(-x))')).toMatchObject({
      range: { low: -1, high: 1, lowAttained: false, highAttained: false },
      smoothness: 'analytic',
      symmetry: 'odd',
      saturation: { left: { limit: -1 }, right: { limit: 1 } },
    })
  })
})

describe('growth', () => {
  test('whose mean diverges has an infinite one', () => {
    expect(of('exp(x^2)')).toMatchObject({ mean: INF, secondMoment: INF, lipschitz: INF, symmetry: 'even' })
  })

  test('that is steep but tame has a finite one', () => {
    expect(of('exp(3 * x)').secondMoment / Math.exp(18)).toBeCloseTo(1, 12)
  })

  test('that oscillates is unbounded on both sides', () => {
    expect(of('x * cos(x)')).toMatchObject({
      range: { low: -INF, high: INF },
      lipschitz: INF,
      monotone: 'no',
    })
  })

  test('of the logarithm is growth', () => {
    expect(of('log1p(abs(x))')).toMatchObject({
      range: { low: 0, high: INF, lowAttained: true },
      bounded: false,
    })
  })
})

describe('jumps and kinks', () => {
  test('a staircase', () => {
    const { kinks, ...rest } = of('floor(x)')
    expect(rest).toMatchObject({
      smoothness: 'discontinuous',
      monotone: 'increasing',
      lipschitz: INF,
      chi1: 0,
    })
    expect(kinks).toEqual(kinks.map(Math.round))
    expect(kinks).toEqual(expect.arrayContaining([-5, 0, 1, 7]))
    expect(of('x - floor(x)').range).toEqual({ low: 0, high: 1, lowAttained: true, highAttained: false })
  })

  test('one value that is out of place', () => {
    expect(of('where(x == 2, 7, x)')).toMatchObject({ smoothness: 'discontinuous', kinks: [2] })
    expect(of('where(x == 2, -7, 1 + x * 0)').zeros).toEqual([])
  })

  test('kinks are placed to the last bit, wherever they are', () => {
    expect(of('max(x, 0.3)').kinks).toEqual([0.3])
    expect(of('max(x, 12345.678)').kinks).toEqual([12345.678])
    // To the last bit of the formula's own rounding.
    expect(of('abs(x^2 - 2)').kinks.map((x) => Math.abs(Math.abs(x) - Math.SQRT2) < 5e-16)).toEqual([
      true,
      true,
    ])
  })

  test.each([
    ['sqrt(x^2)', 'C0'],
    ['sqrt(abs(x))', 'C0'],
    ['sqrt(x^2 + 1)', 'analytic'],
    ['x * abs(x)', 'C1'],
    ['x^2 * abs(x)', 'C2'],
    ['x^3 * abs(x)', 'C2'],
    ['where(x < 0, x, x)', 'analytic'],
    ['max(x, x)', 'analytic'],
    // Two ways to write one function.
    ['x < 1 ? (x + 1)^2 : x^2 + 2 * x + 1', 'analytic'],
  ])('%s is %s', (text, smoothness) => expect(of(text).smoothness).toBe(smoothness))

  test('a guard of a removable singularity is no kink', () => {
    const sinc = activation('sinc', (x) => select(x.eq(0), 1, parseExpression('sin(x) / x')))
    expect(propertiesOf(sinc)).toMatchObject({ smoothness: 'analytic', maximum: { x: 0, value: 1 } })
  })
})

describe('scale', () => {
  test('a step of 10⁻⁵ is not missed', () => {
    const { lipschitz, mean, monotone, saturation } = of('sigmoid(100000 * (x - 0.3))')
    expect(lipschitz).toBeCloseTo(25_000, 6)
    // Φ(−0.3), up to the width of the step.
    expect(mean).toBeCloseTo(0.3820885778110474, 9)
    expect(monotone).toBe('increasing')
    expect(saturation.right?.below1e2).toBeCloseTo(0.30016, 4)
  })

  test('fast oscillations have their moments', () => {
    expect(of('sin(30 * x)')).toMatchObject({ range: { low: -1, high: 1 } })
    expect(of('sin(30 * x)').secondMoment).toBeCloseTo(0.5, 12)
    expect(of('sin(30 * x)').slopeSecondMoment).toBeCloseTo(450, 9)
  })

  test('a constant is bounded, even, flat, and has no turning point', () => {
    expect(propertiesOf(activation('three', (x) => x.mul(0).add(3)))).toMatchObject({
      range: { low: 3, high: 3, lowAttained: true, highAttained: true },
      symmetry: 'even',
      lipschitz: 0,
      minimum: undefined,
      fixedPoints: [3],
      backwardGain: INF,
      smoothness: 'analytic',
    })
  })
})

test('properties follow the parameters in use', () => {
  const elu = (alpha: number) => of(`x > 0 ? x : ${alpha} * expm1(x)`)
  expect(elu(1).smoothness).toBe('C1')
  expect(elu(2)).toMatchObject({ smoothness: 'C0', lipschitz: 2, range: { low: -2 } })
})

test('properties are plain to print, and computed once', () => {
  const mine = activation('mine', (x) => x.mul(2))
  expect(propertiesOf(mine)).toBe(propertiesOf(mine))
  expect(JSON.parse(JSON.stringify(propertiesOf(mine)))).toMatchObject({
    lipschitz: 2,
    symmetry: 'odd',
  })
})
