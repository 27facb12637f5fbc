/**
 * Settles in which arithmetic exact nodes are computed: from here on what they ask for is written in their
 * expressions, between `widen` and `narrow`, and gradients have been taken of the definitions.
 *
 * A value that float32 has exactly enough joins its derivative in float64 where that is cheaper, because they
 * share an exponential: then a training step has other last bits of it than a prediction, within the bound.
 */

import { exact, inFloat64 } from '../../expr/approx/exact.ts'
import { costOfAll } from '../../expr/cost.ts'
import type { Expr } from '../../expr/expr.ts'
import { type Entry, rootsOf } from '../entry.ts'
import { type Node, type NodeOf, topological } from '../node.ts'
import { rebuild } from './share.ts'

export function settle(entry: Entry): Entry {
  const nodes = topological(rootsOf(entry)).filter(isExact)
  /** A node that is rebuilt over other inputs keeps its attributes. */
  const settled = new Map(nodes.map((node) => [node.attributes, settledBeside(node, nodes)] as const))
  return rebuild(entry, (node): Node => {
    const expr = isExact(node) && settled.get(node.attributes)
    return expr ? { ...node, attributes: { expr, exact: false } } : node
  })
}

function isExact(node: Node): node is NodeOf<'elementwise'> {
  return node.op === 'elementwise' && node.attributes.exact
}

/** The expression of `node`, given all exact nodes of its entry. */
function settledBeside(node: NodeOf<'elementwise'>, nodes: readonly NodeOf<'elementwise'>[]): Expr {
  const { expr } = node.attributes
  const own = exact(expr)
  if (own !== expr) return own
  const joins = nodes.some((other) => readsTheSame(node, other) && sharesMore(expr, other.attributes.expr))
  return joins ? inFloat64(expr) : expr
}

function readsTheSame(a: Node, b: Node): boolean {
  return a.inputs.length === b.inputs.length && a.inputs.every((input, i) => input === b.inputs[i])
}

/** Whether `expr` beside `other`, which needs float64, is cheaper there. */
function sharesMore(expr: Expr, other: Expr): boolean {
  const wide = exact(other)
  return wide !== other && costOfAll([inFloat64(expr), wide]) < costOfAll([expr, wide])
}
