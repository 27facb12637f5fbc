/**
 * The normal distribution, the error functions and the gate in core operations, for float64 arithmetic: to
 * 2⁻⁴⁶, and to x²·2⁻⁵⁴ in the tails, whose exponent x² is rounded.
 */

import { apply, constant, type Expr, select } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'
import { decay } from './exponential.ts'

/**
 * Φ(−t)·exp(t²/2) = P(t) / (√(2π)·t·P(t) + M(t)) for 0 ≤ t ≤ 38.6, beyond which Φ(−t) is 0 in float64: minimax
 * in relative error, 2⁻⁵², by Lawson's iteration in 300 bits. All coefficients are positive: nothing cancels.
 */
const P = [
  0.4999999999999999, 0.7945043313630393, 0.6228130864463486, 0.31008803276156427, 0.10710963648915904,
  0.02652808994836726, 0.004713633969499722, 0.0005818782071890327, 4.568706647772734e-5,
  1.7684083939195736e-6,
]
const M = [
  1, 1.1335790862134048, 0.6585644029211958, 0.24599711382671346, 0.06362335286941027, 0.01158628481812104,
  0.0014496869361962598, 0.00011452049187184769, 4.432742485825414e-6,
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
