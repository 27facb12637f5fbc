/** Other shapes of the same numbers in order, as merges and splits: views, as long as rows stay rows. */

import { formatShape, OgeeError, type Shape, sizeOf } from '../base/index.ts'
import { contract, merge, split } from './build.ts'
import type { Node } from './node.ts'
import { UNIT } from './subscripts.ts'

/** The numbers in order under another shape, which must have room for just as many. */
export function reshape(x: Node, shape: Shape): Node {
  const isShape = shape.every((extent) => Number.isInteger(extent) && extent >= 1)
  if (!isShape || sizeOf(shape) !== sizeOf(x.shape))
    throw new OgeeError({
      where: 'reshape',
      problem: 'the numbers do not fill the shape',
      expected: `extents whose product is ${sizeOf(x.shape)}, for ${formatShape(x.shape)}`,
      got: formatShape(shape),
    })
  if (sizeOf(shape) === 1) return contract(`${units(x.shape)}->${units(shape)}`, x)
  /** The axes in front that stay as they are, rows above all. */
  const kept = shape.findIndex((extent, axis) => extent !== x.shape[axis])
  if (kept < 0) return x.shape.length === shape.length ? x : withoutUnits(x, shape.length)
  return kept < x.shape.length ? opened(mergedFrom(x, kept), shape, kept) : opened(split(x, 1), shape, kept)
}

function units(shape: Shape): string {
  return UNIT.repeat(shape.length)
}

/** The axes from `axis` on as one. */
function mergedFrom(x: Node, axis: number): Node {
  return x.shape.length > axis + 1 ? mergedFrom(merge(x, axis), axis) : x
}

/** The last axis of `x`, which is the one at `axis`, as those that `shape` has from there on. */
function opened(x: Node, shape: Shape, axis: number): Node {
  const rest = shape.slice(axis + 1)
  return rest.length === 0 ? x : opened(split(x, sizeOf(rest)), shape, axis + 1)
}

/** Without the axes of extent 1 that follow the first `rank`. */
function withoutUnits(x: Node, rank: number): Node {
  return x.shape.length > rank ? withoutUnits(merge(x), rank) : x
}
