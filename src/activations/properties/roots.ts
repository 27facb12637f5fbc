/**
 * Zeros of a function, and of φ(x) − x: where the sign changes, where the function touches 0, and the finite
 * ends of intervals on which it is 0. A tail that underflows or rounds to 0 has no zeros.
 */

import { derive, type Expr, evaluate, simplify, X } from '../../expr/index.ts'
import { REACH } from './grid.ts'
import type { Kink } from './kinks.ts'
import { constantValueOf, pieceAt } from './pieces.ts'
import { type Sampler, sampler, zoomToChange } from './zoom.ts'

/** Of functions with endlessly many, such as sin. */
const MOST = 9
/** More than these beyond the dense part of the grid are an oscillation, of which the grid sees some at random. */
const MOST_FAR = 4

/** A function on the grid. */
interface Samples {
  readonly expr: Expr
  readonly kinks: readonly Kink[]
  readonly x: Float64Array
  readonly values: Float64Array
  /** How large the terms are of which the values are the sum: what is small beside them is rounding. */
  readonly sizes: Float64Array
  /** A typical one of the values. */
  readonly size: number
}

/** With the signs of the values: 0 also for what may be rounding. */
interface Levels extends Samples {
  readonly levels: Float64Array
}

/** The nearest to 0, ascending. */
export function rootsOf(samples: Samples): readonly number[] {
  const { values, sizes, size } = samples
  const tiny = 1e-15 * Math.min(1, size)
  const isZero = (v: number, i: number) => Math.abs(v) <= 2 ** -44 * (sizes[i] as number) + tiny
  const levels = { ...samples, levels: values.map((v, i) => (isZero(v, i) ? 0 : Math.sign(v))) }
  const found = [...runsOf(levels), ...crossingsOf(levels), ...touchesOf(levels)].map((root) => root + 0)
  const distinct = [...new Set(found)]
  const near = distinct.filter((root) => Math.abs(root) <= REACH)
  const isSparse = distinct.length - near.length <= MOST_FAR
  return nearest(isSparse ? distinct : near, MOST).toSorted((a, b) => a - b)
}

function nearest(places: readonly number[], most: number): readonly number[] {
  return places.toSorted((a, b) => Math.abs(a) - Math.abs(b)).slice(0, most)
}

/** Where the level is 0 at grid points: roots of their own, and intervals on which the formula is 0. */
function runsOf(samples: Levels): readonly number[] {
  const runs: [from: number, to: number][] = []
  samples.levels.forEach((level, i) => {
    const run = runs.at(-1)
    if (level !== 0) return
    if (run?.[1] === i - 1) run[1] = i
    else runs.push([i, i])
  })
  return runs.flatMap(([from, to]) => rootsOfRun(samples, from, to))
}

function rootsOfRun({ expr, kinks, x, values, levels }: Levels, from: number, to: number): readonly number[] {
  const [low, high] = [x[from] as number, x[to] as number]
  const [before, after] = [x[from - 1], x[to + 1]]
  if (from < to && constantValueOf(pieceAt(expr, (low + high) / 2)) === 0) {
    // An interval ends where the formula changes: at a kink.
    const inside = kinks.map((kink) => kink.x).filter((k) => k >= (before ?? low) && k <= (after ?? high))
    return [
      ...(before === undefined ? [] : inside.slice(0, 1)),
      ...(after === undefined ? [] : inside.slice(-1)),
    ]
  }
  // What is merely small is one root, if its two ends are seen and it is 0 or changes its sign between them.
  if (before === undefined || after === undefined) return []
  const exact = [...x.subarray(from, to + 1)].filter((_, i) => values[from + i] === 0)
  if (exact.length > 0) return nearest(exact, 1)
  return (levels[from - 1] as number) * (levels[to + 1] as number) < 0 ? [x[(from + to) >> 1] as number] : []
}

/** Between two grid points of different signs, unless the function jumps or has a pole there. */
function crossingsOf({ expr, kinks, x, values, levels }: Levels): readonly number[] {
  const signs = signsOf(expr)
  const places = indicesBy(x, (i) => (levels[i - 1] as number) * (levels[i] as number) < 0)
  return places.flatMap((i) => {
    const root = zoomToChange(signs, x[i - 1] as number, x[i] as number)
    const value = evaluate(expr, { x: root })
    const around = Math.max(Math.abs(values[i - 1] as number), Math.abs(values[i] as number))
    const isNear = (place: number) => Math.abs(place - root) <= 1e-14 * Math.max(1, Math.abs(root))
    const jumps = kinks.some((kink) => kink.order === 0 && isNear(kink.x))
    return !jumps && around < Number.POSITIVE_INFINITY && Math.abs(value) <= 1e-9 * around ? [root] : []
  })
}

/** Where |expr| comes down to 0 between grid points and the sign stays: where its slope changes sign. */
function touchesOf({ expr, x, values, levels }: Levels): readonly number[] {
  const size = values.map(Math.abs) as Float64Array
  const places = indicesBy(x, (i) => {
    const stays = levels[i] !== 0 && levels[i - 1] === levels[i] && levels[i + 1] === levels[i]
    const [before, here, after] = [size[i - 1], size[i], size[i + 1]] as [number, number, number]
    const isValley = here <= before && here < after && here < 0.1 * Math.max(1, after)
    return stays && isValley && after < Number.POSITIVE_INFINITY
  })
  if (places.length === 0) return []
  const signs = signsOf(simplify(derive(expr, X)))
  return places.flatMap((i) => {
    const root = zoomToChange(signs, x[i - 1] as number, x[i + 1] as number)
    const value = evaluate(expr, { x: root })
    return Math.abs(value) <= 1e-13 * (size[i + 1] as number) ? [root] : []
  })
}

/** Inner grid points where `holds`, the nearest to 0 of many. */
function indicesBy(x: Float64Array, holds: (i: number) => boolean): readonly number[] {
  const found: number[] = []
  for (let i = 1; i < x.length - 1; i++) if (holds(i)) found.push(i)
  return found
    .toSorted((i, j) => Math.abs(x[i] as number) - Math.abs(x[j] as number))
    .slice(0, MOST + MOST_FAR + 1)
}

/** −1, 0, 1 and NaN; never −0. */
function signsOf(expr: Expr): Sampler {
  const values = sampler(expr)
  return (points) => values(points).map((v) => Math.sign(v) + 0)
}
