/**
 * log, log1p, softplus and softsign in core operations, for float64 arithmetic: to 2⁻⁴³, of normal float64
 * arguments. log(1 + f) = 2·atanh(s) with s = f/(2 + f): one division, and a polynomial of half the degree.
 */

import { apply, constant, type Expr, seldom, select } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'
import { fractionOf } from './exponential.ts'

/** (atanh(s)/s − 1) / s² in s², minimax in the relative error of atanh: to 2⁻⁴⁵ for |s| ≤ (√2 − 1)/(√2 + 1). */
const ATANH = [
  0.33333333337899956, 0.1999999781126994, 0.14286054526025072, 0.11088097151292182, 0.09792027904095413,
]

/** The same to 2⁻⁴³·⁷ for 0 ≤ s ≤ ⅓. */
const ATANH_TO_A_THIRD = [
  0.33333333338506266, 0.19999998827552837, 0.14285803993164042, 0.11107869412516122, 0.0915310130494502,
  0.07046510022071027, 0.10008194826730507,
]

/** Below, 1 + x has lost too many digits of x: there log(1 + x) is its series, in x. */
const SMALL = 2 ** -10
const SERIES = [1, -1 / 2, 1 / 3, -1 / 4, 1 / 5]
const INFINITY = Number.POSITIVE_INFINITY

/** log(1 + f). */
function ofOnePlus(f: Expr, coefficients: readonly number[]): Expr {
  return atanhOf(f.div(f.add(2)), coefficients)
}

/** 2·atanh(s) = log((1 + s)/(1 − s)). */
function atanhOf(s: Expr, coefficients: readonly number[]): Expr {
  const square = s.mul(s)
  return apply('mulAdd', s.mul(square), polynomial(square, coefficients), s).mul(2)
}

/** A normal x > 0 as 2ᵏ·m with √½ ≤ m < √2. */
function decompose(x: Expr): { k: Expr; m: Expr } {
  const m = apply('mantissa', x)
  const upper = m.gt(Math.SQRT2)
  return { k: apply('exponent', x).add(select(upper, 1, 0)), m: select(upper, m.mul(0.5), m) }
}

/** k·ln 2 + log(1 + f). */
function assemble(k: Expr, f: Expr): Expr {
  return apply('mulAdd', k, Math.LN2, ofOnePlus(f, ATANH))
}

/** −∞ at 0, NaN below, and ∞ at ∞, where `finite` has no meaning. `distance` is from the pole. */
function withPole(distance: Expr, finite: Expr): Expr {
  const outside = select(distance.eq(0), -INFINITY, Number.NaN)
  return select(distance.gt(0), select(distance.lt(INFINITY), finite, distance), outside)
}

export function expandLog(x: Expr): Expr {
  const { k, m } = decompose(x)
  return withPole(x, assemble(k, m.sub(1)))
}

export function expandLog1p(x: Expr): Expr {
  return seldom(x.abs().lt(SMALL), polynomial(x, SERIES).mul(x), expandLog(x.add(1)))
}

/** log(1 + x) for 0 ≤ x ≤ 1. */
export function expandLog1pOfFraction(x: Expr): Expr {
  return ofOnePlus(x, ATANH_TO_A_THIRD)
}

/**
 * max(x, 0) + log(1 + e) with e = exp(−|x|) = lesser / greater. The fraction is that of the derivative, the sigmoid,
 * whichever sign x has.
 */
export function expandSoftplus(x: Expr): Expr {
  const { top, bottom } = fractionOf(x.operation === 'neg' ? (x.args[0] as Expr) : x)
  const [lesser, greater] = [top.min(bottom), top.max(bottom)]
  return atanhOf(lesser.div(greater.mul(2).add(lesser)), ATANH_TO_A_THIRD).add(x.max(0))
}

/** x/(1 + |x|), held where it has long been ±1: ∞/∞ would be NaN. */
export function expandSoftsign(x: Expr): Expr {
  const held = x.max(-(2 ** 500)).min(2 ** 500)
  return held.div(constant(1).add(held.abs()))
}
