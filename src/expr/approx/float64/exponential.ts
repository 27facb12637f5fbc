/**
 * exp, expm1, sigmoid and tanh in core operations, for float64 arithmetic whose result is rounded to float32:
 * to 2⁻⁴³, which leaves one float32 ulp where a sum cancels 20 bits. The float32 siblings' care for
 * overflow, subnormals and last scales is not needed: all of float32, squared twice, lies within the range.
 *
 * All rest on x = n·ln 2 + r with |r| ≤ ½ ln 2, n whole. One step takes off n·ln 2: it leaves 2⁻⁴⁶ where a
 * float32 result is neither 0 nor infinite, and 2⁻⁴³ at most. Processors have two units that multiply, divide and compare
 * for two that add, round and shift: what is counted here is the former.
 */

import { apply, constant, type Expr } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'

/** (eʳ − 1) / r on |r| ≤ ½ ln 2: minimax in the relative error, 2⁻⁴³·⁵, by Remez' exchange. */
const EXCESS = [
  1, 0.49999999999812433, 0.1666666666686908, 0.04166666688351613, 0.008333333246315001,
  0.0013888822758198742, 0.00019841359783260982, 2.4875692379325617e-5, 2.7560523997727473e-6,
]

/**
 * r·coth(r/2) in r², to 2⁻⁴⁹·⁶ on |r| ≤ ½ ln 2, by Remez' exchange. Of c so much, eʳ = (c + r)/(c − r): where a quotient
 * follows anyway, the exponential takes half the terms.
 */
const COTH = [
  2.000000000000002, 0.16666666666577554, -0.0027777777197977058, 6.613623338095455e-5,
  -1.6408678736029986e-6,
]

/** Here n is −1023, for which pow2 gives 0, and 1024, for which it gives ∞. Numbers that float32 has, too. */
const LOWEST = -709.25
const HIGHEST = 710
/** Here n is ±1021, and three times the power is finite. */
const END = 708
const MOST_RATE = 2 ** 20

interface Reduced {
  readonly r: Expr
  readonly n: Expr
}

/** Of factor·x, `x` such that the product is within [LOWEST, HIGHEST]; r comes without the factor. */
function reduce(x: Expr, factor = 1): Reduced {
  const n = apply('nearest', x.mul(factor * Math.LOG2E))
  return { r: apply('mulAdd', n, -Math.LN2 / factor, x), n }
}

/** eʳ − 1, rounded once where r is small: formulas subtract r from it. */
function excessOf(r: Expr): Expr {
  return apply('mulAdd', r.mul(r), polynomial(r, EXCESS.slice(1)), r)
}

function held(x: Expr): Expr {
  return x.max(LOWEST).min(HIGHEST)
}

/** eˣ; subnormal float64 results are 0. */
export function expandExp(x: Expr): Expr {
  const { r, n } = reduce(held(x))
  return excessOf(r).add(1).mul(apply('pow2', n))
}

/** exp(−rate·x) for x ≥ 0, cheaper. */
export function decay(x: Expr, rate: number): Expr {
  const { excess, scale } = decayed(x, rate)
  return apply('mulAdd', excess, scale, scale)
}

/** 1 − exp(−rate·x) for x ≥ 0, which keeps its digits near 0. */
export function fallOf(x: Expr, rate: number): Expr {
  const { excess, scale } = decayed(x, rate)
  return constant(1).sub(scale).sub(excess.mul(scale))
}

/** exp(−rate·x) = scale·(1 + excess). */
function decayed(x: Expr, rate: number): { readonly excess: Expr; readonly scale: Expr } {
  const { r, n } = reduce(x.min(Math.fround(-LOWEST / rate)), -rate)
  const scaled = EXCESS.map((c, i) => c * (-rate) ** (i + 1))
  return { excess: polynomial(r, scaled).mul(r), scale: apply('pow2', n) }
}

/**
 * 2ⁿ·(eʳ − 1) + (2ⁿ − 1); 0 may come without its sign. Where 2ⁿ would be infinite, half of it is already more than
 * float32 has.
 */
export function expandExpm1(x: Expr): Expr {
  const { r, n } = reduce(held(x))
  const scale = apply('pow2', n.min(1023))
  return apply('mulAdd', excessOf(r), scale, scale.sub(1))
}

/** eˣ = top / bottom, both positive, top less than 2¹⁰²³ and bottom about 2. */
export interface Fraction {
  readonly top: Expr
  readonly bottom: Expr
}

/** Of eˣ, whichever sign x has: σ(x), σ(−x), softplus and their derivatives share it. */
export function fractionOf(x: Expr): Fraction {
  const { c, q, scale } = cothOf(x)
  return { top: c.add(q).mul(scale), bottom: c.sub(q) }
}

/** eˣ = scale·(c + q)/(c − q). */
function cothOf(x: Expr): { readonly c: Expr; readonly q: Expr; readonly scale: Expr } {
  const { argument, rate } = ratedOf(x)
  const end = Math.fround(END / rate)
  const kept = argument.max(-end).min(end)
  const n = apply('nearest', kept.mul(rate * Math.LOG2E))
  const q = apply('mulAdd', n, -Math.LN2 / rate, kept)
  const c = polynomial(
    q.mul(q),
    COTH.map((each, i) => each * rate ** (2 * i - 1)),
  )
  return { c, q, scale: apply('pow2', n) }
}

/** x as argument·rate: a constant factor of ordinary size goes into the constants here. */
function ratedOf(x: Expr): { readonly argument: Expr; readonly rate: number } {
  const [inner, factor] = x.operation === 'mul' ? x.args : []
  if (!inner || factor?.operation !== 'constant') return { argument: x, rate: 1 }
  const { argument, rate } = ratedOf(inner)
  const product = rate * factor.value
  return product > 1 / MOST_RATE && product < MOST_RATE
    ? { argument, rate: product }
    : { argument: x, rate: 1 }
}

/** 1/(1 + exp(−x)). */
export function expandSigmoid(x: Expr): Expr {
  const [y, isMirrored] = x.operation === 'neg' ? [x.args[0] as Expr, true] : [x, false]
  const { top, bottom } = fractionOf(y)
  return (isMirrored ? bottom : top).mul(constant(1).div(bottom.add(top)))
}

/**
 * (e − 1)/(e + 1) with e = exp(2x), of which near 0 nothing cancels: c·(2ⁿ − 1) + q·(2ⁿ + 1) is 2q for n = 0. As of
 * expm1, 0 may come without its sign.
 */
export function expandTanh(x: Expr): Expr {
  const { c, q, scale } = cothOf(x.mul(2))
  const difference = apply('mulAdd', c, scale.sub(1), q.mul(scale.add(1)))
  const { top, bottom } = fractionOf(x.mul(2))
  return difference.mul(constant(1).div(bottom.add(top)))
}
