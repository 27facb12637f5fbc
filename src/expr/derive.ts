/**
 * Symbolic differentiation, forwards over the shared graph: each node is differentiated once, whatever the
 * number of its users, and without recursion, so depth is no limit. The rules are the rows' tangents.
 */

import { constant, type Expr, type Primitive } from './expr.ts'
import { PRIMITIVES } from './primitives.ts'
import { type Operands, ZERO } from './row.ts'
import { descend } from './substitute.ts'

/**
 * ∂expr/∂variable, all other variables held. Not simplified; at kinks it takes PyTorch's side: max(x, 0)
 * has slope 0 at 0, a clipped value 0 at its edges, and a `select` the slope of the branch that it takes.
 */
export function derive(expr: Expr, variable: Expr): Expr {
  const tangents = new Map<Expr, Expr>([[variable, constant(1)]])
  for (const node of descend([expr])) {
    if (!tangents.has(node)) tangents.set(node, tangentOf(node, tangents))
  }
  return tangents.get(expr) ?? ZERO
}

function tangentOf(node: Expr, tangents: ReadonlyMap<Expr, Expr>): Expr {
  const parts = node.args.map((arg) => tangents.get(arg) ?? ZERO)
  if (parts.every((part) => part === ZERO)) return ZERO
  const row = PRIMITIVES[node.operation as Primitive]
  return row.tangent(operands(node.args), operands(parts), node)
}

/** Rows read only as many operands as they have; the rest is filled with the last. */
function operands([a = ZERO, b = a, c = b]: readonly Expr[]): Operands {
  return [a, b, c]
}
