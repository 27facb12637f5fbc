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
  checkSmoothing,
  crossEntropy,
  crossLogs,
  huberLoss,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  smoothed,
  softCrossEntropy,
} from '../../nn/losses/index.ts'
import type { Tensor } from '../../nn/tensor.ts'

export interface Objective {
  /** What accuracy means beside it: nothing beside a loss of numbers, and nobody knows beside one of the user's own. */
  readonly accuracy:
    | 'sparseCategoricalAccuracy'
    | 'categoricalAccuracy'
    | 'binaryAccuracy'
    | 'none'
    | 'unknown'
  /** Of a loss of probabilities, the activation that makes them of logits. */
  readonly link?: 'softmax' | 'sigmoid'
  /** Per row, from the link's input. */
  readonly fromLogits?: Loss
  /** Per row, from the model's output. */
  readonly fromOutput: Loss
  /** Whether the model's output is what would go into the link. */
  readonly givesLogits?: boolean
}

interface LogitsOptions {
  /**
   * Whether the model gives logits, and its last layer no activation. The accuracy of yes and no then tells them apart
   * at 0, where Keras' does at 0.5. Default: false.
   */
  readonly fromLogits?: boolean
}

interface SmoothingOptions extends LogitsOptions {
  /** The share of each target that becomes the same for all classes, in [0, 1]. Default: 0. */
  readonly labelSmoothing?: number
}

/** The logarithms of probabilities that are kept 1e-7 away from 0 and 1, as in Keras. */
const BOUNDS = [Math.log(1e-7), Math.log1p(-1e-7)] as const

/** Losses with options; without any, their names do. */
export const losses = {
  /** Classes by numbers [rows]; outputs [rows, classes]. */
  sparseCategoricalCrossentropy: ({ fromLogits = false }: LogitsOptions = {}): Objective =>
    ofShares('sparseCategoricalAccuracy', 'softmax', fromLogits, {
      fromLogits: (z, target) => crossEntropy(z, target),
      fromShares: (p, target) => negativeLogLikelihood(logOf(sharesOf(p)), target),
      checkTarget: crossEntropy.checkTarget,
    }),
  /** Classes by shares of them [rows, classes], such as one 1 and zeros. */
  categoricalCrossentropy: ({ fromLogits = false, labelSmoothing = 0 }: SmoothingOptions = {}): Objective => {
    checkSmoothing(labelSmoothing)
    return ofShares('categoricalAccuracy', 'softmax', fromLogits, {
      fromLogits: (z, target) => softCrossEntropy(z, target, { labelSmoothing }),
      fromShares: (p, target) =>
        crossLogs(logOf(sharesOf(p)), smoothed(target, labelSmoothing, p.shape[1] as number)),
      checkTarget: checkShares,
    })
  },
  /** Yes and no, and shares in between: as many columns as outputs. */
  binaryCrossentropy: ({ fromLogits = false, labelSmoothing = 0 }: SmoothingOptions = {}): Objective => {
    checkSmoothing(labelSmoothing)
    return ofShares('binaryAccuracy', 'sigmoid', fromLogits, {
      fromLogits: (z, target) => binaryCrossEntropyWithLogits(z, smoothed(target, labelSmoothing, 2)),
      fromShares: (p, target) => binaryCrossEntropy(p, smoothed(target, labelSmoothing, 2), BOUNDS),
      checkTarget: checkShares,
    })
  },
  meanSquaredError: (): Objective => ({ accuracy: 'none', fromOutput: meanSquaredError }),
  meanAbsoluteError: (): Objective => ({ accuracy: 'none', fromOutput: meanAbsoluteError }),
  /** Squares up to an error of delta, and a straight line beyond. Default: 1. */
  huber: ({ delta = 1 }: { readonly delta?: number } = {}): Objective => ({
    accuracy: 'none',
    fromOutput: (output, target) => huberLoss(output, target, delta),
  }),
} as const

const SHORT = { mse: 'meanSquaredError', mae: 'meanAbsoluteError' } as const

export type LossName = keyof typeof losses | keyof typeof SHORT

/** The loss of this name, one with options, or one of the user's own, which takes what the model gives. */
export function objectiveOf(loss: LossName | Objective | Loss): Objective {
  if (typeof loss === 'function') return { accuracy: 'unknown', fromOutput: loss }
  if (typeof loss === 'object' && loss !== null) return loss
  const short: Readonly<Record<string, string>> = SHORT
  const known: Readonly<Record<string, () => Objective>> = losses
  const found = known[short[loss] ?? loss]
  if (found) return found()
  const names = [...Object.keys(losses), ...Object.keys(SHORT)]
  const near = typeof loss === 'string' ? nearestName(loss, names) : undefined
  throw new UsageError({
    where: 'compile',
    problem: loss === undefined ? 'no loss is given' : `there is no loss '${loss}'`,
    expected: `${names.join(', ')}, one of losses with options, or a function (output, target) => loss per row`,
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}

type PerRow = (output: Tensor, target: Tensor) => Tensor

/** A loss of probabilities, or of the logits that they are made of. */
function ofShares(
  accuracy: Objective['accuracy'],
  link: NonNullable<Objective['link']>,
  givesLogits: boolean,
  loss: {
    readonly fromLogits: PerRow
    readonly fromShares: PerRow
    readonly checkTarget: NonNullable<Loss['checkTarget']>
  },
): Objective {
  const { checkTarget } = loss
  const fromLogits = Object.assign(loss.fromLogits, { checkTarget })
  if (givesLogits) return { accuracy, link, fromOutput: fromLogits, givesLogits }
  return { accuracy, link, fromLogits, fromOutput: Object.assign(loss.fromShares, { checkTarget }) }
}

/** What Keras makes of outputs that need not add up to 1. */
function sharesOf(p: Tensor): Tensor {
  return p.div(p.sum({ dim: -1, keepdim: true }))
}

function logOf(p: Tensor): Tensor {
  return p.map((x) => apply('log', x).max(BOUNDS[0]).min(BOUNDS[1]))
}
