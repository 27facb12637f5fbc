/** Functions along an axis: softmax and its kin, and the putting together and taking out of columns. */

import { normalizeAxis } from '../../base/index.ts'
import { apply } from '../../expr/expr.ts'
import {
  argument,
  concat,
  contract,
  detach,
  elementwise,
  maximum,
  type Node,
  slice,
} from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'

export interface DimOptions {
  /** The axis to act along, counted from the front, or from the back when negative. */
  readonly dim: number
}

/** e^xᵢ / Σ e^xⱼ along `dim`. Shifted by the maximum first, so that no logit overflows. */
export function softmax(x: Tensor, { dim }: DimOptions): Tensor {
  const { exponentials, sum } = shifted(x, dim)
  return new Tensor(elementwise(argument(0).div(argument(1)), [exponentials, sum]))
}

/** xᵢ − ln Σ e^xⱼ along `dim`. The maximum goes first: beside large logits the logarithm would be rounded away. */
export function logSoftmax(x: Tensor, { dim }: DimOptions): Tensor {
  const { sum, greatest } = shifted(x, dim)
  const value = argument(0)
    .sub(argument(1))
    .sub(apply('log', argument(2)))
  return new Tensor(elementwise(value, [x.node, greatest, sum]))
}

/** ln Σ e^xⱼ along `dim`, which stays with extent 1. */
export function logSumExp(x: Tensor, { dim }: DimOptions): Tensor {
  const { sum, greatest } = shifted(x, dim)
  return new Tensor(elementwise(apply('log', argument(0)).add(argument(1)), [sum, greatest]))
}

/** e^(x − max x) and its sum along an axis. No gradient flows through the shift: it cancels. */
export function shifted(x: Tensor, dim: number): { exponentials: Node; sum: Node; greatest: Node } {
  const axis = normalizeAxis('softmax', dim, x.shape.length)
  const greatest = detach(maximum(x.node, axis))
  const exponentials = elementwise(apply('exp', argument(0).sub(argument(1))), [x.node, greatest])
  const labels = x.shape.map((_, i) => String.fromCharCode(97 + i))
  const kept = labels.map((label, i) => (i === axis ? '_' : label))
  return { exponentials, sum: contract(`${labels.join('')}->${kept.join('')}`, exponentials), greatest }
}

/** Tensors side by side along the last axis. */
export function cat(tensors: readonly Tensor[]): Tensor {
  return new Tensor(concat(tensors.map(({ node }) => node)))
}

/** One column of a matrix: [rows, columns] → [rows]. */
export function column(x: Tensor, index: number): Tensor {
  return new Tensor(contract('ba->b', slice(x.node, index, 1)))
}
