/**
 * What in float64 arithmetic is better computed otherwise than part by part. `composite` is asked about formulas,
 * `settled` about what they have been expanded to.
 */

import { boundOf } from '../../bound.ts'
import { constant, type Expr, type Operation, seldom } from '../../expr.ts'
import { isWide } from '../width.ts'
import { expandLog1pOfFraction } from './logarithm.ts'

export function composite(node: Expr): Expr | undefined {
  if (!isWide(node)) return undefined
  const [a] = node.args
  return node.operation === 'log1p' && isFraction(a as Expr) ? expandLog1pOfFraction(a as Expr) : undefined
}

const POSITIVE: ReadonlySet<Operation> = new Set<Operation>(['sigmoid', 'gaussian', 'normalPdf', 'normalCdf'])

/** Whether an expression lies between 0 and 1 everywhere, as far as is plain to see. */
function isFraction(expr: Expr): boolean {
  return POSITIVE.has(expr.operation) && boundOf(expr) <= 1
}

export function settled(node: Expr): Expr | undefined {
  if (!isWide(node)) return undefined
  const [a, b, c] = node.args as [Expr, Expr, Expr]
  if (node.operation === 'div') return quotient(a, b)
  return node.operation === 'select' ? rareChoice(a, b, c) : undefined
}

/**
 * a/b as a·(1/b), float64 having bits to spare: divisions are dear, derivatives divide by the same again, and so do
 * value and derivative. A constant factor of b goes into the other factor.
 */
function quotient(a: Expr, b: Expr): Expr | undefined {
  const [inner, factor] = b.operation === 'mul' ? b.args : []
  if (inner && factor?.operation === 'constant') return a.mul(constant(1).div(inner)).mul(1 / factor.value)
  return a.operation === 'constant' && a.value === 1 ? undefined : a.mul(constant(1).div(b))
}

/** Closer to 0 and farther from it, nearly no numbers of ordinary size lie. */
const CLOSE = 2 ** -8
const FAR = 2 ** 16

/** A choice by the size of a number, where one of the values is for the very small or the very large. */
function rareChoice(mask: Expr, small: Expr, large: Expr): Expr | undefined {
  const [size, limit] = mask.args
  if (size?.operation !== 'abs' || limit?.operation !== 'constant') return undefined
  if (limit.value <= CLOSE && isComputed(small)) return seldom(mask, small, large)
  /** NaN now takes the other way, and is NaN there too. */
  const beyond = mask.operation === 'lt' ? size.ge(limit) : size.gt(limit)
  return limit.value >= FAR && isComputed(large) ? seldom(beyond, large, small) : undefined
}

function isComputed({ args }: Expr): boolean {
  return args.length > 1
}
