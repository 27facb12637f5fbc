/** What activations along an axis have in common: scalar functions of nodes, sums along, parts of, and moves of an axis. */

import { formatShape, OgeeError } from '../../base/index.ts'
import type { Expr } from '../../expr/index.ts'
import { argument, contract, elementwise, type Node, slice } from '../../graph/index.ts'

/** A scalar function of nodes that broadcast against each other. */
export function pointwise(f: (...values: Expr[]) => Expr, ...nodes: readonly Node[]): Node {
  return elementwise(f(...nodes.map((_, i) => argument(i))), nodes)
}

/** The sum along an axis, which stays with extent 1. */
export function sumAlong(x: Node, axis: number): Node {
  const labels = labelsOf(x)
  return contract(`${labels.join('')}->${labels.with(axis, '_').join('')}`, x)
}

/** `act` along `axis`, for what can act along the last axis alone: moves the axis to the end and back. */
export function atEnd(x: Node, axis: number, act: (x: Node) => Node): Node {
  const last = x.shape.length - 1
  if (axis === last) return act(x)
  const labels = labelsOf(x)
  const moved = [...labels.toSpliced(axis, 1), labels[axis]].join('')
  const acted = act(contract(`${labels.join('')}->${moved}`, x))
  return contract(`${moved}->${labels.join('')}`, acted)
}

/** The first and the second half of the last axis. Throws where it has an odd extent. */
export function halves(where: string, x: Node): [Node, Node] {
  const half = checkDivides(where, x, 2)
  return [slice(x, 0, half), slice(x, half, half)]
}

/** How many groups of `size` the last axis holds. Throws where a part of one is left over. */
export function checkDivides(where: string, x: Node, size: number): number {
  const extent = x.shape.at(-1) as number
  if (extent % size === 0) return extent / size
  throw new OgeeError({
    where,
    problem: 'the axis does not divide into equal parts',
    expected: `an extent that is a multiple of ${size}`,
    got: `${extent} of ${formatShape(x.shape)}, with that axis last`,
  })
}

function labelsOf({ shape }: Node): string[] {
  return shape.map((_, axis) => String.fromCharCode(97 + axis))
}
