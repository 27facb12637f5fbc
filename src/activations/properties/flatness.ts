/** Where an activation goes flat, and from where on. */

import type { Curve } from './curve.ts'
import { constantValueOf, pieceAt } from './pieces.ts'
import type { Tail } from './tails.ts'
import { sampler, zoomToChange } from './zoom.ts'

/** Where a side of an activation stops letting gradients through. */
export interface Flatness {
  /** What φ tends to. */
  readonly limit: number
  /** From which |x| on |φ′| < 0.01, and < 10⁻⁷; 0 where the whole side is as flat. */
  readonly below1e2: number
  readonly below1e7: number
  /** Whether φ takes its limit from some x on, and no gradient at all passes, as left of 0 in relu. */
  readonly isConstant: boolean
}

/** |φ′| on one side, by |x|; negative |x| is the other side. */
interface Steepness {
  readonly at: (sizes: Float64Array) => Float64Array
  /** On the grid, outwards. */
  readonly sizes: Float64Array
  readonly values: Float64Array
}

/** How a side goes flat; undefined where φ has no finite limit there, or its slope no limit 0. */
export function flatnessOf(
  { expression, derivative, x, slope }: Curve,
  side: 'left' | 'right',
  values: Tail | undefined,
  slopes: Tail | undefined,
): Flatness | undefined {
  const limit = values?.limit
  if (limit === undefined || !Number.isFinite(limit) || slopes?.limit !== 0) return undefined
  const sign = side === 'left' ? -1 : 1
  const outward = (column: Float64Array) => (side === 'left' ? column.toReversed() : column)
  const slopesAt = sampler(derivative)
  const steepness: Steepness = {
    at: (sizes) => slopesAt(sizes.map((size) => sign * size)).map(Math.abs),
    sizes: outward(x).map((point) => sign * point),
    values: outward(slope).map(Math.abs),
  }
  const far = steepness.sizes.at(-1) as number
  return {
    limit,
    below1e2: lastSteep(steepness, 0.01),
    below1e7: lastSteep(steepness, 1e-7),
    isConstant: constantValueOf(pieceAt(expression, sign * far)) !== undefined,
  }
}

/** Points between which the peaks of a tail that oscillates are looked for. */
const FINE = 1024

/** The |x| after which the steepness stays below the threshold: 0 if it always is on this side. */
function lastSteep({ at, sizes, values }: Steepness, threshold: number): number {
  const last = values.findLastIndex((value) => value >= threshold)
  const [low, high] = [Math.max(0, sizes[last] ?? 0), sizes[last + 1] ?? 0]
  if (last < 0 || high <= 0) return 0
  const isFlat = (points: Float64Array) => at(points).map((value) => (value < threshold ? 1 : 0))
  if (isFalling(values.subarray(last))) return zoomToChange(isFlat, low, high)
  const fine = Float64Array.from({ length: FINE }, (_, i) => low + (i / FINE) * 3 * high)
  const peak = at(fine).findLastIndex((value) => value >= threshold)
  return zoomToChange(isFlat, fine[peak] ?? low, fine[peak + 1] ?? high)
}

function isFalling(values: Float64Array): boolean {
  return values.every((value, i) => i === 0 || !(value > (values[i - 1] as number)))
}
