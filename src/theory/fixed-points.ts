/** Where the variance of pre-activations comes to rest in a deep network. */

import { type Activation, propertiesOf } from '../activations/index.ts'
import { OgeeError } from '../base/index.ts'
import { varianceMap, varianceSlopeAt, type Weights } from './moments.ts'
import { rootsOn } from './roots.ts'

/** A variance that a layer passes on as it is. */
export interface FixedPoint {
  readonly q: number
  /** The derivative of the variance map there. */
  readonly slope: number
  /** Whether nearby variances come closer, layer by layer. */
  readonly isStable: boolean
}

/** Variances that are looked at: beyond them a network has died or overflown. */
const LEAST = 1e-12
const MOST = 1e6

/**
 * The fixed points of the variance map from 10⁻¹² to 10⁶, ascending, and 0 where φ(0) = 0 and there are no
 * biases. Where every q is one, as for relu with σ_w = √2, only 0 is listed.
 */
export function varianceFixedPoints(fn: Activation, weights: Weights): readonly FixedPoint[] {
  const inner = rootsOn((q) => varianceMap(fn, weights, q) - q, LEAST, largestOf(fn, weights))
  const places = varianceMap(fn, weights, 0) < LEAST ? [0, ...inner] : inner
  return places.map((q) => {
    const slope = varianceSlopeAt(fn, weights, q)
    return { q, slope, isStable: Math.abs(slope) < 1 }
  })
}

/** No variance is larger after a layer: of a bounded activation the square of its largest value. */
function largestOf(fn: Activation, { weightStd, biasStd = 0 }: Weights): number {
  const { low, high } = propertiesOf(fn).range
  const bound = weightStd ** 2 * Math.max(low ** 2, high ** 2) + biasStd ** 2
  return Math.min(MOST, Math.max(2 * bound, 10 * LEAST))
}

/** Relative change from which on a layer changes a variance. */
const ROUNDING = 1e-11

/**
 * The variance q* that a deep network comes to from the variance `start` of its first pre-activations: the next
 * fixed point in the direction of the first step. 0 or ∞ where it dies away or grows without end. Throws an
 * OgeeError for activations that are not a number everywhere.
 */
export function settledVariance(fn: Activation, weights: Weights, start = 1): number {
  const next = varianceMap(fn, weights, start)
  if (Number.isNaN(next))
    throw new OgeeError({
      where: fn.name,
      problem: 'is not a number for some inputs, so its signals are none',
    })
  if (Math.abs(next - start) <= ROUNDING * start) return start
  const points = varianceFixedPoints(fn, weights).map(({ q }) => q)
  if (next > start) return points.find((q) => q > start) ?? Number.POSITIVE_INFINITY
  return points.findLast((q) => q < start) ?? 0
}
