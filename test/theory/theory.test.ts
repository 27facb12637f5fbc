/**
 * Signal propagation beside published and independently computed numbers: quadrature of another program (all
 * digits stable under its refinement), the settings of Schoenholz et al. 2017 and Hayou et al. 2019, closed forms.
 */

import { describe, expect, test } from 'vitest'
import {
  type Activation,
  activation,
  elu,
  findElementwise,
  gelu,
  linear,
  propertiesOf,
  relu,
  selu,
  sigmoid,
  softplus,
  tanh,
} from '../../src/activations/index.ts'
import {
  correlationMap,
  correlationSlope,
  depthScale,
  edgeOfChaos,
  propagate,
  settledVariance,
  signalOf,
  slopeAt,
  varianceFixedPoints,
  varianceMap,
  varianceSlopeAt,
} from '../../src/theory/index.ts'

const named = (name: string): Activation =>
  name === 'sin' || name === 'erf' ? activation(name, `${name}(x)`) : findElementwise(name)

/** To the last digit printed. */
function expectDigits(got: number | undefined, printed: number, decimals: number): void {
  expect(Math.abs((got ?? Number.NaN) - printed), `${got}, not ${printed}`).toBeLessThanOrEqual(
    0.501 * 10 ** -decimals,
  )
}

describe('tanh with biases of variance 0.05, the setting of Schoenholz et al. 2017', () => {
  // σ_w², q*, χ₁, ξ of the variance, c*, ξ of the correlation.
  test.each([
    [1.0, 0.19359, 0.75903, 1.7476, 1, 3.627],
    [1.5, 0.41804, 0.93864, 1.6828, 1, 15.791],
    [2.0, 0.72176, 1.04767, 1.388, 0.74408, 25.2134],
    [2.5, 1.06396, 1.13352, 1.1799, 0.4468, 11.7956],
    [3.0, 1.42801, 1.20893, 1.0415, 0.29932, 9.0515],
    [4.0, 2.19549, 1.3424, 0.8733, 0.16506, 6.9803],
  ])('σ_w² = %d', (weightVariance, q, chi1, variance, c, correlation) => {
    const got = signalOf(tanh, { weightStd: Math.sqrt(weightVariance), biasStd: Math.sqrt(0.05) })
    expectDigits(got.q, q, 5)
    expectDigits(got.chi1, chi1, 5)
    expectDigits(got.c, c, 5)
    expectDigits(got.depthScales.variance, variance, 4)
    expectDigits(got.depthScales.correlation, correlation, 4)
    expect(got.phase).toBe(chi1 > 1 ? 'chaotic' : 'ordered')
  })

  test('its edge of chaos', () => {
    const [edge] = edgeOfChaos(tanh, Math.sqrt(0.05))
    expectDigits((edge?.weightStd ?? 0) ** 2, 1.76095, 5)
    expectDigits(edge?.q, 0.57005, 5)
  })
})

