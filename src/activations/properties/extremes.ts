/**
 * How far values go: the ends of the range and whether they are attained, turning points, and the largest
 * slope. An end that values only round to, as tanh does to 1, is not attained.
 */

import { evaluate } from '../../expr/index.ts'
import { type Curve, mirror } from './curve.ts'
import { constantValueOf, pieceAt } from './pieces.ts'
import type { Tail } from './tails.ts'
import { sampler, zoomToChange, zoomToPeak } from './zoom.ts'

/** A place and the value there. */
export interface Point {
  readonly x: number
  readonly value: number
}

/** What the values of an activation fill, or lie within where it jumps. */
export interface Range {
  readonly low: number
  readonly high: number
  /** Whether there is an x with that value; false where it is only approached, and at ±∞. */
  readonly lowAttained: boolean
  readonly highAttained: boolean
}

/** Of the sides on which there are numbers far out. */
export type Tails = readonly Tail[]

/** Differences of values below this share of them are taken for rounding. */
const ROUNDING = 1e-12

/** The largest value, where it is taken at a point with smaller ones on either side: of several the nearest to 0. */
export function maximumOf(curve: Curve, tails: Tails): Point | undefined {
  const { x, value, spread } = curve
  const top = largest(value)
  if (!Number.isFinite(top)) return undefined
  const slack = ROUNDING * (Math.abs(top) + spread)
  const peaks = peaksOf(value, top - 0.02 * spread - slack)
    .toSorted((i, j) => Math.abs(x[i] as number) - Math.abs(x[j] as number))
    .slice(0, MOST_PEAKS)
    .map((i) => refinePeak(curve, i))
  const best = Math.max(top, ...peaks.map((peak) => peak.value))
  const peak = peaks.find((each) => each.value >= best - slack)
  if (!peak || Math.max(...approachedBy(curve, tails)) > best + slack) return undefined
  const falls = (isBeside: (at: number) => boolean) =>
    value.some((v, i) => v < best - slack && isBeside(x[i] as number))
  const isTurn = falls((at) => at < peak.x) && falls((at) => at > peak.x)
  return isTurn ? { x: peak.x + 0, value: peak.value } : undefined
}

export function minimumOf(curve: Curve, tails: Tails): Point | undefined {
  const peak = maximumOf(mirror(curve), tails.map(mirrorTail))
  return peak && { x: peak.x, value: -peak.value + 0 }
}

/** Peaks that are looked at closely, from 0 on. */
const MOST_PEAKS = 12

/** Grid points above `least` with no larger value beside them. */
function peaksOf(value: Float64Array, least: number): readonly number[] {
  const found: number[] = []
  for (let i = 1; i < value.length - 1; i++) {
    const [before, here, after] = [value[i - 1], value[i], value[i + 1]] as [number, number, number]
    if (here >= least && !(here < before) && !(here < after)) found.push(i)
  }
  return found
}

function largest(values: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY
  for (const value of values) if (value > most) most = value
  return most
}

/** The peak around grid point i: where the slope changes its sign, where it does. */
function refinePeak({ expression, derivative, x, value, slope }: Curve, i: number): Point {
  const here = { x: x[i] as number, value: value[i] as number }
  if (!((slope[i - 1] as number) > 0 && (slope[i + 1] as number) < 0)) return here
  const slopesAt = sampler(derivative)
  const rises = (points: Float64Array) => slopesAt(points).map((v) => (v > 0 ? 1 : 0))
  const turn = zoomToChange(rises, x[i - 1] as number, x[i + 1] as number)
  const top = evaluate(expression, { x: turn })
  return top >= here.value ? { x: turn, value: top } : here
}

export function rangeOf(curve: Curve, tails: Tails): Range {
  const high = supremumOf(curve, tails)
  const low = supremumOf(mirror(curve), tails.map(mirrorTail))
  return { low: -low.value + 0, high: high.value + 0, lowAttained: low.attained, highAttained: high.attained }
}

function mirrorTail({ limit, low, high }: Tail): Tail {
  return { limit: limit === undefined ? undefined : -limit, low: -high, high: -low }
}

/** Values that are approached, and perhaps not attained: limits far out and beside jumps. */
function approachedBy({ kinks }: Curve, tails: Tails): readonly number[] {
  const jumps = kinks.filter(({ order }) => order === 0).flatMap(({ values }) => values)
  return [...tails.map(({ limit, high }) => limit ?? high), ...jumps].filter((value) => !Number.isNaN(value))
}

/** The supremum of the values, and whether it is one of them; NaN where nothing is a number. */
function supremumOf(curve: Curve, tails: Tails): { value: number; attained: boolean } {
  const maximum = maximumOf(curve, tails)
  const open = approachedBy(curve, tails)
  if (curve.value.every(Number.isNaN)) return { value: Number.NaN, attained: false }
  const top = Math.max(largest(curve.value), maximum?.value ?? Number.NEGATIVE_INFINITY, ...open)
  if (!Number.isFinite(top)) return { value: top, attained: false }
  const isTop = (value: number) => Math.abs(value - top) <= ROUNDING * Math.max(1e-3, Math.abs(top))
  if (maximum && isTop(maximum.value)) return { value: maximum.value, attained: true }
  const approached = open.find(isTop)
  if (approached === undefined) return { value: top, attained: true }
  return { value: approached, attained: [...plateausOf(curve), ...valuesAtJumps(curve)].some(isTop) }
}

/** The values of the pieces that are constant: 6 in relu6, but not 1 in tanh, which only rounds to it. */
function plateausOf({ expression, kinks, x }: Curve): readonly number[] {
  const ends = [x[0], ...kinks.map((kink) => kink.x), x.at(-1)] as number[]
  return ends.flatMap((end, i) => {
    if (i === 0) return []
    return constantValueOf(pieceAt(expression, ((ends[i - 1] as number) + end) / 2)) ?? []
  })
}

/** What the function itself is where it jumps: 0 in √x at the edge of its domain. */
function valuesAtJumps({ kinks, x, value }: Curve): readonly number[] {
  return kinks.flatMap((kink) => (kink.order === 0 ? [value[x.indexOf(kink.x)] as number] : []))
}

/** sup |φ′|, one-sided slopes at kinks included: ∞ where φ jumps or its slope has no bound. */
export function lipschitzOf({ derivative, kinks, x, slope }: Curve, tails: Tails): number {
  if (kinks.some(({ order }) => order === 0)) return Number.POSITIVE_INFINITY
  const steepness = slope.map(Math.abs)
  const slopesAt = sampler(derivative)
  const steepest = (points: Float64Array) => slopesAt(points).map(Math.abs)
  const top = steepness.every(Number.isNaN) ? Number.NaN : largest(steepness)
  const peaks = peaksOf(steepness, 0.98 * top)
    .toSorted((i, j) => Math.abs(x[i] as number) - Math.abs(x[j] as number))
    .slice(0, MOST_PEAKS)
    .map((i) => zoomToPeak(steepest, x[i - 1] as number, x[i + 1] as number).value)
  const atKinks = kinks.flatMap(({ slopes }) => slopes.map(Math.abs))
  const far = tails.flatMap(({ limit, low, high }) =>
    limit === undefined ? [-low, high] : [Math.abs(limit)],
  )
  return Math.max(top, ...peaks, ...atKinks, ...far)
}
