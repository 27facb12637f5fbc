/** Reverse-mode differentiation: from a scalar back to the nodes asked for, by the rules in `ops.ts`. */

import { formatShape, OgeeError } from '../base/index.ts'
import { constant } from '../expr/expr.ts'
import { argument, elementwise } from './build.ts'
import { type Node, topological } from './node.ts'
import { gradientRule } from './ops.ts'

/**
 * The gradient of a scalar `loss` with respect to each of `wrt`: nodes of the same shapes, zeros where the
 * loss does not depend on one. Throws when the loss is not a scalar.
 */
export function gradients(loss: Node, wrt: readonly Node[]): Node[] {
  if (loss.shape.length > 0)
    throw new OgeeError({
      where: 'gradient',
      problem: 'only a scalar has a gradient',
      expected: 'a loss of shape []',
      got: formatShape(loss.shape),
      hint: 'Sum or average it over its axes first.',
    })
  const order = topological([loss])
  const active = dependents(order, new Set(wrt))
  const parts = new Map<Node, Node[]>([[loss, [elementwise(ONE, [])]]])
  for (const node of order.reverse()) {
    const incoming = parts.get(node)
    if (!incoming || !active.has(node)) continue
    const total = sum(incoming)
    parts.set(node, [total])
    gradientRule(node, total, (i) => active.has(node.inputs[i] as Node)).forEach((part, i) => {
      const target = node.inputs[i] as Node
      if (part && active.has(target)) parts.set(target, [...(parts.get(target) ?? []), part])
    })
  }
  return wrt.map((node) => sum(parts.get(node) ?? [elementwise(ZERO, [], node.shape)]))
}

const ZERO = constant(0)
const ONE = constant(1)

/** The nodes through which a gradient must flow: those that depend on one of `wrt`. */
function dependents(order: readonly Node[], wrt: ReadonlySet<Node>): Set<Node> {
  const active = new Set<Node>(wrt)
  for (const node of order) if (node.inputs.some((input) => active.has(input))) active.add(node)
  return active
}

function sum(parts: readonly Node[]): Node {
  return parts.reduce((a, b) => elementwise(argument(0).add(argument(1)), [a, b]))
}
