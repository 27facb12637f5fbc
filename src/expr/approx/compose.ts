/**
 * Compositions that are simpler than their parts. With s = softplus(x) and c = σ(−x), eˢ = 1/c, so functions
 * of eˢ need neither the logarithm in s nor an exponential of it: tanh(s) = σ(x)·(1 + c)/(1 + c²), the gate
 * of mish, and σ(±2s), its derivative. Each is exact over the reals and no less accurate than its parts.
 */

import { apply, constant, type Expr } from '../expr.ts'
import { simplify } from '../simplify.ts'
import { rewrite } from '../substitute.ts'

/** `expr`, simplified, with functions of softplus replaced by functions of the sigmoid. */
export function withoutLogarithms(expr: Expr): Expr {
  return simplify(rewrite(expr, (node) => ofSoftplus(node) ?? node))
}

function ofSoftplus({ operation, args: [argument] }: Expr): Expr | undefined {
  if (!argument || (operation !== 'tanh' && operation !== 'sigmoid')) return undefined
  const { base, factor } = stripFactor(argument)
  const x = base.operation === 'softplus' ? base.args[0] : undefined
  if (!x) return undefined
  const c = apply('sigmoid', x.neg())
  const square = c.mul(c)
  const reciprocal = constant(1).div(square.add(1))
  if (operation === 'tanh')
    return factor === 1 ? apply('sigmoid', x).mul(c.add(1)).mul(reciprocal) : undefined
  if (factor === 2) return reciprocal
  return factor === -2 ? square.mul(reciprocal) : undefined
}

/** factor·base, in the order in which `simplify` leaves signs and constants. */
function stripFactor(expr: Expr): { base: Expr; factor: number } {
  const [inner = expr] = expr.args
  const [sign, unsigned] = expr.operation === 'neg' ? [-1, inner] : [1, expr]
  const [base = unsigned, scale] = unsigned.args
  const scaled = unsigned.operation === 'mul' && scale?.operation === 'constant'
  return scaled ? { base, factor: sign * scale.value } : { base: unsigned, factor: sign }
}
