/**
 * The normal distribution, the error functions and the gate in core operations, for float64 arithmetic: to
 * 2⁻⁴³, and to x²·2⁻⁵⁴ in the tails, whose exponent x² is rounded.
 */

import { evaluate } from '../../evaluate.ts'
import { apply, constant, type Expr, select } from '../../expr.ts'
import { variablesOf } from '../../substitute.ts'
import { polynomial } from '../polynomial.ts'
import { decay, fallOf } from './exponential.ts'

/**
 * 2·Φ(−t)·exp(t²/2) = P(t) / (P(t) + t·N(t)) for 0 ≤ t ≤ 15, beyond which Φ(−t) is 0 in float32: by Remez' exchange in 60
 * digits, minimax in the relative error of P/N, 2⁻⁴⁴·⁶, which is no less than that of the quotient and of what it lacks
 * to 1. All coefficients are positive: nothing cancels.
 */
const P = [
  1, 1.250892083639684, 0.7742159698591611, 0.2958150916618722, 0.07443201656214518, 0.01229358356815326,
  0.001239044286652791, 5.953330541022087e-5,
]
const N = [
  0.7978845608028372, 1.1346872531376675, 0.7646576076718758, 0.3115789340631926, 0.08254585244215175,
  0.014243298273404235, 0.0014933782647437352, 7.461393491928828e-5,
]
const END = 15

const ROOT_2PI = 2.5066282746310002
/** Four times multiplied by it, the least that a sigmoid is here, 2⁻¹⁰²¹, is still nothing in float32. */
const LARGEST = 2 ** 200
const LARGEST_INPUT = (2 - 2 ** -23) * 2 ** 127
const INFINITY = Number.POSITIVE_INFINITY
/** What is less at an infinite input may well be 0. */
const OPEN = 2 ** -200

/** Of t = stretch·a, for a ≥ 0: 2·Φ(−t)·exp(t²/2), and what it lacks to 1. */
function millsOf(a: Expr, stretch: number): { readonly mills: Expr; readonly rest: Expr } {
  const held = a.min(Math.fround(END / stretch))
  const stretched = (coefficients: readonly number[], power: number) =>
    polynomial(
      held,
      coefficients.map((c, i) => c * stretch ** (i + power)),
    )
  const top = stretched(P, 0)
  const other = stretched(N, 1)
  const sum = apply('mulAdd', other, held, top)
  return { mills: top.div(sum), rest: other.mul(held).div(sum) }
}

function halfSquareBell(x: Expr): Expr {
  return decay(x.mul(x), 0.5)
}

export function expandNormalPdf(x: Expr): Expr {
  return halfSquareBell(x).mul(1 / ROOT_2PI)
}

export function expandNormalCdf(x: Expr): Expr {
  const lower = millsOf(x.abs(), 1).mills.mul(halfSquareBell(x)).mul(0.5)
  return select(x.lt(0), lower, constant(1).sub(lower))
}

/** Of x = a/√2 as exp(−a²/2), so that erf, Φ and their derivatives at a share it. */
export function expandGaussian(x: Expr): Expr {
  const { square, rate } = exponentOf(x)
  return decay(square, rate)
}

/** x² as rate·square. */
function exponentOf(x: Expr): { readonly square: Expr; readonly rate: number } {
  const a = overRoot2(x)
  return a ? { square: a.mul(a), rate: 0.5 } : { square: x.mul(x), rate: 1 }
}

/** The a of x = a/√2. */
function overRoot2(x: Expr): Expr | undefined {
  const [a, factor] = x.operation === 'mul' ? x.args : []
  return factor?.value === Math.SQRT1_2 ? a : undefined
}

function millsOfErf(x: Expr) {
  const a = overRoot2(x)
  return a ? millsOf(a.abs(), 1) : millsOf(x.abs(), Math.SQRT2)
}

export function expandErfc(x: Expr): Expr {
  const upper = millsOfErf(x).mills.mul(expandGaussian(x))
  return select(x.lt(0), constant(2).sub(upper), upper)
}

/** 1 − exp(−x²), and exp(−x²) times what that takes too much: near 0 neither cancels. */
export function expandErf(x: Expr): Expr {
  const { square, rate } = exponentOf(x)
  const { rest } = millsOfErf(x)
  return apply('copySign', apply('mulAdd', expandGaussian(x), rest, fallOf(square, rate)), x)
}

/**
 * a·g, and 0 where g is 0: an infinite a is held at a number that keeps within float32 only what is no gate. Of the
 * input itself that is the largest float32, and where the gate is open at its end, it is left as it is.
 */
export function expandGate(a: Expr, g: Expr): Expr {
  const [input] = a.args
  const isOfInput = a.operation === 'widen' && input?.operation === 'variable'
  if (!isOfInput || !isOfNothingBut(g, input.name)) return hold(a).mul(g)
  const [isOpenBelow, isOpenAbove] = [-INFINITY, INFINITY].map((end) => isOpen(g, input.name, end))
  const held = isOpenBelow ? a : a.max(-LARGEST_INPUT)
  return (isOpenAbove ? held : held.min(LARGEST_INPUT)).mul(g)
}

/** Of a product of inputs each of them, so that several gates share what is held. */
function hold(a: Expr): Expr {
  return isProductOfInputs(a) && a.operation === 'mul'
    ? hold(a.args[0] as Expr).mul(hold(a.args[1] as Expr))
    : a.max(-LARGEST).min(LARGEST)
}

function isProductOfInputs({ operation, args }: Expr): boolean {
  if (operation === 'mul') return args.every(isProductOfInputs)
  return operation === 'constant' || (operation === 'widen' && args[0]?.operation === 'variable')
}

function isOfNothingBut(g: Expr, name: string): boolean {
  const names = variablesOf(g)
  return names.size === 1 && names.has(name)
}

/** Whether a gate of one variable is plainly not 0 there. */
function isOpen(g: Expr, name: string, end: number): boolean {
  return Math.abs(evaluate(g, { [name]: end })) > OPEN
}
