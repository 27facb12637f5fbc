import { describe, expect, test } from 'vitest'
import {
  activation,
  findElementwise,
  gaussianMeans,
  propertiesOf,
  relu,
} from '../../../src/activations/index.ts'
import { X } from '../../../src/expr/index.ts'
import { of } from './subject.ts'

/**
 * [E φ, E φ², gain, E φ′², χ1]. Oracle: an independent quadrature of the 113-bit functions (trapezoid on
 * [−16, 16], step 2⁻¹⁴), which reproduces the published constants of NFNets and of `calculate_gain`.
 */
const TABLE: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  linear: [0, 1, 1, 1, 1],
  relu: [0.398942, 0.5, Math.SQRT2, 0.5, 1],
  leakyRelu: [0.394953, 0.50005, 1.414143, 0.50005, 1],
  relu6: [0.398942, 0.5, Math.SQRT2, 0.5, 1],
  elu: [0.160521, 0.644945, 1.245198, 0.668102, 1.035905],
  selu: [0, 1, 1, 1.071575, 1.071575],
  sigmoid: [0.5, 0.293379, 1.846229, 0.044836, 0.152827],
  tanh: [0, 0.394294, 1.592537, 0.464403, 1.177807],
  softplus: [0.806059, 0.921246, 1.041867, 0.293379, 0.318459],
  softsign: [0, 0.183014, 2.337533, 0.227671, 1.24401],
  silu: [0.206621, 0.355776, 1.676532, 0.379482, 1.066634],
  gelu: [0.282095, 0.425221, 1.53353, 0.455851, 1.072032],
  geluTanh: [0.282039, 0.425194, 1.533581, 0.455818, 1.072024],
  mish: [0.240404, 0.452342, 1.486848, 0.479084, 1.059118],
  hardSilu: [0.166217, 0.331567, 1.736657, 0.358532, 1.081323],
  'erf(x)': [0, 0.464559, 1.467167, 0.56941, 1.2257],
  sine: [0, 0.432332, 1.520867, 0.567668, 1.313035],
}

describe('propertiesOf', () => {
  test.each(Object.entries(TABLE))('%s has the moments of the published table', (name, row) => {
    const { mean, secondMoment, gain, slopeSecondMoment, chi1 } = of(name)
    const got = [mean, secondMoment, gain, slopeSecondMoment, chi1]
    row.forEach((value, i) => {
      expect(Math.abs((got[i] as number) - value), `column ${i}`).toBeLessThan(1.1e-6)
    })
  })

  // Backward gains, to the four digits of the same table.
  test.each([
    ['hardTanh', 1.392, 1.2103],
    ['hardSigmoid', 1.8978, 6.0081],
    ['squareplus', 0.8165, 1.8591],
    ['relu2', 0.8165, Math.SQRT1_2],
    ['logSigmoid', 1.0419, 1.8462],
  ] as const)('%s has gain %f forwards and %f backwards', (name, gain, backwardGain) => {
    const got = propertiesOf(findElementwise(name))
    expect(got.gain).toBeCloseTo(gain, 4)
    expect(got.backwardGain).toBeCloseTo(backwardGain, 4)
  })

  test('a kink at any place is found in the expression and split at', () => {
    const shifted = activation('shifted', (x) => x.max(0.3))
    // E max(z, t) = t·Φ(t) + φ(t).
    const exact = 0.3 * 0.6179114221889526 + 0.3813878154605241
    expect(Math.abs(propertiesOf(shifted).mean - exact)).toBeLessThan(1e-14)
  })

  test('means of a wider normal distribution', () => {
    const [second, fourth] = gaussianMeans([X.mul(X), X.mul(X).mul(X).mul(X)], [], 2)
    expect(second).toBeCloseTo(4, 12)
    expect(fourth).toBeCloseTo(48, 11)
    expect(gaussianMeans([relu.expression], [0], 3)[0]).toBeCloseTo(3 / Math.sqrt(2 * Math.PI), 13)
  })
})
