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
import { decayOfParts, LAST_SCALE } from './exponential.ts'

/**
 * Φ(−t)·exp(t²/2) = P(t) / (ONE + t·(√(2π)·P(t) + M(t))) for 0 ≤ t ≤ 14.9, to 2⁻²⁹·⁸: Mills' ratio over √(2π).
 * For large t the errors of P cancel, as it stands above and below; for small ones those of M vanish, and both
 * sums start from the middle of a binade, where they round least.
 */
const ONE = 1.75
const P = [
  0.875, 0.9502997398376465, 0.4955843985080719, 0.14961978793144226, 0.026153767481446266,
  0.002187028294429183,
]
const M = [1.103597640991211, 0.3646653890609741, 0.06553099304437637, 0.005482596345245838]

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
function bell(a: Expr, { square, end }: Bell, factor: Expr): Expr {
  const held = a.min(end)
  const high = apply('nearest', held.mul(256)).mul(1 / 256)
  const low = held.sub(high).mul(held.add(high))
  return decayOfParts(high.mul(high).mul(-square), low.mul(-square), factor)
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

/** 2.9 ulp. */
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

/** 3.0 ulp. */
export function expandErfc(x: Expr): Expr {
  const upper = tail(x.abs(), SQUARE).mul(2 * LAST_SCALE)
  return select(x.lt(0), constant(2).sub(upper), upper)
}

/** 1.2 ulp. */
export function expandErf(x: Expr): Expr {
  const a = x.abs()
  const near = apply('mulAdd', x, polynomial(x.mul(x), ERF), x)
  return select(a.le(0.75), near, apply('copySign', constant(1).sub(tail(a, SQUARE).mul(2 * LAST_SCALE)), x))
}
