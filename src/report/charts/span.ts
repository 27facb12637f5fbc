/**
 * The stretch of an axis. One score far from all others would squeeze the rest into a line, so a stretch ends
 * where the bulk ends; what lies beyond is drawn at the edge, as such.
 */

import { quantile } from '../number.ts'

export interface Span {
  readonly low: number
  readonly high: number
}

/** Beyond this many interquartile ranges from the quartiles a value may be left out of the stretch … */
const FENCE = 6
/** … and is, when that makes the stretch shorter by this factor at least. */
const WORTH = 2
/** Values smaller than this are taken for zero. */
const TINY = 1e-200

/** Holds the bulk of the finite values, with a margin; never empty. */
export function spanOf(values: readonly number[], margin = 0.04): Span {
  const finite = values.filter(Number.isFinite)
  if (finite.length === 0) return { low: 0, high: 1 }
  const [first, third] = [quantile(finite, 0.25), quantile(finite, 0.75)]
  const reach = FENCE * (third - first)
  const full = limits(finite)
  const bulk = limits(finite.filter((value) => value >= first - reach && value <= third + reach))
  const chosen = reach > 0 && full.high - full.low > WORTH * (bulk.high - bulk.low) ? bulk : full
  const width = widthOf(chosen)
  return { low: chosen.low - margin * width, high: chosen.high + margin * width }
}

/** That of values that are equal but for rounding is a tenth of their size, lest the axis show the rounding. */
function widthOf({ low, high }: Span): number {
  const size = Math.max(Math.abs(low), Math.abs(high))
  if (size < TINY) return 1
  return high - low > 1e-9 * size ? high - low : 0.1 * size
}

export function limits(values: readonly number[]): Span {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY)
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
  return { low, high }
}

export function clamp(value: number, { low, high }: Span): number {
  return Math.min(high, Math.max(low, value))
}

/** Round numbers within a span: steps of 1, 2 or 5 times a power of ten, about `count` of them. */
export function ticksOf({ low, high }: Span, count: number): number[] {
  const rough = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.8) ?? 10)
  const first = Math.ceil(low / step)
  const last = Math.floor(high / step)
  if (!(last - first < 100)) return []
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** A format, in Vega's language, that gives all these ticks the same number of decimals. */
export function decimalFormat(ticks: readonly number[]): string {
  const decimals = ticks.map((tick) => `${tick}`.split('.')[1]?.length ?? 0)
  return `.${Math.max(0, ...decimals)}f`
}

/** Powers of ten within a span; where there are fewer than two, round numbers between them. */
export function logTicksOf({ low, high }: Span): number[] {
  const powers = Array.from({ length: 41 }, (_, i) => i - 20)
  for (const factors of [[1], [1, 3], [1, 2, 5]]) {
    const ticks = powers.flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
    const inside = ticks.filter((tick) => tick >= low && tick <= high)
    if (inside.length >= 2) return inside.filter((_, i) => i % Math.ceil(inside.length / 4) === 0)
  }
  return [low, high]
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** The parts of a line that lie within a span of y, cut exactly at its edges; breaks at what is not finite. */
export function clipLine(points: readonly Point[], span: Span): Point[][] {
  const parts: Point[][] = []
  points.forEach((b, i) => {
    const a = points[i - 1]
    const piece = a && clipSegment(a, b, span)
    if (!piece) return
    const part = parts.at(-1)
    if (part && part.at(-1) === piece[0]) part.push(piece[1])
    else parts.push([...piece])
  })
  return parts
}

/** Keeps the identity of ends that lie inside, by which `clipLine` joins the pieces. */
function clipSegment(a: Point, b: Point, { low, high }: Span): readonly [Point, Point] | null {
  if (!Number.isFinite(a.y + b.y)) return null
  if (a.y === b.y) return a.y >= low && a.y <= high ? [a, b] : null
  const edges = [(low - a.y) / (b.y - a.y), (high - a.y) / (b.y - a.y)]
  const start = Math.max(0, Math.min(...edges))
  const end = Math.min(1, Math.max(...edges))
  if (start >= end) return null
  const at = (share: number) => ({ x: a.x + share * (b.x - a.x), y: a.y + share * (b.y - a.y) })
  return [start === 0 ? a : at(start), end === 1 ? b : at(end)]
}