describe('the edge of chaos', () => {
  const BIASES = [0.05, 0.1, 0.2, 0.3, 0.5, 1]
  // σ_w and q for each σ_b. Where that search ended too early, at gelu and mish with σ_b = 1, mpmath's quadrature.
  const TABLE: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
    tanh: [
      [1.1225, 0.1537],
      [1.1934, 0.2733],
      [1.3041, 0.5121],
      [1.3956, 0.7635],
      [1.5497, 1.3179],
      [1.8556, 3.0364],
    ],
    erf: [
      [0.9937, 0.1451],
      [1.0556, 0.2532],
      [1.1528, 0.4658],
      [1.2337, 0.6888],
      [1.3713, 1.1833],
      [1.6488, 2.7449],
    ],
    elu: [
      [1.1319, 0.1892],
      [1.1761, 0.4378],
      [1.2293, 1.1069],
      [1.2631, 2.0345],
      [1.3061, 4.8866],
      [1.358, 21.7775],
    ],
    selu: [
      [0.822, 0.1407],
      [0.8719, 0.3089],
      [0.9375, 0.717],
      [0.9837, 1.222],
      [1.0496, 2.5555],
      [1.1479, 8.3991],
    ],
    silu: [
      [1.905, 0.1136],
      [1.8201, 0.2597],
      [1.6795, 0.6895],
      [1.5756, 1.3996],
      [1.4569, 4.4281],
      [1.4025, 39.3946],
    ],
    gelu: [
      [1.8519, 0.0752],
      [1.7271, 0.1835],
      [1.547, 0.5756],
      [1.4505, 1.4249],
      [1.3999, 6.4341],
      [1.4059, 82.3128],
    ],
    mish: [
      [1.5972, 0.1109],
      [1.541, 0.2632],
      [1.4634, 0.7455],
      [1.4211, 1.5878],
      [1.3934, 5.3148],
      [1.4008, 50.6841],
    ],
    sin: [
      [1.0928, 0.1967],
      [1.1423, 0.3148],
      [1.2123, 0.5098],
      [1.2627, 0.6843],
      [1.3303, 1.0198],
      [1.4004, 1.9612],
    ],
  }
  test.each(Object.entries(TABLE))('of %s', (name, row) => {
    BIASES.forEach((bias, i) => {
      const [weightStd = 0, q = 0] = row[i] ?? []
      const edges = edgeOfChaos(named(name), bias)
      expect(edges).toHaveLength(1)
      expectDigits(edges[0]?.weightStd, weightStd, 4)
      expectDigits(edges[0]?.q, q, 4)
    })
  })

  test.each([
    ['tanh', 1],
    ['erf', Math.sqrt(Math.PI) / 2],
    ['gelu', 2],
    ['silu', 2],
    ['mish', 1 / 0.6],
    ['elu', 1],
    // Two slopes at 0, λ and λα.
    ['selu', Math.sqrt(2 / (1.0507009873554805 ** 2 * (1 + 1.6732632423543772 ** 2)))],
  ] as const)('of %s without biases lies at q → 0 and σ_w = 1/|φ′(0)|', (name, weightStd) => {
    const [edge] = edgeOfChaos(named(name))
    expect(edge?.q).toBe(0)
    expect(edge?.weightStd).toBeCloseTo(weightStd, 9)
  })

  test('of rectifiers is one point, with any q', () => {
    expect(edgeOfChaos(relu).map(({ weightStd }) => weightStd)).toEqual([expect.closeTo(Math.SQRT2, 13)])
    expect(edgeOfChaos(findElementwise('leakyRelu'))[0]?.weightStd).toBeCloseTo(Math.sqrt(2 / (1 + 1e-4)), 13)
    expect(edgeOfChaos(relu, 0.1)).toEqual([])
  })

  test('of softplus is empty, and that of the sigmoid far away', () => {
    expect(edgeOfChaos(softplus, 0.1)).toEqual([])
    expectDigits(edgeOfChaos(sigmoid, 0.05)[0]?.weightStd, 10.15, 2)
    expectDigits(edgeOfChaos(sigmoid, 0.05)[0]?.q, 45.6, 1)
  })

  test.each([
    ['tanh', 0.2, true],
    ['elu', 0.1, true],
    ['gelu', 0.2, false],
    ['gelu', 0.5, true],
    ['silu', 0.5, false],
  ] as const)('of %s with σ_b = %d is one that signals come to: %s', (name, biasStd, isStable) => {
    const fn = named(name)
    const [edge] = edgeOfChaos(fn, biasStd)
    expect(edge?.isStable).toBe(isStable)
    // By iteration, from a thousandth beside it.
    const q = edge?.q ?? 0
    let near = q * 1.001
    for (let layer = 0; layer < 40; layer++)
      near = varianceMap(fn, { weightStd: edge?.weightStd ?? 0, biasStd }, near)
    expect(Math.abs(near - q) < 0.001 * q).toBe(isStable)
  })

  test('on it χ₁ is 1 and q a fixed point', () => {
    for (const { weightStd, q } of edgeOfChaos(elu, 0.1)) {
      const weights = { weightStd, biasStd: 0.1 }
      expect(slopeAt(elu, weights, q)).toBeCloseTo(1, 12)
      expect(varianceMap(elu, weights, q)).toBeCloseTo(q, 12)
      expect(signalOf(elu, weights, q)).toMatchObject({ phase: 'edge', c: 1 })
    }
  })
})

