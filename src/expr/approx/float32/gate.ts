/**
 * The product in which a closed gate wins, and why its power of two comes last.
 *
 * σ(−90) is a subnormal float32 of 19 bits; −90·σ(−90) is an ordinary number that would keep only those.
 * Small results are made as factor · 2ᵏ; the gate multiplies a into the factor, so that the one rounding to
 * a subnormal happens at the end. (Of the peers' silu, mish and gelu in float32, all lose this tail.)
 */

import { constant, type Expr, select } from '../../expr.ts'
import { descend } from '../../substitute.ts'
import { LAST_SCALE } from './exponential.ts'

/** A value as factor · power, the power a product of powers of two, 1 at most. */
interface Scaled {
  readonly factor: Expr
  readonly power: Expr
}

const ONE = constant(1)
const SMALLEST_NORMAL = 2 ** -126

/**
 * a·g, and 0 where g is 0 (a zero of no particular sign). Of a scaled g that is what the factor tells, whose
 * range is LAST_SCALE deeper: |a·g| < |a|·2⁻¹⁵⁸ is lost. There a product above 2⁹⁶ would overflow; but there
 * gates close.
 */
export function expandGate(a: Expr, g: Expr): Expr {
  const { factor, power } = split(g)
  const closed = power === ONE ? factor.eq(0) : factor.abs().lt(SMALLEST_NORMAL)
  return times(select(closed, 0, a.mul(factor)), power)
}

const known = new WeakMap<Expr, Scaled>()

/** Draws powers of two out of an expression as far as that is exact. */
function split(expr: Expr): Scaled {
  for (const node of descend([expr], known)) known.set(node, splitNode(node))
  return known.get(expr) as Scaled
}

function splitNode(node: Expr): Scaled {
  const whole = { factor: node, power: ONE }
  const [a = whole, b = whole, c = whole] = node.args.map((arg) => known.get(arg) as Scaled)
  if (isScale(node)) return { factor: ONE, power: node }
  if ([a, b, c].every(({ power }) => power === ONE)) return whole
  switch (node.operation) {
    case 'mul':
      return { factor: times(a.factor, b.factor), power: times(a.power, b.power) }
    case 'div':
      return b.power === ONE ? { factor: a.factor.div(b.factor), power: a.power } : whole
    case 'neg':
      return { factor: a.factor.neg(), power: a.power }
    case 'select': {
      const choose = (x: Expr, y: Expr) => select(node.args[0] as Expr, x, y)
      return { factor: choose(b.factor, c.factor), power: choose(b.power, c.power) }
    }
    default:
      return whole
  }
}

function times(a: Expr, b: Expr): Expr {
  if (a === ONE) return b
  return b === ONE ? a : a.mul(b)
}

/** LAST_SCALE, or twice that. */
function isScale({ operation, value }: Expr): boolean {
  return operation === 'constant' && (value === LAST_SCALE || value === 2 * LAST_SCALE)
}
