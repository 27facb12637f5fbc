/**
 * Losses per row: [rows, 1]. The trainer averages them over the rows that count. Classification losses take
 * logits, never probabilities: the logarithm of a softmax is exact where that of a rounded one is −∞.
 */

import { shifted } from '../activations/vector/shifted.ts'
import { formatShape, OgeeError, sameShape } from '../base/index.ts'
import { apply, constant, type Expr, select } from '../expr/expr.ts'
import { argument, constantNode, contract, elementwise } from '../graph/index.ts'
import { Tensor } from './tensor.ts'

/** From outputs [rows, outputs] and targets [rows, columns] to a loss for each row, [rows, 1] or [rows]. */
export interface Loss {
  (output: Tensor, target: Tensor): Tensor
  /** Throws where targets, row-major, are none for so many outputs: they would be taken for something else. */
  readonly checkTarget?: (target: Float32Array, outputs: number) => void
}

export interface CrossEntropyOptions {
  /** The share of a row that all classes get in equal parts, in [0, 1]: Szegedy et al. 2016, §7. Default: 0. */
  readonly labelSmoothing?: number
}

/** Softmax cross-entropy: logits [rows, classes], target [rows, 1] of class numbers; ln Σexp − logit. */
export function crossEntropy(
  logits: Tensor,
  target: Tensor,
  { labelSmoothing = 0 }: CrossEntropyOptions = {},
): Tensor {
  columnsOf('crossEntropy', logits)
  const { differences, sum } = shifted(logits.node, 1)
  const picked = pickClass(new Tensor(differences), target)
  const total = new Tensor(sum).log()
  if (labelSmoothing === 0) return total.sub(picked)
  const mean = new Tensor(differences).mean({ dim: 1, keepdim: true })
  return total.sub(picked.mul(1 - labelSmoothing).add(mean.mul(labelSmoothing)))
}
crossEntropy.checkTarget = checkClasses

/** Class numbers for so many outputs: whole, and from 0 on. Others would be no class at all, and cost nothing. */
export function checkClasses(target: Float32Array, classes: number): void {
  const row = target.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value < classes))
  if (row < 0) return
  const got = target[row] as number
  throw new OgeeError({
    where: `target, row ${row}`,
    problem: 'there is no such class',
    expected: `a whole number from 0 to ${classes - 1}, one for each of ${classes} outputs`,
    got: `${got}`,
    ...(got === classes ? { hint: 'Classes are counted from 0.' } : {}),
  })
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
  return rowMeans('binaryCrossEntropyWithLogits', pointwise.binaryCrossEntropyWithLogits(logits, target))
}
binaryCrossEntropyWithLogits.checkTarget = checkShares

/** Shares from 0 to 1, or yes and no. */
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

/** Mean over the columns of (output − target)². */
export function meanSquaredError(output: Tensor, target: Tensor): Tensor {
  return rowMeans('meanSquaredError', pointwise.squaredError(output, target))
}

/** Mean over the columns of |output − target|. */
export function meanAbsoluteError(output: Tensor, target: Tensor): Tensor {
  return rowMeans('meanAbsoluteError', pointwise.absoluteError(output, target))
}

/** Mean over the columns of ½·d² up to |d| = delta and delta·(|d| − ½·delta) beyond, d = output − target. */
export function huberLoss(output: Tensor, target: Tensor, delta = 1): Tensor {
  return rowMeans('huberLoss', pointwise.huber(output, target, delta))
}

/** The losses element by element, for outputs and targets of any one shape. */
export const pointwise = {
  binaryCrossEntropyWithLogits: (logits: Tensor, target: Tensor): Tensor =>
    elements('binaryCrossEntropyWithLogits', logits, target, (z, y) => {
      const whenNot = constant(1).sub(y).mul(apply('softplus', z))
      return y.mul(apply('softplus', z.neg())).add(whenNot)
    }),
  squaredError: (output: Tensor, target: Tensor): Tensor =>
    elements('meanSquaredError', output, target, (x, y) => x.sub(y).mul(x.sub(y))),
  absoluteError: (output: Tensor, target: Tensor): Tensor =>
    elements('meanAbsoluteError', output, target, (x, y) => x.sub(y).abs()),
  huber: (output: Tensor, target: Tensor, delta = 1): Tensor =>
    elements('huberLoss', output, target, (x, y) => {
      const d = x.sub(y).abs()
      return select(d.le(delta), d.mul(d).mul(0.5), d.sub(delta / 2).mul(delta))
    }),
} as const

/** A function of output and target at each element. They must agree in shape: broadcast, they would be other pairs. */
function elements(where: string, output: Tensor, target: Tensor, loss: (x: Expr, y: Expr) => Expr): Tensor {
  if (sameShape(output.shape, target.shape))
    return new Tensor(elementwise(loss(argument(0), argument(1)), [output.node, target.node]))
  throw new OgeeError({
    where,
    problem: 'output and target differ in shape',
    got: `${formatShape(output.shape)} and ${formatShape(target.shape)}`,
  })
}

function rowMeans(where: string, values: Tensor): Tensor {
  columnsOf(where, values)
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
