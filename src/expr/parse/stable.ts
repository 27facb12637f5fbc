/**
 * Formulas as textbooks write them, in the forms that keep their digits: 1/(1 + e⁻ˣ) is σ(x), log(1 + eˣ) is
 * softplus(x), 1 + tanh is a sigmoid. Equal over the reals; in floating point, without ∞/∞ and without the
 * cancellation that makes tails 0. For what a person wrote: an expression built from primitives means what it says.
 */

import { apply, type Expr, type Operation } from '../expr.ts'
import { simplify } from '../simplify.ts'
import { rewrite } from '../substitute.ts'
import { product } from './product.ts'

/** The same function over the reals, simplified. */
export function stabilise(expr: Expr): Expr {
  return simplify(rewrite(simplify(expr), (node) => RULES[node.operation]?.(node) ?? node))
}

/** Each sees its operands rewritten, and constants where `simplify` leaves them: last. */
const RULES: { readonly [O in Operation]?: (node: Expr) => Expr | undefined } = {
  add: ({ args: [a, b] }) => (isOne(b) ? onePlus(a as Expr, 1) : undefined),
  sub: ({ args: [a, b] }) => {
    if (isOne(b) && a?.operation === 'exp') return apply('expm1', a.args[0] as Expr)
    return isOne(a) ? onePlus(b as Expr, -1) : undefined
  },
  mul: ({ args: [a, b] }) => product(a as Expr, b as Expr),
  div: ({ args: [a, b] }) => quotient(a as Expr, b as Expr),
  exp: ({ args: [u] }) => {
    const [square] = u?.operation === 'neg' ? u.args : []
    const isSquare = square?.operation === 'mul' && square.args[0] === square.args[1]
    return isSquare ? apply('gaussian', square.args[0] as Expr) : undefined
  },
  log: ({ args: [u] }) => {
    const [v, one] = u?.operation === 'add' ? u.args : []
    if (u?.operation === 'sigmoid') return softplus((u.args[0] as Expr).neg()).neg()
    if (!v || !isOne(one)) return undefined
    return v.operation === 'exp' ? softplus(v.args[0] as Expr) : apply('log1p', v)
  },
}

/** 1 ± f(u). */
function onePlus({ operation, args: [u] }: Expr, sign: 1 | -1): Expr | undefined {
  if (!u) return undefined
  const signed = sign === 1 ? u : u.neg()
  if (operation === 'tanh') return apply('sigmoid', signed.mul(2)).mul(2)
  if (operation === 'erf') return apply('erfc', signed.neg())
  if (sign === -1 && operation === 'sigmoid') return apply('sigmoid', signed)
  return sign === -1 && operation === 'exp' ? apply('expm1', u).neg() : undefined
}

/** a/(1 + eᵘ) = a·σ(−u), and what else has a name. */
function quotient(a: Expr, b: Expr): Expr | undefined {
  const [u, v] = b.args
  if (b.operation !== 'add' || !u || !v) return undefined
  if (isOne(v) && u.operation === 'abs' && u.args[0] === a) return apply('softsign', a)
  if (isOne(v) && u.operation === 'exp') {
    const exponent = u.args[0] as Expr
    if (a === u) return apply('sigmoid', exponent)
    const closing = apply('sigmoid', exponent.neg())
    return isOne(a) ? closing : product(a, closing)
  }
  const [first, second] = a.operation === 'sub' ? a.args : []
  const isTanh = u.operation === 'exp' && v.operation === 'exp' && isNegative(u.args[0], v.args[0])
  const sameTerms = (u === first && v === second) || (u === second && v === first)
  return isTanh && sameTerms && first ? apply('tanh', first.args[0] as Expr) : undefined
}

function isNegative(a: Expr | undefined, b: Expr | undefined): boolean {
  return (a?.operation === 'neg' && a.args[0] === b) || (b?.operation === 'neg' && b.args[0] === a)
}

function softplus(u: Expr): Expr {
  return apply('softplus', u)
}

function isOne(expr: Expr | undefined): boolean {
  return expr?.operation === 'constant' && expr.value === 1
}
