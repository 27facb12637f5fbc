/**
 * What a loss is to a trainer: a number per row, [rows, 1], which the trainer averages over the rows that count. Losses
 * of whole tensors, with reductions, are PyTorch's functions in `functional/losses.ts`.
 */

import { formatShape, OgeeError, sameShape } from '../../base/index.ts'
import type { Expr } from '../../expr/expr.ts'
import { argument, elementwise, type Node } from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'

/** From outputs [rows, outputs] and targets [rows, columns] to a loss for each row, [rows, 1] or [rows]. */
export interface Loss {
  (output: Tensor, target: Tensor): Tensor
  /** Throws where targets, row-major, are none for so many outputs: they would be taken for something else. */
  readonly checkTarget?: (target: Float32Array, outputs: number, columns: number) => void
  /** What rows count for where a mean is taken: numbers of at least 0, [rows, 1]. Undefined: all for the same. */
  readonly countOf?: (output: Tensor, target: Tensor) => Tensor | undefined
}

/** What losses have from 0 to 1 as targets: shares, or yes and no. */
export function checkShares(target: Float32Array): void {
  const at = target.findIndex((value) => !(value >= 0 && value <= 1))
  if (at < 0) return
  throw new OgeeError({
    where: 'target',
    problem: 'not between no and yes',
    expected: 'numbers from 0 to 1',
    got: `${target[at]}`,
  })
}

/**
 * A function of output and target at each element, and of what else broadcasts against them. The two must agree in
 * shape: broadcast, they would be other pairs.
 */
export function elements(
  where: string,
  output: Tensor,
  target: Tensor,
  loss: (x: Expr, y: Expr, other: Expr) => Expr,
  ...others: readonly [] | readonly [Node]
): Tensor {
  if (sameShape(output.shape, target.shape)) {
    const expr = loss(argument(0), argument(1), argument(2))
    return new Tensor(elementwise(expr, [output.node, target.node, ...others]))
  }
  throw new OgeeError({
    where,
    problem: 'output and target differ in shape',
    got: `${formatShape(output.shape)} and ${formatShape(target.shape)}`,
  })
}

/** The mean of each row of a matrix, [rows, 1]. */
export function rowMeans(where: string, values: Tensor): Tensor {
  columnsOf(where, values)
  return values.mean({ dim: -1, keepdim: true })
}

/** The width of a matrix. Throws where it is none. */
export function columnsOf(where: string, x: Tensor): number {
  const [, width, ...more] = x.shape
  if (width !== undefined && more.length === 0) return width
  throw new OgeeError({
    where,
    problem: 'a matrix is needed',
    expected: '[rows, columns]',
    got: formatShape(x.shape),
  })
}
