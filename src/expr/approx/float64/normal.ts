/**
 * The normal distribution, the error functions and the gate in core operations, for float64 arithmetic: to
 * 2⁻⁴³, and to x²·2⁻⁵⁴ in the tails, whose exponent x² is rounded.
 */

import { apply, constant, type Expr, select } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'
import { decay } from './exponential.ts'

/**
 * Φ(−t)·exp(t²/2) = P(t) / (√(2π)·t·P(t) + M(t)) for 0 ≤ t ≤ 38.6, beyond which Φ(−t) is 0 in float64: minimax
 * in relative error, 2⁻⁴⁶, by Lawson's iteration in 300 bits. All coefficients are positive: nothing cancels.
 */
const P = [
  0.5000000000000054, 0.7395838707735473, 0.5377381191175036, 0.2455729017294069, 0.07636360216610544,
  0.01652312084791008, 0.0024375386887516485, 0.00022629401261870208, 1.0333547478944804e-5,
]
const M = [
  1, 1.023738165036199, 0.5384392724349102, 0.17945172322673258, 0.040282955497215334, 0.006058195778264743,
  0.000567235017810331, 2.5902361949325238e-5,
]
const END = 40

/** erf(x)/x − 1 in x², for |x| ≤ ¾: minimax in the relative error of erf, 2⁻⁵⁴. */
const ERF = [
  0.1283791670955125, -0.3761263890318109, 0.11283791670800444, -0.026866170610150036, 0.005223977222630916,
  -0.0008548300305457198, 0.0001205425023059769, -1.4898346429914691e-5, 1.6041914182925891e-6,
  -1.2701275929795856e-7,
]

const ROOT_2PI = 2.5066282746310002
const LARGEST = 2 ** 1023

/** Φ(−t) for t ≥ 0, `bell` being exp(−t²/2). */
function tail(t: Expr, bell: Expr): Expr {
  const held = t.min(END)
  const top = polynomial(held, P)
  return top.div(apply('mulAdd', held.mul(ROOT_2PI), top, polynomial(held, M))).mul(bell)
}

function halfSquareBell(x: Expr): Expr {
  return decay(x.mul(x).mul(-0.5))
}

export function expandNormalPdf(x: Expr): Expr {
  return halfSquareBell(x).mul(1 / ROOT_2PI)
}

export function expandNormalCdf(x: Expr): Expr {
  const lower = tail(x.abs(), halfSquareBell(x))
  return select(x.lt(0), lower, constant(1).sub(lower))
}

export function expandGaussian(x: Expr): Expr {
  return decay(x.mul(x).neg())
}

export function expandErfc(x: Expr): Expr {
  const upper = tail(x.abs().mul(Math.SQRT2), expandGaussian(x)).mul(2)
  return select(x.lt(0), constant(2).sub(upper), upper)
}

export function expandErf(x: Expr): Expr {
  const a = x.abs()
  const near = apply('mulAdd', x, polynomial(x.mul(x), ERF), x)
  const far = constant(1).sub(tail(a.mul(Math.SQRT2), expandGaussian(x)).mul(2))
  return select(a.le(0.75), near, apply('copySign', far, x))
}

/** a·g, and 0 where g is 0: an infinite a is held at a number that nothing but 0 keeps within float32. */
export function expandGate(a: Expr, g: Expr): Expr {
  return a.max(-LARGEST).min(LARGEST).mul(g)
}
