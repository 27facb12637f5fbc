/** Functions along an axis: softmax and its kin, and the putting together and taking out of columns. */

import { normalizeAxis, OgeeError } from '../../base/index.ts'
import { type Expr, select } from '../../expr/expr.ts'
import { concat, contract, detach, slice } from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'

export interface DimOptions {
  /** The axis to act along, counted from the front, or from the back when negative. */
  readonly dim: number
}

/** e^xᵢ / Σ e^xⱼ along `dim`: 0 at −∞, NaN where all are −∞. */
export function softmax(x: Tensor, { dim }: DimOptions): Tensor {
  const { exponentials, sum } = shifted(x, normalizeAxis('softmax', dim, x.shape.length))
  return exponentials.div(sum)
}

/** ln softmax: xᵢ − ln Σ e^xⱼ along `dim`, with the digits of differences however large the logits. */
export function logSoftmax(x: Tensor, { dim }: DimOptions): Tensor {
  const { differences, sum } = shifted(x, normalizeAxis('logSoftmax', dim, x.shape.length))
  return differences.sub(sum.log())
}

/** ln Σ e^xⱼ along `dim`, −∞ where all are −∞. */
export function logSumExp(x: Tensor, { dim, keepdim = false }: DimOptions & { keepdim?: boolean }): Tensor {
  const { sum, greatest } = shifted(x, normalizeAxis('logSumExp', dim, x.shape.length))
  const result = sum.log().add(greatest)
  return keepdim ? result : result.sum({ dim })
}

/** What a softmax is made of, along one axis. */
interface Shifted {
  /** The greatest element, detached: no gradient flows through the shift, since it cancels. 0 if it is ±∞. */
  readonly greatest: Tensor
  /** x − greatest, so that no exponential overflows. */
  readonly differences: Tensor
  readonly exponentials: Tensor
  /** Of the exponentials; the axis stays with extent 1. */
  readonly sum: Tensor
}

export function shifted(x: Tensor, dim: number): Shifted {
  const greatest = new Tensor(detach(x.max({ dim, keepdim: true }).map(orZero).node))
  const differences = x.sub(greatest)
  const exponentials = differences.exp()
  return { greatest, differences, exponentials, sum: exponentials.sum({ dim, keepdim: true }) }
}

/** ∞ − ∞ would be NaN where a shift by 0 gives the right sum: 0 or ∞. */
function orZero(greatest: Expr): Expr {
  return select(greatest.abs().lt(Number.POSITIVE_INFINITY), greatest, 0)
}

/** Tensors side by side along the last axis, which `dim` must name. */
export function cat(tensors: readonly Tensor[], { dim }: DimOptions): Tensor {
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
