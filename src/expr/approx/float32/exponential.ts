/**
 * exp, expm1, sigmoid and tanh in core operations, for float32.
 *
 * All rest on x = n·ln 2 + r with |r| ≤ ½ ln 2, n whole, in two steps (Cody and Waite, "Software manual for
 * the elementary functions", 1980): the high part of ln 2 has 9 bits, so that n·LN2_HIGH is exact, fused or
 * not. sigmoid and tanh take exp(−|x|), which cannot overflow, and share it, node for node, with their
 * derivatives.
 */

import { apply, constant, type Expr, select } from '../../expr.ts'

const LOG2_E = Math.LOG2E
export const LN2_HIGH: number = 0.693359375
export const LN2_LOW: number = Math.LN2 - LN2_HIGH

/**
 * (eʳ − 1 − r) / r² on |r| ≤ 0.354: minimax in the relative error of eʳ − 1, 2⁻²⁶, found by Lawson's
 * iteration with the coefficients rounded to float32 one after the other.
 */
const EXCESS = [
  0.4999999701976776, 0.16666536033153534, 0.04166742414236069, 0.00836762972176075, 0.0013873474672436714,
] as const

/** From −109.9 on even the unscaled power of two is 0; exp(89) and everything above rounds to ∞. */
const LOWEST = -110.2
const HIGHEST = 89
const MOST_FACTOR = 2 ** 20

/**
 * Small results are made 2³² times too large and scaled at the end, the one step that can round to a subnormal:
 * enough room for a gate that multiplies them by 100 before.
 */
const ROOM = 32
export const LAST_SCALE: number = 2 ** -ROOM

interface Reduced {
  /** eʳ − 1. */
  readonly excess: Expr
  readonly n: Expr
}

/** `x` + `low` within [LOWEST, HIGHEST]; x of 24 bits from 2⁻¹⁷ up, low less than 0.3. `turns`: x·log₂e, nearly. */
function reduce(x: Expr, low?: Expr, turns = (low ? x.add(low) : x).mul(LOG2_E)): Reduced {
  const n = apply('nearest', turns)
  const high = apply('mulAdd', n, -LN2_HIGH, x)
  const rest = low ? apply('mulAdd', n, -LN2_LOW, low) : apply('mulAdd', n, -LN2_LOW, high)
  const r = low ? high.add(rest) : rest
  const square = r.mul(r)
  const curve = curveOf(r, square)
  /** Of two parts the high one is exact, and added last: the rounding of r does not count. */
  return low
    ? { excess: high.add(apply('mulAdd', square, curve, rest)), n }
    : { excess: apply('mulAdd', square, curve, r), n }
}

/** In pairs (Estrin 1960): of five multiply-adds one after another, as by Horner's rule, two wait less. */
function curveOf(r: Expr, square: Expr): Expr {
  const [c0, c1, c2, c3, c4] = EXCESS
  const upper = apply('mulAdd', square, c4, apply('mulAdd', r, c3, c2))
  return apply('mulAdd', upper, square, apply('mulAdd', r, c1, c0))
}

/** 1.0 ulp. In two halves of n, because 2ⁿ itself may be subnormal or too large. */
export function expandExp(x: Expr): Expr {
  const { excess, n } = reduce(held(x))
  const half = apply('floor', n.mul(0.5))
  return excess
    .add(1)
    .mul(apply('pow2', half))
    .mul(apply('pow2', n.sub(half)))
}

function held(x: Expr): Expr {
  return x.max(LOWEST).min(HIGHEST)
}

/** exp(−|x|), cheaper. */
export function decay(x: Expr): Expr {
  return unscaled(reduceBelow(x)).mul(LAST_SCALE)
}

/** factor·exp(high + low) / LAST_SCALE for a sum within [LOWEST, 0]. */
export function decayOfParts(high: Expr, low: Expr, factor: Expr): Expr {
  return unscaled(reduce(high, low), factor)
}

/** The same, and 0 where the power has vanished, however large the factor is. */
export function closingDecayOfParts(high: Expr, low: Expr, factor: Expr): Expr {
  const reduced = reduce(high, low)
  return select(apply('pow2', reduced.n.add(ROOM)).eq(0), 0, unscaled(reduced, factor))
}

