/**
 * The normal distribution and the error functions in core operations, for float32.
 *
 * All tails are exp(−c·a²) times a rational function of a, and keep their relative accuracy down to the
 * subnormals: a is split into a part of 12 bits, whose square is exact fused or not, and a rest. (Forms that
 * compute 1 + erf are 0 from −5.5 on.) The rational function is minimax in relative error over all arguments
 * whose result is not 0, and all its coefficients are positive, so that nothing cancels; it was found by
 * Lawson's iteration with the coefficients rounded to float32 one after the other.
 */

import { apply, constant, type Expr, select } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'
import { closingDecayOfParts, decayOfParts, LAST_SCALE } from './exponential.ts'

/**
 * Φ(−t)·exp(t²/2) = P(t) / (ONE + t·(√(2π)·P(t) + M(t))) for 0 ≤ t ≤ 14.9, to 2⁻²⁹·⁸: Mills' ratio over √(2π).
 * For large t the errors of P cancel, as it stands above and below; for small ones those of M vanish, and both
 * sums start from the middle of a binade, where they round least.
 */
const ONE = 1.53125
const P = [
  0.765625, 0.8315122723579407, 0.433636337518692, 0.13091731071472168, 0.022884540259838104,
  0.0019136491464450955,
]
const M = [0.9656479358673096, 0.31908220052719116, 0.05733960494399071, 0.004797270055860281]

/** A curve exp(−square·a²). Beyond `end` its float32 is 0. */
interface Bell {
  readonly square: number
  readonly end: number
}

const HALF_SQUARE: Bell = { square: 0.5, end: 14.85 }
const SQUARE: Bell = { square: 1, end: 10.5 }

const ROOT_2PI = 2.5066282746310002

/** erf(x)/x − 1 in x², for |x| ≤ ¾, to 2⁻²⁹ of erf. */
const ERF = [
  0.12837916612625122, -0.3761261999607086, 0.11283379048109055, -0.026834335178136826, 0.005113156978040934,
  -0.0006737583316862583,
]

/** factor times the curve at a ≥ 0, over LAST_SCALE. */
function bell(a: Expr, curve: Bell, factor: Expr): Expr {
  const { high, low } = exponent(a, curve)
  return decayOfParts(high, low, factor)
}

/** −square·a² in two parts. */
function exponent(a: Expr, { square, end }: Bell): { high: Expr; low: Expr } {
  const held = a.min(end)
  const high = apply('nearest', held.mul(256)).mul(1 / 256)
  return {
    high: high.mul(high).mul(-square),
    low: held.sub(high).mul(held.add(high)).mul(-square),
  }
}

/** Φ(−t) for t = a·√(2·square) ≥ 0, over LAST_SCALE. */
function tail(a: Expr, curve: Bell): Expr {
  const held = a.min(curve.end)
  const stretch = Math.sqrt(2 * curve.square)
  const t = held.mul(stretch)
  const top = polynomial(t, P)
  const rest = apply('mulAdd', top, ROOT_2PI, polynomial(t, M))
  return bell(a, curve, top.div(apply('mulAdd', t, rest, ONE)))
}

/** Where x·Φ(x) becomes subnormal, log(2t·Φ(−t)·exp(t²/2)) to 2⁻²⁸; less beyond, where steps are coarse. */
const FAR = 13
const CORRECTION = [-0.259201355, 0.00335900774, -0.0000952020302]

/**
 * x·Φ(x) = max(x, 0) − t·Φ(−t) with t = |x|. Where the result is subnormal, rounding the factor of the exponential
 * would add to its last rounding: there the factor is exact, and what it lacks is in the exponent. −0 stays −0. 3.4 ulp.
 */
export function expandGatedNormalCdf(x: Expr): Expr {
  const t = x.abs().min(HALF_SQUARE.end)
  const top = polynomial(t, P).mul(t)
  const quotient = top.div(apply('mulAdd', top, ROOT_2PI, apply('mulAdd', t, polynomial(t, M), ONE)))
  const far = t.gt(FAR)
  const { high, low } = exponent(t, HALF_SQUARE)
  const correction = select(far, polynomial(t, CORRECTION), 0)
  const lower = decayOfParts(high, low.add(correction), select(far, 0.5, quotient))
  return x.max(-0).sub(lower.mul(LAST_SCALE))
}

/** 3.5 ulp. */
export function expandNormalCdf(x: Expr): Expr {
  const lower = tail(x.abs(), HALF_SQUARE).mul(LAST_SCALE)
  return select(x.lt(0), lower, constant(1).sub(lower))
}

/** 1.3 ulp. */
export function expandNormalPdf(x: Expr): Expr {
  return bell(x.abs(), HALF_SQUARE, constant(1 / ROOT_2PI)).mul(LAST_SCALE)
}

/** 1.0 ulp. */
export function expandGaussian(x: Expr): Expr {
  return bell(x.abs(), SQUARE, constant(1)).mul(LAST_SCALE)
}

/** a·exp(−x²), 0 where that has vanished however large a is: a·e is rounded once. 1.3 ulp. */
export function expandGatedGaussian(a: Expr, x: Expr): Expr {
  const { high, low } = exponent(x.abs(), SQUARE)
  return closingDecayOfParts(high, low, a).mul(LAST_SCALE)
}

/** 4.1 ulp. */
export function expandErfc(x: Expr): Expr {
  const upper = tail(x.abs(), SQUARE).mul(2 * LAST_SCALE)
  return select(x.lt(0), constant(2).sub(upper), upper)
}

/** 1.6 ulp. */
export function expandErf(x: Expr): Expr {
  const a = x.abs()
  const [inner = x, factor] = x.operation === 'mul' ? x.args : []
  const rest = polynomial(x.mul(x), ERF)
  /** Of x = c·y, c·y is not to be rounded where it is subnormal: c goes to what multiplies y. */
  const near =
    factor?.operation === 'constant'
      ? apply('mulAdd', rest, factor, factor).mul(inner)
      : apply('mulAdd', x, rest, x)
  return select(a.le(0.75), near, apply('copySign', constant(1).sub(tail(a, SQUARE).mul(2 * LAST_SCALE)), x))
}
