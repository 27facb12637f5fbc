/**
 * Losses by Keras' names. Classification losses are computed from logits: when a model ends with the activation that
 * belongs to its loss, what goes into that activation is used; this is the same function, without the rounding that
 * turns a small probability into log 0.
 */

import { nearestName, UsageError } from '../../base/index.ts'
import { apply } from '../../expr/expr.ts'
import {
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  checkShares,
  crossEntropy,
  crossLogs,
  huberLoss,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  softCrossEntropy,
  type Tensor,
} from '../../nn/index.ts'

export interface Objective {
  /** The activation whose input the loss can take in place of its output. */
  readonly link?: 'softmax' | 'sigmoid'
  /** Per row, from the model's output — or from the link's input where there is one. */
  readonly fromLogits?: Loss
  readonly fromOutput: Loss
}

/** The logarithms of probabilities that are kept 1e-7 away from 0 and 1, as in Keras. */
const BOUNDS = [Math.log(1e-7), Math.log1p(-1e-7)] as const

const OBJECTIVES = {
  sparseCategoricalCrossentropy: {
    link: 'softmax',
    fromLogits: crossEntropy,
    fromOutput: checked(
      (p, target) => negativeLogLikelihood(logOf(sharesOf(p)), target),
      crossEntropy.checkTarget,
    ),
  },
  categoricalCrossentropy: {
    link: 'softmax',
    fromLogits: checked((z, target) => softCrossEntropy(z, target), checkShares),
    fromOutput: checked((p, target) => crossLogs(logOf(sharesOf(p)), target), checkShares),
  },
  binaryCrossentropy: {
    link: 'sigmoid',
    fromLogits: binaryCrossEntropyWithLogits,
    fromOutput: checked((p, target) => binaryCrossEntropy(p, target, BOUNDS), checkShares),
  },
  meanSquaredError: { fromOutput: meanSquaredError },
  mse: { fromOutput: meanSquaredError },
  meanAbsoluteError: { fromOutput: meanAbsoluteError },
  mae: { fromOutput: meanAbsoluteError },
  huber: { fromOutput: (output: Tensor, target: Tensor) => huberLoss(output, target) },
} as const satisfies Readonly<Record<string, Objective>>

export type LossName = keyof typeof OBJECTIVES

/** The loss of this name, or one of the user's own, which takes what the model gives. */
export function objectiveOf(loss: LossName | Loss): Objective {
  if (typeof loss === 'function') return { fromOutput: loss }
  const found = typeof loss === 'string' ? OBJECTIVES[loss] : undefined
  if (found) return found
  const names = Object.keys(OBJECTIVES)
  const near = typeof loss === 'string' ? nearestName(loss, names) : undefined
  throw new UsageError({
    where: 'compile',
    problem: loss === undefined ? 'no loss is given' : `there is no loss '${loss}'`,
    expected: `${names.join(', ')}, or a function (output, target) => loss per row`,
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}

function checked(
  loss: (output: Tensor, target: Tensor) => Tensor,
  checkTarget: NonNullable<Loss['checkTarget']>,
): Loss {
  return Object.assign(loss, { checkTarget })
}

/** What Keras makes of outputs that need not add up to 1. */
function sharesOf(p: Tensor): Tensor {
  return p.div(rowSum(p))
}

function logOf(p: Tensor): Tensor {
  return p.map((x) => apply('log', x).max(BOUNDS[0]).min(BOUNDS[1]))
}

function rowSum(x: Tensor): Tensor {
  return x.sum({ dim: -1, keepdim: true })
}
