/** Losses of whole tensors in PyTorch's spelling: means of what `losses.ts` gives, or sums, or all of it. */

import { contract } from '../../graph/index.ts'
import { type CrossEntropyOptions, checkClasses, crossEntropy, pickClass, pointwise } from '../losses.ts'
import { Tensor } from '../tensor.ts'

export interface ReductionOptions {
  /** What becomes of the losses of all elements, or of all rows of classes. Default: 'mean'. */
  readonly reduction?: 'mean' | 'sum' | 'none'
}

export const losses = {
  /** Logits [rows, classes], class numbers [rows]. */
  cross_entropy: (
    logits: Tensor,
    target: Tensor,
    { reduction, ...options }: ReductionOptions & CrossEntropyOptions = {},
  ): Tensor => {
    checkKnownClasses(logits, target)
    return reduce(asRows(crossEntropy(logits, asColumn(target), options)), reduction)
  },
  /** Logarithms of probabilities [rows, classes], class numbers [rows]. */
  nll_loss: (logProbabilities: Tensor, target: Tensor, { reduction }: ReductionOptions = {}): Tensor => {
    checkKnownClasses(logProbabilities, target)
    return reduce(asRows(pickClass(logProbabilities, asColumn(target)).neg()), reduction)
  },
  binary_cross_entropy_with_logits: (
    logits: Tensor,
    target: Tensor,
    { reduction }: ReductionOptions = {},
  ): Tensor => reduce(pointwise.binaryCrossEntropyWithLogits(logits, target), reduction),
  mse_loss: (output: Tensor, target: Tensor, { reduction }: ReductionOptions = {}): Tensor =>
    reduce(pointwise.squaredError(output, target), reduction),
  l1_loss: (output: Tensor, target: Tensor, { reduction }: ReductionOptions = {}): Tensor =>
    reduce(pointwise.absoluteError(output, target), reduction),
  huber_loss: (
    output: Tensor,
    target: Tensor,
    { reduction, delta = 1 }: ReductionOptions & { readonly delta?: number } = {},
  ): Tensor => reduce(pointwise.huber(output, target, delta), reduction),
} as const

function reduce(values: Tensor, reduction: ReductionOptions['reduction'] = 'mean'): Tensor {
  return reduction === 'none' ? values : reduction === 'sum' ? values.sum() : values.mean()
}

/** Class numbers that are known when the graph is built. */
function checkKnownClasses({ shape }: Tensor, { node }: Tensor): void {
  if (node.op === 'constant') checkClasses(Float32Array.from(node.attributes.data), shape.at(-1) ?? 0)
}

/** Class numbers [rows] as the column that losses per row take. */
function asColumn(target: Tensor): Tensor {
  return target.shape.length === 1 ? new Tensor(contract('b->b_', target.node)) : target
}

function asRows(column: Tensor): Tensor {
  return new Tensor(contract('ba->b', column.node))
}
