/** Putting together and taking out the columns of tensors. */

import { normalizeAxis, OgeeError } from '../../base/index.ts'
import { concat, contract, slice } from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'

/** Tensors side by side along the last axis, which `dim` must name. */
export function cat(tensors: readonly Tensor[], { dim }: { readonly dim: number }): Tensor {
  const rank = tensors[0]?.shape.length ?? 1
  if (normalizeAxis('cat', dim, rank) !== rank - 1)
    throw new OgeeError({
      where: 'cat',
      problem: 'tensors are put together along the last axis alone',
      expected: `dim: -1 or ${rank - 1}`,
      got: `${dim}`,
    })
  return new Tensor(concat(tensors.map(({ node }) => node)))
}

/** One column of a matrix: [rows, columns] → [rows]. */
export function column(x: Tensor, index: number): Tensor {
  return new Tensor(contract('ba->b', slice(x.node, index, 1)))
}
