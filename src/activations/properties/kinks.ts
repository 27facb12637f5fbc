/**
 * Kinks: which of the places where an expression chooses are kinks of its function, and of which order. The
 * formulas of the two sides are compared there, and their first two derivatives. What is less than a rounding,
 * as between a formula and its series, is no kink.
 */

import { derive, type Expr, evaluate, evaluateAll, simplify, X } from '../../expr/index.ts'
import { pieceAt } from './pieces.ts'

export interface Kink {
  readonly x: number
  /** The lowest derivative that jumps: 0 is the function itself, 3 stands for all from the third on. */
  readonly order: 0 | 1 | 2 | 3
  /** One-sided limits of value and slope; NaN where there are none. */
  readonly values: readonly [left: number, right: number]
  readonly slopes: readonly [left: number, right: number]
}

export function kinksOf(expr: Expr, breaks: readonly number[]): readonly Kink[] {
  return breaks.flatMap((x, i) => {
    const left = sideOf(expr, x, x - reachTo(x, breaks[i - 1]))
    const right = sideOf(expr, x, x + reachTo(x, breaks[i + 1]))
    const order = orderOf(left, right, valueAt(expr, x), x)
    const both = (k: number) => [left.limitOf(k).value, right.limitOf(k).value] as const
    return order === undefined ? [] : [{ x, order, values: both(0), slopes: both(1) }]
  })
}

/** How far from a break at x its sides are looked at, with another break beyond. */
function reachTo(x: number, next: number | undefined): number {
  const size = Math.abs(x)
  const most = x === 0 ? 1 / 8 : Math.max(size * 2 ** -20, Math.min(size / 4, 1 / 8))
  return next === undefined ? most : Math.min(most, Math.abs(next - x) / 2)
}

interface Side {
  readonly piece: Expr
  /** A point of this side. */
  readonly at: number
  /** The one-sided limit of the k-th derivative at the break. */
  readonly limitOf: (k: number) => Limit
}

interface Limit {
  readonly value: number
  /** Whether it is the formula's value at the break itself, and no limit of others. */
  readonly isDirect: boolean
}

/** Derivatives are formed as they are asked for: most breaks are decided by the first. */
function sideOf(expr: Expr, x: number, at: number): Side {
  const pieces = [pieceAt(expr, at)]
  const piece = pieces[0] as Expr
  // A formula may be a number at the edge of its domain and nowhere beyond it, as √x is.
  const isNumber = !Number.isNaN(valueAt(piece, at))
  const limits = new Map<number, Limit>()
  const limitOf = (k: number): Limit => {
    while (pieces.length <= k) pieces.push(pieceAt(simplify(derive(pieces.at(-1) as Expr, X)), at))
    const known = limits.get(k)
    if (known) return known
    const direct = isNumber ? valueNear(pieces[k] as Expr, x, at) : Number.NaN
    const isDirect = Number.isFinite(direct)
    const limit = { value: isDirect ? direct : limitAt(pieces[k] as Expr, x, at), isDirect }
    limits.set(k, limit)
    return limit
  }
  return { piece, at, limitOf }
}

function orderOf(left: Side, right: Side, here: number, x: number): Kink['order'] | undefined {
  const regular = [left, right].every(({ limitOf }) => limitOf(0).isDirect && limitOf(1).isDirect)
  // A limit is known to fewer digits than a value, and its derivatives to fewer still.
  const tolerance = regular ? 1e-9 : 1e-3
  const jumps = (a: number, b: number) =>
    !(Number.isFinite(a - b) && Math.abs(a - b) <= tolerance * (1 + Math.abs(a) + Math.abs(b)))
  if (jumps(here, left.limitOf(0).value) || jumps(here, right.limitOf(0).value)) return 0
  if (regular && isOneFunction(left, right, x)) return undefined
  for (const order of [1, 2] as const)
    if (jumps(left.limitOf(order).value, right.limitOf(order).value)) return order
  return regular ? 3 : undefined
}

/** Whether the formulas agree on both sides, as those of one function that is written in two ways do. */
function isOneFunction(left: Side, right: Side, x: number): boolean {
  if (left.piece === right.piece) return true
  const points = [left.at, right.at].flatMap((at) => [0.25, 0.5, 1].map((share) => x + (at - x) * share))
  const [a, b] = evaluateAll([left.piece, right.piece], { x: points }) as [Float64Array, Float64Array]
  return a.every((value, i) => {
    const other = b[i] as number
    return Math.abs(value - other) <= 1e-13 * (Math.abs(value) + Math.abs(other))
  })
}

const APPROACH = [10, 12, 14, 16].map((k) => 2 ** -k)

/** The limit of a piece towards x from a point of its side: ±∞ where it grows, NaN where it does neither. */
function limitAt(piece: Expr, x: number, from: number): number {
  const points = APPROACH.map((share) => x + (from - x) * share)
  const values = [...(evaluateAll([piece], { x: points })[0] as Float64Array)]
  const [, b, c, d] = values as [number, number, number, number]
  // Each step is a quarter of the one before: the part that is linear in it is taken away.
  const [early, late] = [c + (c - b) / 3, d + (d - c) / 3]
  if (Math.abs(early - late) <= 1e-4 * (1 + Math.abs(late))) return late
  const grows = values.every((value, i) => i === 0 || Math.abs(value) > Math.abs(values[i - 1] as number))
  return grows || Math.abs(d) === Number.POSITIVE_INFINITY
    ? Math.sign(d) * Number.POSITIVE_INFINITY
    : Number.NaN
}

/** The value of a piece at x; NaN at a pole, which rounding may have moved from x by a last bit. */
function valueNear(piece: Expr, x: number, at: number): number {
  const value = valueAt(piece, x)
  return Math.abs(value) > POLE * (1 + Math.abs(valueAt(piece, at))) ? Number.NaN : value
}

const POLE = 1e9

function valueAt(expr: Expr, x: number): number {
  return evaluate(expr, { x })
}
