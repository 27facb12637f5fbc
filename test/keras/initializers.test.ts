/** Distributions of initial weights. Oracle: Keras' documentation of each, as moments and bounds. */

import { describe, expect, it } from 'vitest'
import { type Initializer, initializers, layers, sequential } from '../../src/keras/index.ts'

const [FEATURES, UNITS] = [300, 200]

function kernelOf(kernelInitializer: Initializer): Float32Array {
  const model = sequential([layers.dense({ units: UNITS, kernelInitializer, inputShape: [FEATURES] })])
  return model.module.parameters()[0]?.data() as Float32Array
}

/** std, and the greatest size there is: √3·std for uniform ones, two std of the normal that was cut for others. */
const CUT = 2 / 0.8796256610342398
const CASES: readonly (readonly [Initializer, number, number])[] = [
  ['glorotUniform', Math.sqrt(2 / 500), Math.sqrt(6 / 500)],
  ['heUniform', Math.sqrt(2 / 300), Math.sqrt(6 / 300)],
  ['lecunUniform', Math.sqrt(1 / 300), Math.sqrt(3 / 300)],
  ['randomUniform', 0.1 / Math.sqrt(12), 0.05],
  ['glorotNormal', Math.sqrt(2 / 500), CUT * Math.sqrt(2 / 500)],
  ['heNormal', Math.sqrt(2 / 300), CUT * Math.sqrt(2 / 300)],
  ['lecunNormal', Math.sqrt(1 / 300), CUT * Math.sqrt(1 / 300)],
  ['truncatedNormal', 0.05 * 0.8796256610342398, 0.1],
  ['randomNormal', 0.05, Number.POSITIVE_INFINITY],
  [initializers.truncatedNormal({ stddev: 2 }), 2 * 0.8796256610342398, 4],
  [initializers.randomUniform({ minval: -2, maxval: 2 }), 4 / Math.sqrt(12), 2],
]

describe('initial weights', () => {
  it.each(CASES)('%s: mean 0, its std, and its bounds', (initializer, std, bound) => {
    const weights = kernelOf(initializer)
    const mean = weights.reduce((sum, w) => sum + w, 0) / weights.length
    const second = weights.reduce((sum, w) => sum + w * w, 0) / weights.length
    /** 60 000 numbers: four standard errors of the mean are 1.7 % of std, of the variance at most 2.4 %. */
    expect(Math.abs(mean)).toBeLessThan(0.017 * std)
    expect(Math.abs(second / std ** 2 - 1)).toBeLessThan(0.024)
    const greatest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0)
    expect(greatest).toBeLessThanOrEqual(Math.fround(bound))
    if (Number.isFinite(bound)) expect(greatest).toBeGreaterThan(0.98 * bound)
    else expect(greatest).toBeGreaterThan(3.5 * std)
  })

  it('are constants, or what a function of one’s own makes of the shape', () => {
    expect(new Set(kernelOf(initializers.constant(0.5)))).toEqual(new Set([0.5]))
    expect(new Set(kernelOf('zeros'))).toEqual(new Set([0]))
    const own = kernelOf((shape) => Array.from({ length: UNITS * FEATURES }, () => shape[0] as number))
    expect(new Set(own)).toEqual(new Set([UNITS]))
    expect(() => kernelOf(() => [1])).toThrow('the numbers do not fill the shape')
  })

  it.each([
    [3, 5],
    [5, 3],
    [64, 64],
  ])(
    'orthogonal for %i features and %i units: vectors of the shorter side are orthonormal',
    (features, units) => {
      const kernelInitializer = initializers.orthogonal({ gain: 2 })
      const model = sequential([layers.dense({ units, kernelInitializer, inputShape: [features] })])
      const weights = model.module.parameters()[0]?.data() as Float32Array
      const at = (unit: number, feature: number) => weights[unit * features + feature] as number
      const [count, length] = [Math.min(features, units), Math.max(features, units)]
      const entry = (i: number, k: number) => (units <= features ? at(i, k) : at(k, i))
      for (let i = 0; i < count; i++)
        for (let j = 0; j <= i; j++) {
          let product = 0
          for (let k = 0; k < length; k++) product += entry(i, k) * entry(j, k)
          /** Rounded to float32 once. */
          expect(Math.abs(product - (i === j ? 4 : 0))).toBeLessThan(2e-6)
        }
    },
  )
})
