/**
 * log, log1p and softplus in core operations, for float32. The polynomials are minimax in the relative error
 * of the whole, found by Lawson's iteration with coefficients rounded to float32 one after the other.
 */

import { apply, constant, type Expr, select } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'
import { decay, LN2_HIGH, LN2_LOW } from './exponential.ts'

/** (log(1 + f) − f + f²/2) / f³ on √½ − 1 ≤ f ≤ √2 − 1, to 2⁻²⁷. */
const LOG = [
  0.3333333134651184, -0.2500081956386566, 0.2000124156475067, -0.166234090924263, 0.14201581478118896,
  -0.1315961331129074, 0.12762199342250824, -0.07636399567127228,
]

/** (log(1 + e) − e) / e² on 0 ≤ e ≤ 1, to 2⁻²⁷. */
const LOG1P = [
  -0.4999993145465851, 0.3333047032356262, -0.24958156049251556, 0.19693201780319214, -0.15349163115024567,
  0.10670199990272522, -0.057564131915569305, 0.020152108743786812, -0.0033070144709199667,
]

const SMALLEST_NORMAL = 2 ** -126
const INFINITY = Number.POSITIVE_INFINITY

/** k·ln 2 + log(1 + f), the large parts added last. */
function assemble(k: Expr, f: Expr): Expr {
  const square = f.mul(f)
  const cubic = polynomial(f, LOG).mul(f).mul(square)
  const rest = apply('mulAdd', square, -0.5, apply('mulAdd', k, LN2_LOW, cubic))
  return apply('mulAdd', k, LN2_HIGH, f.add(rest))
}

/** A normal x > 0 as 2ᵏ·m with √½ ≤ m < √2. */
function decompose(x: Expr): { k: Expr; m: Expr } {
  const m = apply('mantissa', x)
  const upper = m.gt(Math.SQRT2)
  return { k: apply('exponent', x).add(select(upper, 1, 0)), m: select(upper, m.mul(0.5), m) }
}

/** −∞ at 0, NaN below, and ∞ at ∞, where `finite` has no meaning. `distance` is from the pole. */
function withPole(distance: Expr, finite: Expr): Expr {
  const outside = select(distance.eq(0), -INFINITY, Number.NaN)
  return select(distance.gt(0), select(distance.lt(INFINITY), finite, distance), outside)
}

/** 0.9 ulp. */
export function expandLog(x: Expr): Expr {
  const subnormal = x.lt(SMALLEST_NORMAL)
  const { k, m } = decompose(select(subnormal, x.mul(2 ** 32), x))
  return withPole(x, assemble(k.sub(select(subnormal, 32, 0)), m.sub(1)))
}

/**
 * 1 + x = 2ᵏ·(1 + f). From x below 2²⁴, f = x·2⁻ᵏ + (2⁻ᵏ − 1) with one rounding, whatever 1 + x has lost. 1.5 ulp.
 */
export function expandLog1p(x: Expr): Expr {
  const u = x.add(1)
  const { k, m } = decompose(u)
  const scale = apply('pow2', k.neg())
  const f = select(x.lt(2 ** 24), apply('mulAdd', x, scale, scale.sub(1)), m.sub(1))
  return withPole(u, apply('copySign', assemble(k, f), x))
}

/** max(x, 0) + log(1 + e) with e = exp(−|x|), which its derivative, the sigmoid, shares. 1.9 ulp. */
export function expandSoftplus(x: Expr): Expr {
  const e = decay(x)
  return apply('mulAdd', e.mul(e), polynomial(e, LOG1P), e).add(x.max(0))
}

/** x/(1 + |x|), held where it has long been ±1: ∞/∞ would be NaN. 1.6 ulp. */
export function expandSoftsign(x: Expr): Expr {
  const held = x.max(-(2 ** 100)).min(2 ** 100)
  return held.div(constant(1).add(held.abs()))
}
