/**
 * Powers of expressions. Whole ones are products, by squaring, so that x² of a negative x is what it should
 * be; halves add a root; others go by exp and log, and are NaN for negative bases, as in every language.
 */

import { apply, constant, type Expr } from '../expr.ts'
import { product } from './product.ts'

/** Powers up to here: beyond, what does not overflow is 0 or 1. */
export const HIGHEST_POWER = 1024

/** base · base · …, n times, n from 1 on. The base stands first, where `simplify` leaves it. */
function wholePower(base: Expr, n: number): Expr {
  if (n === 1) return base
  if (n % 2 === 1) return base.mul(wholePower(base, n - 1))
  const half = wholePower(base, n / 2)
  return half.mul(half)
}

/** The base and the largest n ≤ `most` of which `wholePower` makes this node; undefined where n would be 1. */
export function asPower(
  { operation, args: [a, b] }: Expr,
  most: number = HIGHEST_POWER,
): { readonly base: Expr; readonly n: number } | undefined {
  if (operation !== 'mul' || !a || !b || most < 2) return undefined
  if (a === b) {
    const { base, n } = asPower(b, most / 2) ?? { base: b, n: 1 }
    return { base, n: 2 * n }
  }
  const even = b.args[0] === b.args[1] ? asPower(b, most) : undefined
  return even && a === even.base && even.n < most ? { base: a, n: even.n + 1 } : undefined
}

/**
 * base^exponent; undefined where the exponent is a constant beyond `HIGHEST_POWER`, or varies over a constant
 * base that is not above 0.
 */
export function power(base: Expr, exponent: Expr): Expr | undefined {
  if (exponent.operation === 'constant') return constantPower(base, exponent.value)
  if (base.operation !== 'constant') return apply('exp', product(exponent, apply('log', base)))
  if (base.value === Math.E) return apply('exp', exponent)
  return base.value > 0 ? apply('exp', product(exponent, constant(Math.log(base.value)))) : undefined
}

function constantPower(base: Expr, exponent: number): Expr | undefined {
  const size = Math.abs(exponent)
  if (!(size <= HIGHEST_POWER)) return undefined
  if (size === 0) return constant(1)
  const whole = Math.floor(size)
  const rest = size - whole
  if (rest !== 0 && rest !== 0.5) return apply('exp', apply('log', base).mul(exponent))
  const factors = [...(whole > 0 ? [wholePower(base, whole)] : []), ...(rest > 0 ? [base.sqrt()] : [])]
  const value = factors.reduce((a, b) => a.mul(b))
  return exponent < 0 ? constant(1).div(value) : value
}
