import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/index.ts'
import {
  type Distribution,
  Embedding,
  initialise,
  initialiseSiren,
  initialiseWithGain,
  Linear,
  type Scheme,
} from '../../src/nn/index.ts'

describe('initialiseSiren', () => {
  const random = Random.seed(1)
  it.each([
    ['the input', true, 30, 1 / 64],
    ['other layers', false, 30, Math.sqrt(6 / 64) / 30],
    ['other layers at another frequency', false, 1, Math.sqrt(6 / 64)],
  ] as const)('is uniform between the bounds of the paper for %s', (_, first, omega0, bound) => {
    const weights = initialiseSiren([128, 64], { first, omega0, random })
    const greatest = Math.max(...weights.map(Math.abs))
    expect(greatest).toBeLessThanOrEqual(bound)
    expect(greatest).toBeGreaterThan(0.99 * bound)
    /** E w² = bound²/3, within four standard errors, each of 1 %. */
    const second = weights.reduce((sum, w) => sum + w * w, 0) / weights.length
    expect(Math.abs(second / (bound * bound) - 1 / 3)).toBeLessThan(0.014)
  })
})

/** Mean and second moment, within four standard errors of so many numbers of that kurtosis. */
function expectMoments(weights: Float32Array, std: number, kurtosis: number): void {
  const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length
  const second = weights.reduce((sum, w) => sum + w * w, 0) / weights.length
  expect(Math.abs(mean)).toBeLessThan((4 * std) / Math.sqrt(weights.length))
  expect(Math.abs(second / std ** 2 - 1)).toBeLessThan(4 * Math.sqrt((kurtosis - 1) / weights.length))
}

const KURTOSIS: Readonly<Record<Distribution, number>> = { normal: 3, uniform: 1.8, truncatedNormal: 2.4 }

describe('initialise', () => {
  const random = Random.seed(2)
  /** Fan-out and fan-in of a convolution count its places, as in PyTorch. */
  const FANS = [
    [[64, 96], 64, 96],
    [[32, 8, 3, 3], 288, 72],
  ] as const
  const VARIANCES: Readonly<Record<Scheme, (fanOut: number, fanIn: number) => number>> = {
    he: (_, fanIn) => 2 / fanIn,
    glorot: (fanOut, fanIn) => 2 / (fanOut + fanIn),
    lecun: (_, fanIn) => 1 / fanIn,
  }
  const cases = FANS.flatMap(([shape, fanOut, fanIn]) =>
    (['he', 'glorot', 'lecun'] as const).flatMap((scheme) =>
      (['normal', 'uniform', 'truncatedNormal'] as const).map((distribution) => ({
        shape,
        scheme,
        distribution,
        std: Math.sqrt(VARIANCES[scheme](fanOut, fanIn)),
      })),
    ),
  )

  it.each(cases)('$shape $scheme $distribution has the variance of its paper', (each) => {
    const { shape, scheme, distribution, std } = each
    expectMoments(initialise(shape, scheme, { distribution, random }), std, KURTOSIS[distribution])
  })

  it('with a gain has that gain over the root of fan-in', () => {
    expectMoments(initialiseWithGain([64, 96], 1.7, { random }), 1.7 / Math.sqrt(96), 3)
  })
})

describe("PyTorch's defaults", () => {
  it('of a linear layer are uniform within 1/√fan-in, weight and bias', () => {
    const { weight, bias } = new Linear(64, 500, { random: Random.seed(3) })
    for (const values of [weight.data(), bias?.data() ?? new Float32Array()]) {
      expectMoments(values, 1 / 8 / Math.sqrt(3), 1.8)
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1 / 8)
      expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.98 / 8)
    }
    expect(weight.data().slice(0, 500)).not.toEqual(bias?.data())
  })

  it('of an embedding are standard normal', () => {
    expectMoments(new Embedding(100, 60, { random: Random.seed(4) }).weight.data(), 1, 3)
  })
})