describe('the variance', () => {
  test.each([
    ['tanh', 5 / 3, 1.17848, 1.20983, 5],
    ['selu', 0.75, 0.023, 1.0037, 4],
    ['sigmoid', 1, 0.2647, 0.0557, 4],
  ] as const)(
    "of %s under PyTorch's gain %d settles where it should",
    (name, weightStd, q, chi1, decimals) => {
      const got = signalOf(named(name), { weightStd })
      expectDigits(got.q, q, decimals)
      expectDigits(got.chi1, chi1, decimals)
    },
  )

  test.each([relu, gelu, selu, tanh, elu])('stays at 1 with the gain of $name', (fn) => {
    const weights = { weightStd: propertiesOf(fn).gain }
    expect(varianceMap(fn, weights, 1)).toBeCloseTo(1, 13)
    expect(settledVariance(fn, weights)).toBe(1)
    expect(slopeAt(fn, weights, 1)).toBeCloseTo(propertiesOf(fn).chi1, 13)
  })

  test('of selu is drawn to 1, that of gelu only balanced there', () => {
    const stability = (fn: Activation) =>
      varianceFixedPoints(fn, { weightStd: propertiesOf(fn).gain }).map(({ q, isStable }) => [
        q.toFixed(6),
        isStable,
      ])
    expect(stability(selu)).toContainEqual(['1.000000', true])
    expect(stability(gelu)).toContainEqual(['1.000000', false])
    expect(stability(gelu)).toContainEqual(['0.000000', true])
  })

  test('of relu grows without end or dies, and is kept by every q between', () => {
    expect(settledVariance(relu, { weightStd: 1.5 })).toBe(Number.POSITIVE_INFINITY)
    expect(settledVariance(relu, { weightStd: 1.3 })).toBe(0)
    expect(varianceFixedPoints(relu, { weightStd: Math.SQRT2 }).map(({ q }) => q)).toEqual([0])
    expect(settledVariance(relu, { weightStd: Math.SQRT2 }, 7)).toBe(7)
  })

  test('of what is not a number everywhere is refused', () => {
    expect(() => signalOf(activation('logarithm', 'log(x)'), { weightStd: 1 })).toThrow(
      'logarithm: is not a number',
    )
  })

  test.each([tanh, relu, gelu, findElementwise('hardTanh')])('of $name changes as its slope says', (fn) => {
    const [weights, q, h] = [{ weightStd: 1.3, biasStd: 0.2 }, 0.8, 1e-5]
    const difference = varianceMap(fn, weights, q + h) - varianceMap(fn, weights, q - h)
    expect(varianceSlopeAt(fn, weights, q)).toBeCloseTo(difference / (2 * h), 8)
  })

  test('under a distribution far wider than the function is still resolved', () => {
    // For large q, E elu² → q/2 + ½ − … : here ½·q + ½ − 2/√(2πq)·(2 − ½) + O(1/q).
    const q = 1e8
    const exact = q / 2 + 0.5 - 1.5 / Math.sqrt(2 * Math.PI * q)
    expect(varianceMap(elu, { weightStd: 1 }, q) - exact).toBeCloseTo(0, 6)
  })
})

describe('the correlation', () => {
  const relued = (c: number) => (Math.sqrt(1 - c * c) + c * (Math.PI - Math.acos(c))) / Math.PI

  // Cho & Saul 2009, Kernel methods for deep learning: the arc-cosine kernel.
  test.each([-1, -0.7, 0, 0.3, 0.9, 0.9999, 1])('of relu from %d is the arc-cosine kernel', (c) => {
    const weights = { weightStd: Math.SQRT2 }
    expect(correlationMap(relu, weights, 1, c)).toBeCloseTo(relued(c), 10)
    expect(correlationSlope(relu, weights, 2.5, c)).toBeCloseTo(1 - Math.acos(c) / Math.PI, 10)
  })

  // Williams 1998, Computation with infinite neural networks: (2/π)·asin of 2cq/(1 + 2q).
  test.each([-0.5, 0, 0.8])('of erf from %d is the arc-sine kernel', (c) => {
    const got = correlationMap(named('erf'), { weightStd: 1 }, 0.7, c)
    expect(got * 0.7).toBeCloseTo((2 / Math.PI) * Math.asin((2 * c * 0.7) / (1 + 1.4)), 12)
  })

  test('decays on the edge of chaos as 9π²/(2l²) for relu (Hayou et al. 2019)', () => {
    const layers = propagate(relu, { weightStd: Math.SQRT2 }, 101)
    const left = 1 - (layers.at(-1)?.correlation ?? 0)
    expectDigits((left * 2 * 100 ** 2) / (9 * Math.PI ** 2), 0.7762, 4)
  })

  test('of a linear network stays', () => {
    const [first, , third] = propagate(linear, { weightStd: 1 }, 3, { correlation: 0.25 })
    expect(first?.correlation).toBe(0.25)
    expect(third?.correlation).toBeCloseTo(0.25, 12)
  })
})

describe('depth', () => {
  test('changes gradients by χ₁ a layer', () => {
    const { gain, chi1 } = propertiesOf(tanh)
    const layers = propagate(tanh, { weightStd: gain }, 21)
    expect(layers.map(({ layer }) => layer)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1))
    expect((layers.at(-1)?.gradient ?? 0) / chi1 ** 20).toBeCloseTo(1, 9)
    expect(layers.at(-1)?.variance).toBeCloseTo(1, 9)
  })

  // Layers in which gradients change tenfold, from χ₁ at the gain: 14.1 for tanh, 1.2 for the sigmoid.
  test.each([
    ['elu', 65.3],
    ['tanh', 14.1],
    ['sigmoid', 1.2],
    ['gelu', 33.1],
    ['softplus', 2.0],
  ] as const)('changes them tenfold in so many layers: %s, %d', (name, layers) => {
    expectDigits(Math.LN10 * depthScale(propertiesOf(named(name)).chi1), layers, 1)
  })

  test('has no scale on the edge of chaos', () => {
    expect(signalOf(relu, { weightStd: Math.SQRT2 }).depthScales).toEqual({
      variance: Number.POSITIVE_INFINITY,
      correlation: Number.POSITIVE_INFINITY,
      gradient: Number.POSITIVE_INFINITY,
    })
  })
})
