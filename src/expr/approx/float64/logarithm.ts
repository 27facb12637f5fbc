/**
 * log, log1p, softplus and softsign in core operations, for float64 arithmetic: to 2⁻⁴⁸, of normal float64
 * arguments. log(1 + f) = 2·atanh(s) with s = f/(2 + f): one division, and a polynomial of half the degree.
 */

import { apply, constant, type Expr, select } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'
import { decay, LN2_HIGH, LN2_LOW } from './exponential.ts'

/** (atanh(s)/s − 1) / s² in s², minimax in the relative error of atanh: to 2⁻⁵² for |s| ≤ (√2 − 1)/(√2 + 1). */
const ATANH = [
  0.3333333333329364, 0.20000000026125886, 0.14285708565474886, 0.11111685879230428, 0.09061817735781724,
  0.08409979261904998,
]

/** The same to 2⁻⁴⁹ for 0 ≤ s ≤ ⅓. */
const ATANH_TO_A_THIRD = [
  0.33333333333164683, 0.20000000048770664, 0.1428570947421728, 0.11111339986007016, 0.09084915351814635,
  0.07782991599743906, 0.05884425489761765, 0.09354136432711137,
]

/** From here on 1 + x has no digits of x's own below 1 left to lose. */
const WHOLE = 2 ** 53
const INFINITY = Number.POSITIVE_INFINITY

/** log(1 + f). */
function ofOnePlus(f: Expr, coefficients: readonly number[]): Expr {
  const s = f.div(f.add(2))
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
  return apply('mulAdd', k, LN2_HIGH, apply('mulAdd', k, LN2_LOW, ofOnePlus(f, ATANH)))
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

/** 1 + x = 2ᵏ·(1 + f) with f = x·2⁻ᵏ + (2⁻ᵏ − 1), whatever 1 + x has lost. */
export function expandLog1p(x: Expr): Expr {
  const u = x.add(1)
  const { k, m } = decompose(u)
  const scale = apply('pow2', k.neg())
  const f = select(x.lt(WHOLE), apply('mulAdd', x, scale, scale.sub(1)), m.sub(1))
  return withPole(u, apply('copySign', assemble(k, f), x))
}

/** max(x, 0) + log(1 + e) with e = exp(−|x|), which its derivative, the sigmoid, shares. */
export function expandSoftplus(x: Expr): Expr {
  return ofOnePlus(decay(x.abs().neg()), ATANH_TO_A_THIRD).add(x.max(0))
}

/** x/(1 + |x|), held where it has long been ±1: ∞/∞ would be NaN. */
export function expandSoftsign(x: Expr): Expr {
  const held = x.max(-(2 ** 500)).min(2 ** 500)
  return held.div(constant(1).add(held.abs()))
}
