/**
 * What layers of random weights do to the correlation of two inputs: whether a deep network still tells them
 * apart. Poole et al. 2016, arXiv:1606.05340.
 */

import { type Activation, propertiesOf } from '../activations/index.ts'
import { slopeAt, type Weights } from './moments.ts'
import { pairMean } from './pairs.ts'
import { solve } from './roots.ts'

/**
 * The correlation map: the correlation c in [−1, 1] of two pre-activations of variance q, one layer on,
 * c′ = (σ_w²·E φ(u)·φ(v) + σ_b²) / q. For q a fixed point of the variance map.
 */
export function correlationMap(fn: Activation, weights: Weights, q: number, c: number): number {
  const { weightStd, biasStd = 0 } = weights
  return (weightStd ** 2 * pairMean(fn.expression, propertiesOf(fn).kinks, q, c) + biasStd ** 2) / q
}

/** The derivative of the correlation map: σ_w²·E φ′(u)·φ′(v); χ₁ at c = 1. */
export function correlationSlope(fn: Activation, weights: Weights, q: number, c: number): number {
  if (c === 1) return slopeAt(fn, weights, q)
  return weights.weightStd ** 2 * pairMean(fn.derivative, propertiesOf(fn).kinks, q, c)
}

/** Correlations above this count as 1. */
const ALMOST_ONE = 1 - 1e-7

/**
 * The correlation c* that all pairs of inputs come to, at a fixed point q of the variance map: 1 where χ₁ ≤ 1
 * (the network forgets which input it was), less than 1 where χ₁ > 1 (it tears the nearest inputs apart).
 */
export function settledCorrelation(fn: Activation, weights: Weights, q: number): number {
  if (slopeAt(fn, weights, q) <= 1) return 1
  const excess = (c: number) => correlationMap(fn, weights, q, c) - c
  if (excess(0) <= 1e-13) return 0
  return excess(ALMOST_ONE) >= 0 ? 1 : solve(excess, 0, ALMOST_ONE)
}
