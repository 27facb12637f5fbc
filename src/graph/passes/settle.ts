/**
 * Settles in which arithmetic exact nodes are computed: from here on what they ask for is written in their
 * expressions, between `widen` and `narrow`, and gradients have been taken of the definitions.
 *
 * What float32 has exactly enough joins what else of an activation needs float64, its value or derivatives, where
 * that is cheaper, because they share an exponential: then a training step has other last bits of a value than a
 * prediction, within the bound.
 */

import { exact, inFloat64 } from '../../expr/approx/exact.ts'
import { costOfAll } from '../../expr/cost.ts'
import type { Expr } from '../../expr/expr.ts'
import { substitute } from '../../expr/substitute.ts'
import { argument } from '../build.ts'
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
  const wide = nodes.flatMap((other) => {
    const settled = exact(other.attributes.expr)
    return settled !== other.attributes.expr && readsTheSame(node, other)
      ? [overInputs(settled, other, node)]
      : []
  })
  return wide.length > 0 && costsLess(inFloat64(expr), expr, wide) ? inFloat64(expr) : expr
}

/** Whether all that one of them reads is read by the other: derivatives read fewer parameters than values, or more. */
function readsTheSame(a: Node, b: Node): boolean {
  const [fewer, more] = a.inputs.length < b.inputs.length ? [a, b] : [b, a]
  return fewer.inputs.every((input) => more.inputs.includes(input))
}

/** An expression over the inputs of `from` as one over those of `to`, and over further ones where `to` has fewer. */
function overInputs(expr: Expr, from: Node, to: Node): Expr {
  const inputs = [...new Set([...to.inputs, ...from.inputs])]
  const places = from.inputs.map((input, i) => [argument(i).name, argument(inputs.indexOf(input))] as const)
  return substitute(expr, new Map(places))
}

/** Whether beside others, with which it may share, one expression is cheaper than another. */
function costsLess(one: Expr, another: Expr, beside: readonly Expr[]): boolean {
  return costOfAll([one, ...beside]) < costOfAll([another, ...beside])
}