/** factor·2ⁿ·eʳ / LAST_SCALE, the factor let in where 1 + (eʳ − 1) would have been rounded. */
function unscaled({ excess, n }: Reduced, factor: Expr = constant(1)): Expr {
  return apply('mulAdd', excess, factor, factor).mul(apply('pow2', n.add(ROOM)))
}

/** 2ⁿ for n ≤ 0. */
function power({ n }: Reduced): Expr {
  return apply('pow2', n.add(ROOM)).mul(LAST_SCALE)
}

/**
 * 2ⁿ·(eʳ − 1) + (2ⁿ − 1), all halved because 2¹²⁸ is too large. Below 2⁻³⁰ it is −1 whatever the power. It
 * shares n and eʳ with its derivative. 1.7 ulp.
 */
export function expandExpm1(x: Expr): Expr {
  const { excess, n } = reduce(held(x))
  const scale = apply('pow2', n.max(-30).sub(1))
  return apply('copySign', apply('mulAdd', excess, scale, scale.sub(0.5)).mul(2), x)
}

/**
 * t = e/(1 + e) with e = exp(−|x|) is σ(−|x|) ≤ ½, and 1 − t the other side, without cancellation: σ(x) and σ(−x)
 * share all but the choice of the side. 2.1 ulp.
 */
export function expandSigmoid(x: Expr): Expr {
  const { upper, large } = sidesOfSigmoid(x)
  return select(x.lt(0), large.mul(LAST_SCALE), upper)
}

/** σ(x)·σ(−x) = t − t², whatever the side, from the same t: errors of t do not add up as in a product. 2.9 ulp. */
export function expandSigmoidSlope(x: Expr): Expr {
  const { large } = sidesOfSigmoid(x)
  return apply('mulAdd', large.neg(), large.mul(LAST_SCALE), large).mul(LAST_SCALE)
}

/** Of −|x|, where x may be a factor times something: n need not wait for the product. */
function reduceBelow(x: Expr): Reduced {
  const { inner, factor } = scaledOf(x)
  const held = apply('copySign', inner, -1).max(LOWEST / factor)
  return reduce(held.mul(factor), undefined, held.mul(factor * LOG2_E))
}

/** |x| as factor·|inner|. */
function scaledOf(x: Expr): { inner: Expr; factor: number } {
  const [inner, factor] = x.args
  if (x.operation === 'neg') return scaledOf(inner as Expr)
  const size = x.operation === 'mul' && factor?.operation === 'constant' ? Math.abs(factor.value) : 0
  if (size < 1 / MOST_FACTOR || size > MOST_FACTOR) return { inner: x, factor: 1 }
  return { inner: inner as Expr, factor: size }
}

/** 1 − t, t / LAST_SCALE, and e − 1, which cancels nothing near 0. */
function sidesOfSigmoid(x: Expr): { upper: Expr; large: Expr; lessOne: Expr } {
  const reduced = reduceBelow(x)
  const scale = power(reduced)
  const onePlus = (c: number) => apply('mulAdd', reduced.excess, scale, scale.add(c))
  const upper = constant(1).div(onePlus(1))
  return { upper, large: unscaled(reduced, upper), lessOne: onePlus(-1) }
}

/**
 * a·σ(x), 0 where exp(−|x|) has vanished however large a is: a goes into the division, which saves two roundings.
 */
export function expandGatedSigmoid(a: Expr, x: Expr): Expr {
  const reduced = reduceBelow(x)
  const scale = power(reduced)
  const upper = a.div(apply('mulAdd', reduced.excess, scale, scale.add(1)))
  const deep = apply('pow2', reduced.n.add(ROOM))
  const lower = apply('mulAdd', reduced.excess, upper, upper).mul(deep)
  return select(x.lt(0), select(deep.eq(0), 0, lower).mul(LAST_SCALE), upper)
}

/** (1 − e)/(1 + e) with e = exp(−2|x|), by the same reciprocal as the derivative 4·σ(2x)·σ(−2x). 2.7 ulp. */
export function expandTanh(x: Expr): Expr {
  const { upper, lessOne } = sidesOfSigmoid(x.mul(2))
  return apply('copySign', lessOne.mul(upper), x)
}
