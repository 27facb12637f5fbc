/**
 * Where an expression may fail to be smooth: at the places where one of its choices changes (select, min,
 * max, |·|, ⌊·⌋, …) or an argument meets a singularity (√, log, division). Each is a function of x with whole
 * values; its jumps are found on the grid and narrowed to the last bit. Whether the function notices is not
 * asked here.
 */

import { apply, descend, type Expr, evaluateAll } from '../../expr/index.ts'
import { GRID } from './grid.ts'
import { type Sampler, sampler, zoomToChange, zoomToPeak } from './zoom.ts'

/** Of functions with endlessly many, such as ⌊x⌋, the nearest to 0. */
const MOST = 32

/** The places, ascending, in any of the expressions. */
export function breaksOf(exprs: readonly Expr[]): readonly number[] {
  const choices = [...new Map(descend(exprs).flatMap(choiceOf)).values()]
  const values = evaluateAll(
    choices.map(({ of }) => of),
    { x: GRID },
  )
  return merge(choices.flatMap((choice, i) => jumpsOf(choice, values[i] as Float64Array)))
}

interface Choice {
  readonly of: Expr
  /** Whole numbers already, not signs. */
  readonly whole: boolean
  /** Singular where `of` touches 0 without crossing it, too. */
  readonly touching: boolean
}

/** What the node chooses by, under a key that equal choices share. */
function choiceOf(node: Expr): readonly (readonly [key: string, choice: Choice])[] {
  const [a, b] = node.args as [Expr, Expr]
  const by = (of: Expr, { whole = false, touching = false } = {}) =>
    of.operation === 'constant' ? [] : [[`${of.id} ${touching}`, { of, whole, touching }] as const]
  switch (node.operation) {
    case 'lt':
    case 'le':
    case 'eq':
    case 'min':
    case 'max':
      return by(a.sub(b))
    case 'abs':
    case 'softsign':
      return by(a)
    case 'copySign':
      return by(b)
    case 'div':
      return by(b, { touching: true })
    case 'sqrt':
    case 'log':
      return by(a, { touching: true })
    case 'log1p':
      return by(a.add(1), { touching: true })
    case 'floor':
    case 'nearest':
    case 'exponent':
      return by(node, { whole: true })
    case 'mantissa':
      return by(apply('exponent', a), { whole: true })
    default:
      return []
  }
}

function jumpsOf({ of, whole, touching }: Choice, values: Float64Array): readonly number[] {
  const levelOf = whole ? (value: number) => value + 0 : signOf
  const valuesAt = sampler(of)
  const levelsOf = (x: Float64Array) => valuesAt(x).map(levelOf)
  const levels = values.map(levelOf)
  const changes = indicesWhere(levels, (level, i) => i > 0 && !Object.is(level, levels[i - 1]))
  const jumps = nearest(changes).map((i) => zoomToChange(levelsOf, at(i - 1), at(i)))
  return touching ? [...jumps, ...touchesOf(valuesAt, values)] : jumps
}

function indicesWhere(values: Float64Array, holds: (value: number, i: number) => boolean): readonly number[] {
  const found: number[] = []
  for (let i = 0; i < values.length; i++) if (holds(values[i] as number, i)) found.push(i)
  return found
}

/** −1, 0, 1, NaN; never −0. */
const signOf = (value: number): number => Math.sign(value) + 0

const at = (i: number): number => GRID[i] as number

/** Where |of| comes down to 0 between grid points and goes up again. */
function touchesOf(valuesAt: Sampler, values: Float64Array): readonly number[] {
  const size = values.map(Math.abs)
  const valleys = indicesWhere(size, (here, i) => {
    const [before, after] = [size[i - 1], size[i + 1]] as [number, number]
    return here > 0 && here <= before && here < after && here <= SHALLOW * Math.max(before, after)
  })
  const depth = (x: Float64Array) => valuesAt(x).map((v) => -Math.abs(v))
  return nearest(valleys).flatMap((i) => {
    const { x, value } = zoomToPeak(depth, at(i - 1), at(i + 1))
    return -value <= 1e-14 * (size[i + 1] as number) ? [x] : []
  })
}

/** The share of the higher neighbour above which a valley has no zero in it, be it as narrow as that of |x|. */
const SHALLOW = 0.5

/** Of grid points the nearest to 0. */
function nearest(indices: readonly number[]): readonly number[] {
  return indices.toSorted((i, j) => Math.abs(at(i)) - Math.abs(at(j))).slice(0, MOST)
}

/** Ascending, with places that differ only by rounding made one: the first of them, where a sign is 0. */
function merge(places: readonly number[]): readonly number[] {
  const merged: number[] = []
  for (const place of places.toSorted((a, b) => a - b)) {
    const before = merged.at(-1)
    if (before === undefined || place - before > 1e-14 * Math.max(1, Math.abs(place))) merged.push(place)
  }
  return merged
}
