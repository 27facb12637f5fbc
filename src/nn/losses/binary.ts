/** Losses of yes and no, by logits and by probabilities. Element by element first, then as means per row. */

import { OgeeError } from '../../base/index.ts'
import { apply, constant, type Expr } from '../../expr/expr.ts'
import { constantNode, elementwise, type Node } from '../../graph/index.ts'
import type { Tensor } from '../tensor.ts'
import { checkShares, elements, rowMeans } from './loss.ts'

export interface BinaryOptions {
  /** What yes counts for beside no: a number of at least 0, or one for each column. Default: 1. */
  readonly posWeight?: number | readonly number[]
}

/** posWeight·y·softplus(−z) + (1 − y)·softplus(z), which keeps its digits however sure the logit z is. */
export function logitEntropies(
  logits: Tensor,
  target: Tensor,
  { posWeight = 1 }: BinaryOptions = {},
): Tensor {
  const weight = weightNode(posWeight, logits.shape.at(-1) ?? 1)
  const loss = (z: Expr, y: Expr, w: Expr) => {
    const whenNot = constant(1).sub(y).mul(apply('softplus', z))
    return y.mul(w).mul(apply('softplus', z.neg())).add(whenNot)
  }
  return elements('binaryCrossEntropyWithLogits', logits, target, loss, weight)
}

/** Between what the logarithms of probabilities are kept. PyTorch's, so that what is 0 costs something finite. */
type Bounds = readonly [least: number, most: number]
const BOUNDS: Bounds = [-100, 0]

/**
 * −y·ln p − (1 − y)·ln(1 − p), with logarithms within bounds. Where they are reached the slope is 0: where there are
 * logits, take them.
 */
export function probabilityEntropies(probabilities: Tensor, target: Tensor, bounds = BOUNDS): Tensor {
  const kept = (log: Expr) => log.max(bounds[0]).min(bounds[1])
  return elements('binaryCrossEntropy', probabilities, target, (p, y) => {
    const [yes, no] = [kept(apply('log', p)), kept(apply('log1p', p.neg()))]
    return y.mul(yes).add(constant(1).sub(y).mul(no)).neg()
  })
}

/**
 * Yes or no by one logit z per column, target y between 0 and 1: the mean over the columns of
 * y·softplus(−z) + (1 − y)·softplus(z).
 */
export function binaryCrossEntropyWithLogits(logits: Tensor, target: Tensor): Tensor {
  return rowMeans('binaryCrossEntropyWithLogits', logitEntropies(logits, target))
}
binaryCrossEntropyWithLogits.checkTarget = checkShares

/** The same by one probability in [0, 1] per column: what rounding has made 0 or 1 costs 100, as in PyTorch. */
export function binaryCrossEntropy(probabilities: Tensor, target: Tensor, bounds = BOUNDS): Tensor {
  return rowMeans('binaryCrossEntropy', probabilityEntropies(probabilities, target, bounds))
}
binaryCrossEntropy.checkTarget = checkShares

function weightNode(weight: number | readonly number[], columns: number): Node {
  const each = typeof weight === 'number' ? [weight] : weight
  const fits = typeof weight === 'number' || each.length === columns
  if (fits && each.every((value) => value >= 0 && Number.isFinite(value)))
    return typeof weight === 'number' ? elementwise(constant(weight), []) : constantNode(each, [columns])
  throw new OgeeError({
    where: 'posWeight',
    problem: 'not a weight for each column',
    expected: `a number of at least 0, or ${columns} of them`,
    got: `${weight}`,
  })
}
