/** Losses of whole tensors in PyTorch's spelling: means of what `losses/` gives, or sums, or all of it. */

import { sameShape } from '../../base/index.ts'
import { contract } from '../../graph/index.ts'
import {
  absoluteErrors,
  type BinaryOptions,
  type ClassOptions,
  type CrossEntropyOptions,
  checkBreak,
  checkClasses,
  checkShares,
  countOf,
  crossEntropy,
  huberErrors,
  logitEntropies,
  negativeLogLikelihood,
  probabilityEntropies,
  softCrossEntropy,
  squaredErrors,
} from '../losses/index.ts'
import { Tensor } from '../tensor.ts'

export interface ReductionOptions {
  /** What becomes of the losses of all elements, or of all rows of classes. Default: 'mean'. */
  readonly reduction?: 'mean' | 'sum' | 'none'
}

export interface HuberOptions extends ReductionOptions {
  /** Where squares go over into a straight line. Default: 1. */
  readonly delta?: number
}

export interface SmoothL1Options extends ReductionOptions {
  /** Where squares go over into a straight line of slope 1. Default: 1. */
  readonly beta?: number
}

export const losses = {
  /** Logits [rows, classes], and class numbers [rows] or shares of the classes [rows, classes]. */
  cross_entropy: (
    logits: Tensor,
    target: Tensor,
    { reduction, ...options }: ReductionOptions & CrossEntropyOptions = {},
  ): Tensor => {
    if (isShares(target, logits)) {
      checkKnown(target, checkShares)
      return reduce(asRows(softCrossEntropy(logits, target, options)), reduction)
    }
    checkKnownClasses(logits, target, options)
    const column = asColumn(target)
    return meanOfClasses(crossEntropy(logits, column, options), logits, column, options, reduction)
  },
  /** Logarithms of probabilities [rows, classes], class numbers [rows]. */
  nll_loss: (
    logs: Tensor,
    target: Tensor,
    { reduction, ...options }: ReductionOptions & ClassOptions = {},
  ): Tensor => {
    checkKnownClasses(logs, target, options)
    const column = asColumn(target)
    return meanOfClasses(negativeLogLikelihood(logs, column, options), logs, column, options, reduction)
  },
  binary_cross_entropy_with_logits: (
    logits: Tensor,
    target: Tensor,
    { reduction, ...options }: ReductionOptions & BinaryOptions = {},
  ): Tensor => {
    checkKnown(target, checkShares)
    return reduce(logitEntropies(logits, target, options), reduction)
  },
  /** Probabilities in [0, 1], of which those that rounding has made 0 or 1 cost at most 100. */
  binary_cross_entropy: (
    probabilities: Tensor,
    target: Tensor,
    { reduction }: ReductionOptions = {},
  ): Tensor => {
    checkKnown(target, checkShares)
    return reduce(probabilityEntropies(probabilities, target), reduction)
  },
  mse_loss: (output: Tensor, target: Tensor, { reduction }: ReductionOptions = {}): Tensor =>
    reduce(squaredErrors(output, target), reduction),
  l1_loss: (output: Tensor, target: Tensor, { reduction }: ReductionOptions = {}): Tensor =>
    reduce(absoluteErrors(output, target), reduction),
  huber_loss: (output: Tensor, target: Tensor, { reduction, delta = 1 }: HuberOptions = {}): Tensor =>
    reduce(huberErrors(output, target, delta), reduction),
  /** Huber's loss divided by beta: ½·d²/beta up to |d| = beta, and |d| − ½·beta beyond. */
  smooth_l1_loss: (output: Tensor, target: Tensor, { reduction, beta = 1 }: SmoothL1Options = {}): Tensor => {
    checkBreak('smooth_l1_loss', 'beta', beta)
    return reduce(huberErrors(output, target, beta).mul(1 / beta), reduction)
  },
} as const

/** Whether a target gives shares of the classes, and not one class number to a row. */
export function isShares(target: Tensor, logits: Tensor): boolean {
  return sameShape(target.shape, logits.shape) && target.shape.at(-1) !== 1
}

function reduce(values: Tensor, reduction: ReductionOptions['reduction'] = 'mean'): Tensor {
  return reduction === 'none' ? values : reduction === 'sum' ? values.sum() : values.mean()
}

/** A mean over rows that need not count for the same is divided by what they count for. */
function meanOfClasses(
  costs: Tensor,
  { shape }: Tensor,
  target: Tensor,
  options: ClassOptions,
  reduction: ReductionOptions['reduction'] = 'mean',
): Tensor {
  const counts = countOf(target, shape.at(-1) ?? 0, options)
  if (counts && reduction === 'mean') return costs.sum().div(counts.sum())
  return reduce(asRows(costs), reduction)
}

/** Checks numbers that are known when the graph is built. */
function checkKnown({ node }: Tensor, check: (numbers: Float32Array) => void): void {
  if (node.op === 'constant') check(Float32Array.from(node.attributes.data))
}

function checkKnownClasses({ shape }: Tensor, target: Tensor, { ignoreIndex }: ClassOptions): void {
  checkKnown(target, (numbers) => checkClasses(numbers, shape.at(-1) ?? 0, ignoreIndex))
}

/** Class numbers [rows] as the column that losses per row take. */
function asColumn(target: Tensor): Tensor {
  return target.shape.length === 1 ? new Tensor(contract('b->b_', target.node)) : target
}

function asRows(column: Tensor): Tensor {
  return new Tensor(contract('ba->b', column.node))
}
