/** How large an expression can become, as far as its rows know. */

import type { Expr, Primitive } from './expr.ts'
import { PRIMITIVES } from './primitives.ts'
import { descend } from './substitute.ts'

const known = new WeakMap<Expr, number>()

/** A bound of |expr| wherever it is not NaN; ∞ where none is known. */
export function boundOf(expr: Expr): number {
  for (const node of descend([expr], known)) known.set(node, boundOfNode(node))
  return known.get(expr) ?? Number.POSITIVE_INFINITY
}

function boundOfNode(node: Expr): number {
  if (node.operation === 'constant') return Math.abs(node.value)
  if (node.operation === 'variable') return Number.POSITIVE_INFINITY
  const [a, b, c] = node.args.map((arg) => known.get(arg))
  const { bound } = PRIMITIVES[node.operation as Primitive]
  const value = bound?.(a as number, b as number, c as number) ?? Number.NaN
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value
}
