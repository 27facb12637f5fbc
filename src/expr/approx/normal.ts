/**
 * The normal distribution and the error functions in core operations, for float32.
 *
 * All tails are exp(−c·a²) times a rational function of a, and keep their relative accuracy down to the
 * subnormals: a is split into a part of 12 bits, whose square is exact fused or not, and a rest. (Forms that
 * compute 1 + erf are 0 from −5.5 on.) The rational function is minimax in relative error over all arguments
 * whose result is not 0, and all its coefficients are positive, so that nothing cancels; it was found by
 * Lawson's iteration with the coefficients rounded to float32 one after the other.
 */

import { apply, constant, type Expr, select } from '../expr.ts'
import { decayOfParts, LAST_SCALE } from './exponential.ts'
import { polynomial } from './polynomial.ts'

/**
 * Φ(−t)·exp(t²/2) = P(t) / (√(2π)·t·P(t) + M(t)) for 0 ≤ t ≤ 14.5, to 2⁻³⁰: Mills' ratio over √(2π). For
 * large t the errors of P cancel, as it stands above and below: twice as accurate as two polynomials.
 */
const P = [
  0.5, 0.5424588322639465, 0.2826230823993683, 0.08523201197385788, 0.014878133311867714,
  0.0012414001394063234,
]
const M = [1, 0.6294880509376526, 0.2077629417181015, 0.03727833926677704, 0.0031120385974645615]

/** A curve exp(−square·a²). Beyond `end` its float32 is 0. */
interface Bell {
  readonly square: number
  readonly end: number
}

const HALF_SQUARE: Bell = { square: 0.5, end: 14.45 }
const SQUARE: Bell = { square: 1, end: 10.22 }

const INV_SQRT_2PI = 0.3989422804014327

/** erf(x)/x − 1 in x², for |x| ≤ ¾, to 2⁻²⁹ of erf. */
const ERF = [
  0.12837916612625122, -0.3761261999607086, 0.11283379048109055, -0.026834335178136826, 0.005113156978040934,
  -0.0006737583316862583,
]

/** The curve at a ≥ 0, over LAST_SCALE. */
function bell(a: Expr, { square, end }: Bell): Expr {
  const held = a.min(end)
  const high = apply('nearest', held.mul(256)).mul(1 / 256)
  const low = held.sub(high).mul(held.add(high))
  return decayOfParts(high.mul(high).mul(-square), low.mul(-square))
}

/** Φ(−t) for t = a·√(2·square) ≥ 0, over LAST_SCALE. */
function tail(a: Expr, curve: Bell): Expr {
  const held = a.min(curve.end)
  const stretch = Math.sqrt(2 * curve.square)
  const t = held.mul(stretch)
  const top = polynomial(t, P)
  const ratio = top.div(apply('mulAdd', held.mul(stretch * Math.sqrt(2 * Math.PI)), top, polynomial(t, M)))
  return bell(a, curve).mul(ratio)
}

/** 4.1 ulp. */
export function expandNormalCdf(x: Expr): Expr {
  const lower = tail(x.abs(), HALF_SQUARE).mul(LAST_SCALE)
  return select(x.lt(0), lower, constant(1).sub(lower))
}

/** 2.1 ulp. */
export function expandNormalPdf(x: Expr): Expr {
  return bell(x.abs(), HALF_SQUARE).mul(INV_SQRT_2PI).mul(LAST_SCALE)
}

/** 1.2 ulp. */
export function expandGaussian(x: Expr): Expr {
  return bell(x.abs(), SQUARE).mul(LAST_SCALE)
}

/** 4.1 ulp. */
export function expandErfc(x: Expr): Expr {
  const upper = tail(x.abs(), SQUARE).mul(2 * LAST_SCALE)
  return select(x.lt(0), constant(2).sub(upper), upper)
}

/** 1.6 ulp. */
export function expandErf(x: Expr): Expr {
  const a = x.abs()
  const near = apply('mulAdd', x, polynomial(x.mul(x), ERF), x)
  return select(a.le(0.75), near, apply('copySign', constant(1).sub(tail(a, SQUARE).mul(2 * LAST_SCALE)), x))
}
