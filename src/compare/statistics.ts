/**
 * How sure a difference between two models is when both were scored on the same folds. The training parts
 * of folds overlap, so their differences are correlated and a plain t-test claims too much; the variance of
 * the mean is corrected for that.
 */

import tCdf from '@stdlib/stats-base-dists-t-cdf'
import tQuantile from '@stdlib/stats-base-dists-t-quantile'

/** Scores are quotients and their means: those equal on paper differ by roundings of about 1e-16. */
export const ROUNDING = 1e-12

/** A Student distribution of the true difference: centre, scale and degrees of freedom. */
export interface Estimate {
  readonly mean: number
  /** 0 where all differences are equal. */
  readonly scale: number
  /** Number of differences, at least 2; there is one degree of freedom less. */
  readonly count: number
}

/**
 * Corrected resampled t-statistic: scale² = s²·(1/n + n_test/n_train), n − 1 degrees of freedom.
 * Nadeau and Bengio, "Inference for the generalization error" (2003); Bouckaert and Frank (2004) for
 * repeated cross-validation, where n = folds × repeats.
 */
export function estimateDifference(differences: readonly number[], testToTrain: number): Estimate {
  const count = differences.length
  const mean = average(differences)
  const spread = Math.max(...differences.map((d) => Math.abs(d - mean)))
  if (spread <= ROUNDING) return { mean: Math.abs(mean) <= ROUNDING ? 0 : mean, scale: 0, count }
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (count - 1)
  return { mean, scale: Math.sqrt(variance * (1 / count + testToTrain)), count }
}

/**
 * Two-sided p of "no difference". Without any spread the t-test has nothing to measure against, and all that
 * is left is n equal signs: then p is the sign test's, 2^(1 − n), and 1 where the difference is 0.
 */
export function pValue({ mean, scale, count }: Estimate): number {
  if (scale === 0) return mean === 0 ? 1 : 2 ** (1 - count)
  return 2 * tCdf(-Math.abs(mean) / scale, count - 1)
}

/** The central 95 % interval. */
export function interval95({ mean, scale, count }: Estimate): { low: number; high: number } {
  const reach = tQuantile(0.975, count - 1) * scale
  return { low: mean - reach, high: mean + reach }
}

/**
 * Bayesian correlated t-test: the posterior mass below, within and above the region of practical equivalence
 * [−rope, rope]. Corani and Benavoli (2015); Benavoli, Corani, Demšar and Zaffalon, "Time for a change"
 * (JMLR 2017). Without spread all mass sits at the mean.
 */
export function posterior({ mean, scale, count }: Estimate, rope: number) {
  if (scale === 0) {
    if (rope === 0 && mean === 0) return { pBetter: 0.5, pEquivalent: 0, pWorse: 0.5 }
    const [pBetter, pWorse] = [mean > rope ? 1 : 0, mean < -rope ? 1 : 0]
    return { pBetter, pEquivalent: 1 - pBetter - pWorse, pWorse }
  }
  const pWorse = tCdf((-rope - mean) / scale, count - 1)
  const pBetter = tCdf((mean - rope) / scale, count - 1)
  return { pBetter, pEquivalent: Math.max(0, 1 - pBetter - pWorse), pWorse }
}

/** p-values adjusted for their number. Holm, "A simple sequentially rejective multiple test procedure" (1979). */
export function adjustHolm(pValues: readonly number[]): number[] {
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p)
  const adjusted = new Array<number>(pValues.length)
  let largest = 0
  ascending.forEach(({ p, index }, rank) => {
    largest = Math.min(1, Math.max(largest, p * (pValues.length - rank)))
    adjusted[index] = largest
  })
  return adjusted
}

export function average(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
