/**
 * The part of a function that is worth seeing: around 0, wide enough for its kinks and extremes, narrow enough
 * that what oscillates can be followed, and no higher than what grows without bound would make it.
 */

import type { Span, Window } from './figure.ts'

/** What is known of a function. */
export interface Landmarks {
  /** Kinks, extremes, zeros: what should be seen. */
  readonly points: readonly number[]
  /** Value, and whatever else is drawn of it, at any points. */
  readonly curves: readonly ((x: readonly number[]) => ArrayLike<number>)[]
}

const REACH = 4
/** Landmarks further out than this stay out of sight. */
const FARTHEST = 16
const MARGIN = 1.35
/** More turns than this within the window cannot be followed. */
const MOST_TURNS = 9
/** What turns however closely it is looked at is shown as it is. */
const MOST_HALVINGS = 10
const SAMPLES = 801
/** Heights beyond this many reaches belong to what grows without bound. */
const MOST_RISE = 1.15
const PADDING = 0.06

/** One window for several functions. */
export function chooseWindow(functions: readonly Landmarks[], x?: Span): Window {
  const span = x ?? spanOf(functions)
  const reach = Math.max(Math.abs(span.low), Math.abs(span.high))
  const heights = functions.flatMap(({ curves }) =>
    curves.flatMap((curve) => Array.from(curve(samplesOf(span))).filter(Number.isFinite)),
  )
  return { x: span, y: heightOf(heights, MOST_RISE * reach) }
}

function spanOf(functions: readonly Landmarks[]): Span {
  const far = functions
    .flatMap(({ points }) => points)
    .map(Math.abs)
    .filter((point) => point <= FARTHEST)
  let reach = Math.max(REACH, ...far.map((point) => point * MARGIN))
  const busiest = (at: number) => Math.max(0, ...functions.map((each) => turnsWithin(each, at)))
  for (let halving = 0; halving < MOST_HALVINGS && busiest(reach) > MOST_TURNS; halving++) reach /= 2
  const round = Number(reach.toPrecision(2))
  return { low: -round, high: round }
}

/** How often the function itself, the first of the curves, changes its direction. */
function turnsWithin({ curves: [value] }: Landmarks, reach: number): number {
  if (!value) return 0
  const heights = Array.from(value(samplesOf({ low: -reach, high: reach }))).filter(Number.isFinite)
  let turns = 0
  let direction = 0
  for (let i = 1; i < heights.length; i++) {
    const next = Math.sign((heights[i] as number) - (heights[i - 1] as number))
    if (next !== 0 && direction !== 0 && next !== direction) turns++
    if (next !== 0) direction = next
  }
  return turns
}

function samplesOf({ low, high }: Span): number[] {
  return Array.from({ length: SAMPLES }, (_, i) => low + ((high - low) * i) / (SAMPLES - 1))
}

function heightOf(heights: readonly number[], most: number): Span {
  const low = heights.reduce((a, b) => Math.min(a, b), 0)
  const high = heights.reduce((a, b) => Math.max(a, b), 0)
  const [bottom, top] = [Math.max(low, -most), Math.min(high, most)]
  const room = PADDING * Math.max(top - bottom, 1e-3)
  return { low: bottom - room, high: top + room }
}
