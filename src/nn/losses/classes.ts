/**
 * Losses of classes, by logits or by logarithms of probabilities, never by probabilities: the logarithm of a softmax is
 * exact where that of a rounded one is −∞.
 */

import { shifted } from '../../activations/vector/shifted.ts'
import { formatShape, OgeeError, sameShape } from '../../base/index.ts'
import { constant, type Expr, select } from '../../expr/expr.ts'
import { argument, constantNode, contract, elementwise, type Node } from '../../graph/index.ts'
import { Tensor, tensor } from '../tensor.ts'
import { columnsOf, elements } from './loss.ts'

export interface ClassOptions {
  /**
   * What rows of each class count for, a number of at least 0 for each. Means are divided by the sum of what the rows
   * count for. Default: all the same.
   */
  readonly weight?: Tensor | readonly number[]
  /** A number in place of a class, whose rows count for nothing: −100 in PyTorch unless told otherwise. Default: none. */
  readonly ignoreIndex?: number
}

export interface CrossEntropyOptions extends ClassOptions {
  /** The share of a row that all classes get in equal parts, in [0, 1]: Szegedy et al. 2016, §7. Default: 0. */
  readonly labelSmoothing?: number
}

/** Softmax cross-entropy: logits [rows, classes], target [rows, 1] of class numbers; ln Σexp − logit. */
export function crossEntropy(logits: Tensor, target: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { labelSmoothing = 0, weight } = options
  checkSmoothing(labelSmoothing)
  const classes = columnsOf('crossEntropy', logits)
  const { differences, sum } = shifted(logits.node, 1)
  const total = new Tensor(sum).log()
  const own = weighed(total.sub(pickClass(new Tensor(differences), target)), target, classes, options)
  if (labelSmoothing === 0) return own
  const each = new Tensor(differences).sub(total).neg()
  const all = (weight ? each.mul(weightOf(weight, classes)) : each).mean({ dim: 1, keepdim: true })
  return own.mul(1 - labelSmoothing).add(notIgnored(all, target, options).mul(labelSmoothing))
}
crossEntropy.checkTarget = (target: Float32Array, classes: number) => checkClasses(target, classes)

/** The same for shares of the classes in place of a class number: logits and target [rows, classes]; −Σ share·ln p. */
export function softCrossEntropy(
  logits: Tensor,
  target: Tensor,
  { labelSmoothing = 0, weight }: Omit<CrossEntropyOptions, 'ignoreIndex'> = {},
): Tensor {
  const classes = columnsOf('crossEntropy', logits)
  const { differences, sum } = shifted(logits.node, 1)
  const logs = new Tensor(differences).sub(new Tensor(sum).log())
  const shares = smoothed(target, labelSmoothing, classes)
  return crossLogs(logs, weight ? shares.mul(weightOf(weight, classes)) : shares)
}

/** −Σ share·log over the columns of each row, [rows, 1]. A share of 0 costs nothing, even of a log of −∞. */
export function crossLogs(logs: Tensor, shares: Tensor): Tensor {
  const cost = (log: Expr, share: Expr) => select(share.eq(0), 0, share.mul(log).neg())
  return elements('crossEntropy', logs, shares, cost).sum({ dim: -1, keepdim: true })
}

/** Shares of so many columns, with part of each row in equal parts among them. */
export function smoothed(shares: Tensor, part: number, columns: number): Tensor {
  checkSmoothing(part)
  if (part === 0) return shares
  return shares.map((share) => share.mul(1 - part).add(part / columns))
}

/** Of logarithms of probabilities [rows, classes], that of the class, and from 0: target [rows, 1] of class numbers. */
export function negativeLogLikelihood(logs: Tensor, target: Tensor, options: ClassOptions = {}): Tensor {
  const classes = columnsOf('negativeLogLikelihood', logs)
  return weighed(pickClass(logs, target).neg(), target, classes, options)
}
negativeLogLikelihood.checkTarget = (target: Float32Array, classes: number) => checkClasses(target, classes)

/** What each row counts for in a mean, [rows, 1]; undefined where all count for the same. */
export function countOf(target: Tensor, classes: number, options: ClassOptions): Tensor | undefined {
  const { weight, ignoreIndex } = options
  if (!weight && ignoreIndex === undefined) return undefined
  const ones = new Tensor(elementwise(constant(1), [], target.shape))
  return weighed(ones, target, classes, options)
}

/** What each row costs, by what it counts for. */
function weighed(costs: Tensor, target: Tensor, classes: number, options: ClassOptions): Tensor {
  const { weight } = options
  if (!weight) return notIgnored(costs, target, options)
  const ofRow = picked(weightOf(weight, classes).node, target, classes)
  return notIgnored(costs.mul(ofRow), target, options)
}

/** 0 in place of what rows cost that are to be ignored. */
function notIgnored(costs: Tensor, target: Tensor, { ignoreIndex }: ClassOptions): Tensor {
  if (ignoreIndex === undefined) return costs
  const cost = select(argument(1).eq(ignoreIndex), 0, argument(0))
  return new Tensor(elementwise(cost, [costs.node, target.node]))
}

function weightOf(weight: Tensor | readonly number[], classes: number): Tensor {
  const weights = weight instanceof Tensor ? weight : tensor(weight)
  const isWeight = (value: number) => value >= 0 && Number.isFinite(value)
  const areWeights = weight instanceof Tensor || weight.every(isWeight)
  if (areWeights && sameShape(weights.shape, [classes])) return weights
  throw new OgeeError({
    where: 'weight',
    problem: 'a weight is needed for each class',
    expected: `${classes} numbers of at least 0`,
    got: areWeights ? formatShape(weights.shape) : `${weight}`,
  })
}

/** Class numbers for so many outputs: whole, and from 0 on. Others would be no class at all, and cost nothing. */
export function checkClasses(target: Float32Array, classes: number, ignoreIndex?: number): void {
  const isClass = (value: number) => Number.isInteger(value) && value >= 0 && value < classes
  const row = target.findIndex((value) => !(isClass(value) || value === ignoreIndex))
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

export function checkSmoothing(share: number): void {
  if (share >= 0 && share <= 1) return
  throw new OgeeError({
    where: 'labelSmoothing',
    problem: 'no share of a row',
    expected: 'a number from 0 to 1',
    got: `${share}`,
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
  return picked(x.node, target, classes)
}

/** Of what broadcasts to [rows, classes]. */
function picked(x: Node, target: Tensor, classes: number): Tensor {
  const numbers = constantNode(
    Array.from({ length: classes }, (_, i) => i),
    [1, classes],
  )
  const chosen = select(argument(1).eq(argument(2)), argument(0), 0)
  return new Tensor(contract('bc->b_', elementwise(chosen, [x, target.node, numbers])))
}
