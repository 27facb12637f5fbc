/**
 * The product in which a closed gate wins, and why its power of two comes last.
 *
 * σ(−90) is a subnormal float32 of 19 bits; −90·σ(−90) is an ordinary number that would keep only those.
 * Small results are made as factor · 2ᵏ; the gate multiplies a into the factor, so that the one rounding to
 * a subnormal happens at the end. (Of the peers' silu, mish and gelu in float32, all lose this tail.)
 */

import { apply, constant, type Expr, select } from '../expr.ts'
import { LAST_SCALE } from './exponential.ts'

interface Scaled {
  readonly factor: Expr
  /** A power of two, 1 at most. */
  readonly power: Expr
}

/**
 * a·g, 0 where g is 0. A product above 2¹⁰³ whose gate is a scaled one overflows; a gate is 1 at most where
 * it is open and unscaled. The zero has no particular sign.
 */
export function expandGate(a: Expr, g: Expr): Expr {
  const { factor, power } = split(g) ?? { factor: g, power: ONE }
  const product = select(g.eq(0), 0, a.mul(factor))
  return power === ONE ? product : product.mul(power)
}

const ONE = constant(1)
const SCALE = constant(LAST_SCALE)

/** g as factor · power, where a power of two can be drawn out exactly. */
function split(g: Expr): Scaled | undefined {
  const [a, b, c] = g.args
  if (g.operation === 'mul' && a && b) {
    if (b === SCALE) return { factor: a, power: b }
    return merge(
      a,
      b,
      (x, y) => x.mul(y),
      (x, y) => (x === ONE ? y : y === ONE ? x : x.mul(y)),
    )
  }
  if (g.operation === 'select' && a && b && c) {
    const choose = (x: Expr, y: Expr) => select(a, x, y)
    return merge(b, c, choose, choose)
  }
  const inner = a && (g.operation === 'div' || g.operation === 'neg') ? split(a) : undefined
  if (!inner) return undefined
  return {
    factor: g.operation === 'neg' ? inner.factor.neg() : apply('div', inner.factor, b ?? ONE),
    power: inner.power,
  }
}

/** Splits either operand; one that does not split has the power 1. */
function merge(
  a: Expr,
  b: Expr,
  factors: (x: Expr, y: Expr) => Expr,
  powers: (x: Expr, y: Expr) => Expr,
): Scaled | undefined {
  const [left, right] = [split(a), split(b)]
  if (!left && !right) return undefined
  return {
    factor: factors(left?.factor ?? a, right?.factor ?? b),
    power: powers(left?.power ?? ONE, right?.power ?? ONE),
  }
}
