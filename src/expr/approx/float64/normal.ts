/**
 * The normal distribution, the error functions and the gate in core operations, for float64 arithmetic: to
 * 2⁻⁴²·⁷, and to x²·2⁻⁵⁴ in the tails, whose exponent x² is rounded.
 */

import { evaluate } from '../../evaluate.ts'
import { apply, constant, type Expr, select } from '../../expr.ts'
import { variablesOf } from '../../substitute.ts'
import { polynomial } from '../polynomial.ts'
import { decay } from './exponential.ts'

/**
 * Φ(−t)·exp(t²/2) = P(t) / (√(2π)·t·P(t) + M(t)) for 0 ≤ t ≤ 15, beyond which Φ(−t) is 0 in float32: minimax
 * in relative error, 2⁻⁴²·⁷, by Lawson's iteration in 80 digits. All coefficients are positive: nothing cancels.
 */
const P = [
  0.4999999999999307, 0.6632195337173041, 0.431589262018467, 0.17353875003273062, 0.04612060282532994,
  0.008097614433206715, 0.0008763545343447702, 4.602935934287183e-5,
]
const M = [
  1, 0.8710094909026552, 0.3956987140765454, 0.11120431729535565, 0.020067384684542527, 0.0021966830621376037,
  0.00011537864531367516,
]
const END = 15

/** erf(x)/x − 1 in x², for |x| ≤ ¾: minimax in the relative error of erf, 2⁻⁴⁷. */
const ERF = [
  0.1283791670955066, -0.37612638903014095, 0.11283791662984696, -0.026866169198446938, 0.005223964426695467,
  -0.0008547647894590623, 0.00012034689892778064, -1.4556267600294623e-5, 1.2813638063798205e-6,
]

const ROOT_2PI = 2.5066282746310002
/** Twice multiplied by it, the least that a sigmoid is here, 2⁻¹⁰²¹, is still nothing in float32. */
const LARGEST = 2 ** 400
const LARGEST_INPUT = (2 - 2 ** -23) * 2 ** 127
const INFINITY = Number.POSITIVE_INFINITY
/** What is less at an infinite input may well be 0. */
const OPEN = 2 ** -200

/** Φ(−t) for t ≥ 0, `bell` being exp(−t²/2). */
function tail(t: Expr, bell: Expr): Expr {
  const held = t.min(END)
  const top = polynomial(held, P)
  return top.div(apply('mulAdd', held.mul(ROOT_2PI), top, polynomial(held, M))).mul(bell)
}

function halfSquareBell(x: Expr): Expr {
  return decay(x.mul(x), 0.5)
}

export function expandNormalPdf(x: Expr): Expr {
  return halfSquareBell(x).mul(1 / ROOT_2PI)
}

export function expandNormalCdf(x: Expr): Expr {
  const lower = tail(x.abs(), halfSquareBell(x))
  return select(x.lt(0), lower, constant(1).sub(lower))
}

/** Of x = a/√2 as exp(−a²/2), so that erf, Φ and their derivatives at a share it. */
export function expandGaussian(x: Expr): Expr {
  const a = overRoot2(x)
  return a ? halfSquareBell(a) : decay(x.mul(x), 1)
}

/** The a of x = a/√2. */
function overRoot2(x: Expr): Expr | undefined {
  const [a, factor] = x.operation === 'mul' ? x.args : []
  return factor?.value === Math.SQRT1_2 ? a : undefined
}

/** erfc(|x|)/2 = Φ(−|x|·√2). */
function tailOfErf(x: Expr): Expr {
  return tail((overRoot2(x) ?? x.mul(Math.SQRT2)).abs(), expandGaussian(x))
}

export function expandErfc(x: Expr): Expr {
  const upper = tailOfErf(x).mul(2)
  return select(x.lt(0), constant(2).sub(upper), upper)
}

export function expandErf(x: Expr): Expr {
  const a = x.abs()
  const near = apply('mulAdd', x, polynomial(x.mul(x), ERF), x)
  const far = constant(1).sub(tailOfErf(x).mul(2))
  return select(a.le(0.75), near, apply('copySign', far, x))
}

/**
 * a·g, and 0 where g is 0: an infinite a is held at a number that keeps within float32 only what is no gate. Of the
 * input itself that is the largest float32, and where the gate is open at its end, it is left as it is.
 */
export function expandGate(a: Expr, g: Expr): Expr {
  const [input] = a.args
  const isOfInput = a.operation === 'widen' && input?.operation === 'variable'
  if (!isOfInput || !isOfNothingBut(g, input.name)) return a.max(-LARGEST).min(LARGEST).mul(g)
  const [isOpenBelow, isOpenAbove] = [-INFINITY, INFINITY].map((end) => isOpen(g, input.name, end))
  const held = isOpenBelow ? a : a.max(-LARGEST_INPUT)
  return (isOpenAbove ? held : held.min(LARGEST_INPUT)).mul(g)
}

function isOfNothingBut(g: Expr, name: string): boolean {
  const names = variablesOf(g)
  return names.size === 1 && names.has(name)
}

/** Whether a gate of one variable is plainly not 0 there. */
function isOpen(g: Expr, name: string, end: number): boolean {
  return Math.abs(evaluate(g, { [name]: end })) > OPEN
}
