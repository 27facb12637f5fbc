/** Symmetry, direction, and where a function goes flat. */

import { evaluateAll } from '../../expr/index.ts'
import type { Curve } from './curve.ts'
import type { Tail } from './tails.ts'
import { zoomToChange } from './zoom.ts'

/** Where a side of an activation stops letting gradients through. */
export interface Flatness {
  /** What φ tends to. */
  readonly limit: number
  /** From which |x| on |φ′| < 0.01, and < 10⁻⁷; 0 where the whole side is as flat. */
  readonly below1e2: number
  readonly below1e7: number
}

/** Shares of the values that are taken for rounding. */
const ROUNDING = 1e-13

/** φ(−x) = −φ(x), or φ(x), within rounding at every point of the grid. Kinks are left out: a side is chosen there. */
export function symmetryOf({ x, value, kinks, size }: Curve): 'odd' | 'even' | 'none' {
  const isKink = new Set(kinks.map((kink) => Math.abs(kink.x)))
  const at = new Map([...x].map((point, i) => [point, value[i] as number]))
  const holds = (sign: number) =>
    [...at].every(([point, there]) => {
      if (isKink.has(Math.abs(point)) || Number.isNaN(there)) return Number.isNaN(there) === isNaNAt(-point)
      const mirrored = at.get(-point) ?? Number.NaN
      const slack = ROUNDING * (Math.abs(there) + Math.abs(mirrored) + size)
      return mirrored === sign * there || Math.abs(mirrored - sign * there) <= slack
    })
  const isNaNAt = (point: number) => Number.isNaN(at.get(point) ?? 0)
  return holds(1) ? 'even' : holds(-1) ? 'odd' : 'none'
}

/** Weakly; what is constant counts as increasing. Jumps count, and so do poles. */
export function directionOf(curve: Curve): 'increasing' | 'decreasing' | 'no' {
  const values = withSides(curve)
  if (neverFalls(values, curve.size)) return 'increasing'
  return neverFalls(
    values.map((v) => -v),
    curve.size,
  )
    ? 'decreasing'
    : 'no'
}

/** The values in the order of x, those to the left and right of each jump put in. */
function withSides({ x, value, kinks }: Curve): readonly number[] {
  const jumps = new Map(kinks.flatMap((kink) => (kink.order === 0 ? [[kink.x, kink.values] as const] : [])))
  return [...x].flatMap((point, i) => {
    const sides = jumps.get(point)
    return sides ? [sides[0], value[i] as number, sides[1]] : [value[i] as number]
  })
}

function neverFalls(values: readonly number[], size: number): boolean {
  let most = Number.NEGATIVE_INFINITY
  for (const value of values) {
    const slack = Number.isFinite(most) ? ROUNDING * (Math.abs(most) + Math.abs(value)) + 1e-15 * size : 0
    if (value < most - slack) return false
    if (value > most) most = value
  }
  return true
}

/** How a side goes flat; undefined where φ has no finite limit there, or its slope no limit 0. */
export function flatnessOf(
  { derivative, x }: Curve,
  side: 'left' | 'right',
  values: Tail | undefined,
  slopes: Tail | undefined,
): Flatness | undefined {
  const limit = values?.limit
  if (limit === undefined || !Number.isFinite(limit) || slopes?.limit !== 0) return undefined
  const sign = side === 'left' ? -1 : 1
  const outward = Float64Array.from(x, (point) => sign * point).sort()
  const steepness = (sizes: Float64Array) =>
    (evaluateAll([derivative], { x: sizes.map((size) => sign * size) })[0] as Float64Array).map(Math.abs)
  const from = (threshold: number) => lastSteep(outward, steepness, threshold)
  return { limit, below1e2: from(0.01), below1e7: from(1e-7) }
}

/** The |x| after which the steepness stays below the threshold: 0 if it always is on this side. */
function lastSteep(
  outward: Float64Array,
  steepness: (sizes: Float64Array) => Float64Array,
  threshold: number,
): number {
  const rough = findLastSteep(outward, steepness, threshold)
  if (!rough || rough.after <= 0) return 0
  // A tail that oscillates may have peaks between grid points.
  const fine = Float64Array.from(
    { length: FINE },
    (_, i) => Math.max(0, rough.at) + (i / FINE) * 3 * rough.after,
  )
  const { at, after } = findLastSteep(fine, steepness, threshold) ?? rough
  const isFlat = (sizes: Float64Array) => steepness(sizes).map((size) => (size < threshold ? 1 : 0))
  return zoomToChange(isFlat, Math.max(0, at), after)
}

const FINE = 1024

/** The last point at which the steepness reaches the threshold, and the one after it. */
function findLastSteep(
  points: Float64Array,
  steepness: (sizes: Float64Array) => Float64Array,
  threshold: number,
): { readonly at: number; readonly after: number } | undefined {
  const last = steepness(points).findLastIndex((size) => size >= threshold)
  return last < 0
    ? undefined
    : { at: points[last] as number, after: points[last + 1] ?? Number.POSITIVE_INFINITY }
}
