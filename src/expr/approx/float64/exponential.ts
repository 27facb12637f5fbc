/**
 * exp, expm1, sigmoid and tanh in core operations, for float64 arithmetic whose result is rounded to float32:
 * to 2⁻⁴³, which leaves one float32 ulp where a sum cancels 20 bits. The float32 siblings' care for
 * overflow, subnormals and last scales is not needed: all of float32, squared twice, lies within the range.
 *
 * All rest on x = n·ln 2 + r with |r| ≤ ½ ln 2, n whole. One step takes off n·ln 2: it leaves 2⁻⁴⁶ where a
 * float32 result is neither 0 nor infinite, and 2⁻⁴³ at most.
 */

import { apply, constant, type Expr, select } from '../../expr.ts'
import { polynomial } from '../polynomial.ts'

/** (eʳ − 1 − r) / r² on |r| ≤ ½ ln 2: minimax in the relative error of eʳ − 1, 2⁻⁴³·⁵, by Remez' exchange. */
const EXCESS = [
  0.49999999999812433, 0.1666666666686908, 0.04166666688351613, 0.008333333246315001, 0.0013888822758198742,
  0.00019841359783260982, 2.4875692379325617e-5, 2.7560523997727473e-6,
]

/** Here n is −1023, for which pow2 gives 0, and 1024, for which it gives ∞. */
const LOWEST = -709.4
const HIGHEST = 710

interface Reduced {
  /** eʳ − 1. */
  readonly excess: Expr
  readonly n: Expr
}

/** `x` within [LOWEST, HIGHEST]. */
function reduce(x: Expr): Reduced {
  const n = apply('nearest', x.mul(Math.LOG2E))
  const r = apply('mulAdd', n, -Math.LN2, x)
  return { excess: apply('mulAdd', r.mul(r), polynomial(r, EXCESS), r), n }
}

function held(x: Expr): Expr {
  return x.max(LOWEST).min(HIGHEST)
}

/** eˣ; subnormal float64 results are 0. */
export function expandExp(x: Expr): Expr {
  const { excess, n } = reduce(held(x))
  return excess.add(1).mul(apply('pow2', n))
}

/** eˣ for x ≤ 0, cheaper. */
export function decay(x: Expr): Expr {
  return power(reduce(x.max(LOWEST)))
}

/** 2ⁿ·eʳ for a finite 2ⁿ. */
function power({ excess, n }: Reduced): Expr {
  const scale = apply('pow2', n)
  return apply('mulAdd', excess, scale, scale)
}

/** 2ⁿ·eʳ − 1 for a finite 2ⁿ, as 2ⁿ·(eʳ − 1) + (2ⁿ − 1); 0 may come without its sign. */
function lessOne({ excess, n }: Reduced): Expr {
  const scale = apply('pow2', n)
  return apply('mulAdd', excess, scale, scale.sub(1))
}

/** Where 2ⁿ would be infinite, half of it is already more than float32 has. */
export function expandExpm1(x: Expr): Expr {
  const { excess, n } = reduce(held(x))
  return apply('copySign', lessOne({ excess, n: n.min(1023) }), x)
}

/** With e = exp(−|x|): 1/(1 + e) and e/(1 + e), which σ(x), σ(−x) and their product share. */
export function expandSigmoid(x: Expr): Expr {
  const e = decay(x.abs().neg())
  const upper = constant(1).div(e.add(1))
  return select(x.lt(0), e.mul(upper), upper)
}

/** σ(x)·σ(−x) = e/(1 + e)², by the parts of σ(x). */
export function expandSigmoidProduct(x: Expr): Expr {
  const e = decay(x.abs().neg())
  const upper = constant(1).div(e.add(1))
  return e.mul(upper).mul(upper)
}

/** (1 − e)/(1 + e) with e = exp(−2|x|), 1 − e by way of eʳ − 1, and the quotient of the derivative 4·σ(2x)·σ(−2x). */
export function expandTanh(x: Expr): Expr {
  const reduced = reduce(x.mul(2).abs().neg().max(LOWEST))
  const upper = constant(1).div(power(reduced).add(1))
  return apply('copySign', lessOne(reduced).mul(upper), x)
}
