/** Oracles: SciPy 1.17's t distribution and baycomp 1.0.3 on the vectors A, B, C; Holm's values by hand. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  adjustHolm,
  estimateDifference,
  interval95,
  posterior,
  pValue,
} from '../../src/compare/statistics.ts'

const A = [0.82, 0.79, 0.85, 0.81, 0.8, 0.84, 0.78, 0.83, 0.82, 0.8]
const B = [0.8, 0.78, 0.83, 0.8, 0.81, 0.81, 0.77, 0.8, 0.81, 0.79]

const minus = (a: readonly number[], b: readonly number[]) => a.map((score, i) => score - (b[i] ?? NaN))

describe('the corrected resampled t-test', () => {
  it('gives the published numbers for ten folds of equal size', () => {
    const estimate = estimateDifference(minus(A, B), 1 / 9)
    expect(estimate.mean).toBeCloseTo(0.014, 12)
    expect(estimate.mean / estimate.scale).toBeCloseTo(2.5958697768055363, 10)
    expect(pValue(estimate)).toBeCloseTo(0.02893356476974476, 12)
    expect(interval95(estimate).low).toBeCloseTo(0.0017997731002715924, 12)
    expect(interval95(estimate).high).toBeCloseTo(0.02620022689972834, 12)
  })

  it('gives the numbers of SciPy for two folds, with one degree of freedom', () => {
    const estimate = estimateDifference([-0.02, -0.05], 1)
    expect(pValue(estimate)).toBeCloseTo(0.4065197283736607, 12)
    expect(interval95(estimate).low).toBeCloseTo(-0.3651168826164032, 12)
    expect(interval95(estimate).high).toBeCloseTo(0.2951168826164031, 12)
  })

  it('falls back on the sign test when all differences are equal, roundings aside', () => {
    expect(pValue(estimateDifference([0.3 - 0.1, 0.2, 0.6 - 0.4], 0.5))).toBe(0.25)
    expect(pValue(estimateDifference([0, 0, 0, 0], 1 / 3))).toBe(1)
    expect(interval95(estimateDifference([0.5, 0.5], 1))).toEqual({ low: 0.5, high: 0.5 })
  })
})

describe('the Bayesian correlated t-test', () => {
  it('gives the probabilities of baycomp with and without a region of equivalence', () => {
    const estimate = estimateDifference(minus(A, B), 1 / 9)
    expect(posterior(estimate, 0.01).pBetter).toBeCloseTo(0.7614049286670881, 12)
    expect(posterior(estimate, 0.01).pEquivalent).toBeCloseTo(0.23779504526321205, 12)
    expect(posterior(estimate, 0.01).pWorse).toBeCloseTo(0.0008000260696998662, 12)
    expect(posterior(estimate, 0).pBetter).toBeCloseTo(0.9855332176151276, 12)
  })

  it('puts all mass at the mean when there is no spread, as baycomp does', () => {
    const constant = (difference: number) => estimateDifference([difference, difference, difference], 0.5)
    expect(posterior(constant(0.02), 0.01)).toEqual({ pBetter: 1, pEquivalent: 0, pWorse: 0 })
    expect(posterior(constant(-0.005), 0.01)).toEqual({ pBetter: 0, pEquivalent: 1, pWorse: 0 })
    expect(posterior(constant(-0.005), 0)).toEqual({ pBetter: 0, pEquivalent: 0, pWorse: 1 })
    expect(posterior(constant(0), 0)).toEqual({ pBetter: 0.5, pEquivalent: 0, pWorse: 0.5 })
  })

  it('adds up to 1, and mirrors when the two models are exchanged', () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(score, { minLength: 2, maxLength: 12 }), fc.nat(50), (differences, percent) => {
        const there = posterior(estimateDifference(differences, 0.25), percent / 100)
        const back = posterior(
          estimateDifference(
            differences.map((d) => -d),
            0.25,
          ),
          percent / 100,
        )
        expect(there.pBetter + there.pEquivalent + there.pWorse).toBeCloseTo(1, 12)
        expect(back.pWorse).toBeCloseTo(there.pBetter, 12)
      }),
      { seed: 2, numRuns: 200 },
    )
  })
})

describe("Holm's correction", () => {
  it('multiplies the smallest by the number of tests, the next by one less, and never decreases', () => {
    expect(adjustHolm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
    expect(adjustHolm([0.5, 0.6, 0.02])).toEqual([1, 1, 0.06])
    expect(adjustHolm([])).toEqual([])
  })
})
