/**
 * Compositions that are simpler than their parts. With s = softplus(x) and c = σ(−x), eˢ = 1/c, so functions
 * of eˢ need neither the logarithm in s nor an exponential of it: tanh(s) = σ(x)·(1 + c)/(1 + c²), the gate
 * of mish, and σ(±2s), its derivative. The same with s = log(1 + u): tanh(s) = u·(u + 2)/(u·(u + 2) + 2), the
 * gate of smish. Each is exact over the reals and no less accurate than its parts.
 */

import { boundOf } from '../bound.ts'
import { apply, constant, type Expr } from '../expr.ts'
import { simplify } from '../simplify.ts'
import { rewrite } from '../substitute.ts'

/** `expr`, simplified, with functions of logarithms replaced by functions of what they are taken of. */
export function withoutLogarithms(expr: Expr): Expr {
  return simplify(rewrite(expr, (node) => ofLogarithm(node) ?? node))
}

function ofLogarithm({ operation, args: [argument] }: Expr): Expr | undefined {
  if (!argument || (operation !== 'tanh' && operation !== 'sigmoid')) return undefined
  const { base, factor } = stripFactor(argument)
  const [inner] = base.args
  if (base.operation === 'softplus') return ofSoftplus(operation, factor, inner as Expr)
  if (base.operation === 'log1p') return ofLog1p(operation, factor, inner as Expr)
  return undefined
}

/** tanh(factor·softplus(x)), or σ of it. */
function ofSoftplus(operation: Outer, factor: number, x: Expr): Expr | undefined {
  const c = apply('sigmoid', x.neg())
  const square = c.mul(c)
  const reciprocal = constant(1).div(square.add(1))
  if (operation === 'tanh')
    return factor === 1 ? apply('sigmoid', x).mul(c.add(1)).mul(reciprocal) : undefined
  if (factor === 2) return reciprocal
  return factor === -2 ? square.mul(reciprocal) : undefined
}

/** tanh(factor·log(1 + u)), or σ of it, of a u whose square cannot overflow. */
function ofLog1p(operation: Outer, factor: number, u: Expr): Expr | undefined {
  if (boundOf(u) > LARGEST) return undefined
  const square = u.mul(u.add(2))
  const reciprocal = constant(1).div(square.add(2))
  if (operation === 'tanh') return factor === 1 ? square.mul(reciprocal) : undefined
  if (factor === 2) return square.add(1).mul(reciprocal)
  return factor === -2 ? reciprocal : undefined
}

type Outer = 'tanh' | 'sigmoid'

const LARGEST = 2 ** 50

/** factor·base, in the order in which `simplify` leaves signs and constants. */
function stripFactor(expr: Expr): { base: Expr; factor: number } {
  const [inner = expr] = expr.args
  const [sign, unsigned] = expr.operation === 'neg' ? [-1, inner] : [1, expr]
  const [base = unsigned, scale] = unsigned.args
  const scaled = unsigned.operation === 'mul' && scale?.operation === 'constant'
  return scaled ? { base, factor: sign * scale.value } : { base: unsigned, factor: sign }
}
