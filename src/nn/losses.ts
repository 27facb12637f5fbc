/**
 * Losses per row: [rows, 1]. The trainer averages them over the rows that count. Classification losses take
 * logits, never probabilities: the logarithm of a softmax is exact where that of a rounded one is −∞.
 */

import { shifted } from '../activations/vector/shifted.ts'
import { formatShape, OgeeError, sameShape } from '../base/index.ts'
import { apply, constant, type Expr, select } from '../expr/expr.ts'
import { argument, constantNode, contract, elementwise } from '../graph/index.ts'
import { Tensor } from './tensor.ts'

export type Loss = (output: Tensor, target: Tensor) => Tensor

/** Softmax cross-entropy: logits [rows, classes], target [rows, 1] of class numbers; ln Σexp − logit. */
export function crossEntropy(logits: Tensor, target: Tensor): Tensor {
  columnsOf('crossEntropy', logits)
  const { differences, sum } = shifted(logits.node, 1)
  return new Tensor(sum).log().sub(pickClass(new Tensor(differences), target))
}

/** The entry of each row that its class number names, 0 where there is none: [rows, classes], [rows, 1] → [rows, 1]. */
export function pickClass(x: Tensor, target: Tensor): Tensor {
  const classes = columnsOf('pickClass', x)
  const [rows = 0] = x.shape
  if (!sameShape(target.shape, [rows, 1]))
    throw new OgeeError({
      where: 'target',
      problem: 'a class number per row is needed',
      expected: `${formatShape([rows, 1])} for ${formatShape(x.shape)}`,
      got: formatShape(target.shape),
    })
  const numbers = constantNode(
    Array.from({ length: classes }, (_, i) => i),
    [1, classes],
  )
  const chosen = select(argument(1).eq(argument(2)), argument(0), 0)
  return new Tensor(contract('bc->b_', elementwise(chosen, [x.node, target.node, numbers])))
}

/**
 * Yes or no by one logit z per column, target y between 0 and 1: the mean over the columns of
 * y·softplus(−z) + (1 − y)·softplus(z), which keeps its digits however sure the logit is.
 */
export function binaryCrossEntropyWithLogits(logits: Tensor, target: Tensor): Tensor {
  return pointwise('binaryCrossEntropyWithLogits', logits, target, (z, y) => {
    const whenNot = constant(1).sub(y).mul(apply('softplus', z))
    return y.mul(apply('softplus', z.neg())).add(whenNot)
  })
}

/** Mean over the columns of (output − target)². */
export function meanSquaredError(output: Tensor, target: Tensor): Tensor {
  return pointwise('meanSquaredError', output, target, (x, y) => x.sub(y).mul(x.sub(y)))
}

/** Mean over the columns of |output − target|. */
export function meanAbsoluteError(output: Tensor, target: Tensor): Tensor {
  return pointwise('meanAbsoluteError', output, target, (x, y) => x.sub(y).abs())
}

/** Mean over the columns of ½·d² up to |d| = delta and delta·(|d| − ½·delta) beyond, d = output − target. */
export function huberLoss(output: Tensor, target: Tensor, delta = 1): Tensor {
  return pointwise('huberLoss', output, target, (x, y) => {
    const d = x.sub(y).abs()
    return select(d.le(delta), d.mul(d).mul(0.5), d.sub(delta / 2).mul(delta))
  })
}

/** The mean over the columns of a function of output and target, which must agree in shape. */
function pointwise(where: string, output: Tensor, target: Tensor, loss: (x: Expr, y: Expr) => Expr): Tensor {
  columnsOf(where, output)
  if (!sameShape(output.shape, target.shape))
    throw new OgeeError({
      where,
      problem: 'output and target differ in shape',
      got: `${formatShape(output.shape)} and ${formatShape(target.shape)}`,
    })
  const values = new Tensor(elementwise(loss(argument(0), argument(1)), [output.node, target.node]))
  return values.mean({ dim: -1, keepdim: true })
}

function columnsOf(where: string, x: Tensor): number {
  const [, width, ...more] = x.shape
  if (width !== undefined && more.length === 0) return width
  throw new OgeeError({
    where,
    problem: 'a matrix is needed',
    expected: '[rows, columns]',
    got: formatShape(x.shape),
  })
}
