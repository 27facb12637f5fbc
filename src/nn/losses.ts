/**
 * Losses per row: [rows, 1]. The trainer averages them over the rows that count. Classification losses take
 * logits, never probabilities: the logarithm of a softmax is exact where that of a rounded one is −∞.
 */

import { OgeeError } from '../base/index.ts'
import { apply, select } from '../expr/expr.ts'
import { argument, constantNode, contract, elementwise } from '../graph/index.ts'
import { shifted } from './functional/normalize.ts'
import { Tensor } from './tensor.ts'

export type Loss = (output: Tensor, target: Tensor) => Tensor

/**
 * Softmax cross-entropy: logits [rows, classes], target [rows, 1] of class numbers; ln Σexp − logit. Differences
 * to the greatest logit come first: beside large logits the logarithm would be rounded away.
 */
export function crossEntropy(logits: Tensor, target: Tensor): Tensor {
  const { sum, greatest } = shifted(logits, -1)
  const value = apply('log', argument(0)).add(argument(1).sub(argument(2)))
  return new Tensor(elementwise(value, [sum, greatest, pickClass(logits, target).node]))
}

/** The entry of each row that its class number names: [rows, classes], [rows, 1] → [rows, 1]. */
export function pickClass(x: Tensor, target: Tensor): Tensor {
  const classes = checkRank2('crossEntropy', x)
  const numbers = constantNode(
    Array.from({ length: classes }, (_, i) => i),
    [1, classes],
  )
  const chosen = select(argument(1).eq(argument(2)), argument(0), 0)
  return new Tensor(contract('bc->b_', elementwise(chosen, [x.node, target.node, numbers])))
}

/** Two classes by one logit [rows, 1], target 0 or 1: softplus(z) − y·z (stable for any z). */
export function binaryCrossEntropyWithLogits(logits: Tensor, target: Tensor): Tensor {
  checkRank2('binaryCrossEntropyWithLogits', logits)
  const [z, y] = [argument(0), argument(1)]
  return rowMean(new Tensor(elementwise(apply('softplus', z).sub(y.mul(z)), [logits.node, target.node])))
}

/** Mean over the columns of (output − target)². */
export function meanSquaredError(output: Tensor, target: Tensor): Tensor {
  checkRank2('meanSquaredError', output)
  const difference = output.sub(target)
  return rowMean(difference.mul(difference))
}

function rowMean(x: Tensor): Tensor {
  return x.mean({ dim: -1, keepdim: true })
}

function checkRank2(where: string, x: Tensor): number {
  const [, width, ...more] = x.shape
  if (width !== undefined && more.length === 0) return width
  throw new OgeeError({ where, problem: 'an output of shape [rows, columns] is needed', got: `[${x.shape}]` })
}
