/** Several axes as one, and one as several. */

import { formatShape, normalizeAxis, OgeeError, type Shape, sizeOf } from '../../base/index.ts'
import { reshape } from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'

export interface FlattenOptions {
  /** Default: 0, the first axis. */
  readonly startDim?: number
  /** Default: −1, the last one. */
  readonly endDim?: number
}

/** The axes from `startDim` to `endDim` as one. */
export function flatten(x: Tensor, { startDim = 0, endDim = -1 }: FlattenOptions = {}): Tensor {
  const rank = x.shape.length
  const [start, end] = [normalizeAxis('flatten', startDim, rank), normalizeAxis('flatten', endDim, rank)]
  if (start > end)
    throw new OgeeError({
      where: 'flatten',
      problem: 'startDim comes after endDim',
      got: `${startDim} and ${endDim} of ${formatShape(x.shape)}`,
    })
  const merged = sizeOf(x.shape.slice(start, end + 1))
  return new Tensor(reshape(x.node, x.shape.toSpliced(start, end + 1 - start, merged)))
}

/** The axis `dim` as axes of these sizes, whose product is its extent. */
export function unflatten(x: Tensor, dim: number, sizes: Shape): Tensor {
  const axis = normalizeAxis('unflatten', dim, x.shape.length)
  if (sizeOf(sizes) !== x.shape[axis])
    throw new OgeeError({
      where: 'unflatten',
      problem: 'the sizes do not multiply to the extent of the axis',
      expected: `${x.shape[axis]}, the extent of axis ${axis} of ${formatShape(x.shape)}`,
      got: formatShape(sizes),
    })
  return new Tensor(reshape(x.node, x.shape.toSpliced(axis, 1, ...sizes)))
}
