/**
 * The edge of chaos: weights for which χ₁ = 1, so that neither gradients nor differences between inputs vanish
 * or explode, however deep the network. Schoenholz et al. 2017, arXiv:1611.01232; for all activations Hayou,
 * Doucet & Rousseau 2019, arXiv:1902.06853.
 */

import type { Activation } from '../activations/index.ts'
import { secondMomentsAt, varianceSlopeAt } from './moments.ts'
import { rootsOn } from './roots.ts'

export interface Edge {
  /** σ_w. */
  readonly weightStd: number
  /** The variance of pre-activations there; 0 where it is a limit. */
  readonly q: number
  /**
   * Whether nearby variances come to q. Where they do not, as with gelu and small biases, signals leave the edge: to
   * another variance, or without bound.
   */
  readonly isStable: boolean
}

const LEAST = 1e-10
const MOST = 1e4
/** A slope this close to 1 is neutral. */
const ROUNDING = 1e-9

/**
 * The weights on the edge of chaos for biases of standard deviation σ_b, by ascending q; none where there are
 * none, as for softplus. Without biases those of φ with φ(0) = 0 lie at q → 0, or at every q, for which q = 1
 * stands, where φ(ax) = a·φ(x), as for relu.
 */
export function edgeOfChaos(fn: Activation, biasStd = 0): readonly Edge[] {
  // With σ_w² = 1/E φ′², q is a fixed point of the variance map.
  const next = (q: number) => {
    const { value, slope } = secondMomentsAt(fn, q)
    return biasStd ** 2 + value / slope
  }
  const edgeAt = (q: number): Edge => {
    const weightStd = 1 / Math.sqrt(secondMomentsAt(fn, q).slope)
    return { weightStd, q, isStable: Math.abs(varianceSlopeAt(fn, { weightStd, biasStd }, q)) < 1 - ROUNDING }
  }
  if (biasStd === 0 && isFixed(next, LEAST)) return [isFixed(next, 1) ? edgeAt(1) : { ...edgeAt(0), q: 0 }]
  return rootsOn((q) => next(q) - q, Math.max(LEAST, biasStd ** 2), MOST).map(edgeAt)
}

function isFixed(next: (q: number) => number, q: number): boolean {
  return Math.abs(next(q) - q) <= 1e-4 * Math.sqrt(q) * q
}
