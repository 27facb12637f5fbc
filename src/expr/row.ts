/** The form of a primitive's row, and the arithmetic of tangents in which rows write their derivatives. */

import { apply, constant, type Expr } from './expr.ts'

export interface PrimitiveRow {
  readonly arity: 1 | 2 | 3
  /** The definition, in float64. Masks are 1 and 0. */
  readonly evaluate: (a: number, b: number, c: number) => number
  /**
   * The tangent of `node` = primitive(…args), given the tangents of the arguments (the constant 0 where an
   * argument does not vary). Tangents instead of partial derivatives, because `select` must choose between
   * tangents: to multiply the one not chosen by 0 would turn its overflow into NaN.
   */
  readonly tangent: (args: Operands, tangents: Operands, node: Expr) => Expr
  /** A bound of the magnitude, given those of the arguments. Absent: none is known. */
  readonly bound?: (a: number, b: number, c: number) => number
  /** f(a, b) = f(b, a). */
  readonly commutative?: true
  /** f(−x) = f(x), or f(−x) = −f(x). */
  readonly parity?: 'even' | 'odd'
}

/** Up to three operands. A row reads only as many as its arity says. */
export type Operands = readonly [Expr, Expr, Expr]

export const ZERO: Expr = constant(0)
const ONE = constant(1)

/** a + b of tangents. */
export function plus(a: Expr, b: Expr): Expr {
  if (a === ZERO) return b
  return b === ZERO ? a : a.add(b)
}

/** a − b of tangents. */
export function minus(a: Expr, b: Expr): Expr {
  if (b === ZERO) return a
  return a === ZERO ? b.neg() : a.sub(b)
}

/** tangent · factor, by the product rule: plain IEEE multiplication. */
export function times(tangent: Expr, factor: Expr): Expr {
  if (tangent === ZERO) return ZERO
  return tangent === ONE ? factor : tangent.mul(factor)
}

/**
 * tangent · slope, by the chain rule. A saturated function (slope 0) lets nothing through, however large the
 * tangent: with gelu's tanh form, 0·∞ would be NaN from |x| ≥ 2·10¹⁹ on.
 */
export function chain(tangent: Expr, slope: Expr): Expr {
  if (tangent === ZERO) return ZERO
  return tangent === ONE ? slope : apply('gate', tangent, slope)
}

/** A row of one argument from its value and its slope. */
export function unary(
  evaluate: (x: number) => number,
  slope: (x: Expr, y: Expr) => Expr,
  laws: Pick<PrimitiveRow, 'bound' | 'parity'> = {},
): PrimitiveRow {
  return { arity: 1, evaluate, tangent: ([x], [dx], y) => chain(dx, slope(x, y)), ...laws }
}
