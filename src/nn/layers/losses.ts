/**
 * PyTorch's losses as modules: `new CrossEntropyLoss().forward(logits, target)`, with its options by name. A trainer
 * takes them, too; it wants a loss for each row, `perRow`, and takes the mean itself.
 */

import { sizeOf, UsageError } from '../../base/index.ts'
import { contract, reshape } from '../../graph/index.ts'
import { F } from '../functional/index.ts'
import {
  type HuberOptions,
  isShares,
  type ReductionOptions,
  type SmoothL1Options,
} from '../functional/losses.ts'
import {
  type BinaryOptions,
  type ClassOptions,
  type CrossEntropyOptions,
  checkClasses,
  checkShares,
  countOf,
  type Loss,
} from '../losses/index.ts'
import { Module } from '../module.ts'
import { checkByName } from '../options.ts'
import { Tensor } from '../tensor.ts'

type Reduction = NonNullable<ReductionOptions['reduction']>
type Functional<Options> = (output: Tensor, target: Tensor, options?: Options & ReductionOptions) => Tensor

/** A loss that is a function of PyTorch's with its options fixed. */
export abstract class LossModule extends Module {
  readonly #reduced: (output: Tensor, target: Tensor, reduction: Reduction) => Tensor
  readonly #reduction: Reduction
  readonly #ofTargets: Pick<Loss, 'checkTarget' | 'countOf'>

  constructor(
    functional: Functional<object>,
    options: ReductionOptions,
    ofTargets: Pick<Loss, 'checkTarget' | 'countOf'> = {},
  ) {
    super()
    checkByName('loss', options, "{ reduction: 'sum' }")
    this.#reduced = (output, target, reduction) => functional(output, target, { ...options, reduction })
    this.#reduction = options.reduction ?? 'mean'
    this.#ofTargets = ofTargets
  }

  override forward(output: Tensor, target: Tensor): Tensor {
    return this.#reduced(output, target, this.#reduction)
  }

  /** Of rows one by one, as a trainer takes it. Throws where a sum is asked for: a trainer averages over rows. */
  get perRow(): Loss {
    if (this.#reduction === 'sum')
      throw new UsageError({
        where: this.label,
        problem: 'a trainer averages over the rows',
        expected: "reduction: 'mean'",
        got: "reduction: 'sum'",
      })
    const loss = (output: Tensor, target: Tensor) => meanOfRows(this.#reduced(output, target, 'none'))
    return Object.assign(loss, this.#ofTargets)
  }
}

/** The loss for each row that a trainer is given, by itself or as a module. */
export function lossPerRow(loss: Loss | LossModule): Loss {
  return loss instanceof LossModule ? loss.perRow : loss
}

/** [rows, …] → [rows, 1]. */
function meanOfRows({ node, shape: [rows = 1, ...inner] }: Tensor): Tensor {
  if (inner.length === 0) return new Tensor(contract('b->b_', node))
  return new Tensor(reshape(node, [rows, sizeOf(inner)])).mean({ dim: 1, keepdim: true })
}

/** Mean of (output − target)², for any one shape. */
export class MSELoss extends LossModule {
  constructor(options: ReductionOptions = {}) {
    super(F.mse_loss, options)
  }
}

/** Mean of |output − target|. */
export class L1Loss extends LossModule {
  constructor(options: ReductionOptions = {}) {
    super(F.l1_loss, options)
  }
}

/** Mean of ½·d² up to |d| = delta and delta·(|d| − ½·delta) beyond, d = output − target. */
export class HuberLoss extends LossModule {
  constructor(options: HuberOptions = {}) {
    super(F.huber_loss, options)
  }
}

/** Huber's loss divided by beta. */
export class SmoothL1Loss extends LossModule {
  constructor(options: SmoothL1Options = {}) {
    super(F.smooth_l1_loss, options)
  }
}

/** Yes or no by logits; targets from 0 to 1 of the same shape. */
export class BCEWithLogitsLoss extends LossModule {
  constructor(options: ReductionOptions & BinaryOptions = {}) {
    super(F.binary_cross_entropy_with_logits, options, { checkTarget: checkShares })
  }
}

/** Yes or no by probabilities; what rounding has made 0 or 1 costs at most 100. With logits: `BCEWithLogitsLoss`. */
export class BCELoss extends LossModule {
  constructor(options: ReductionOptions = {}) {
    super(F.binary_cross_entropy, options, { checkTarget: checkShares })
  }
}

/** Logits [rows, classes], and class numbers [rows] or shares of the classes [rows, classes]. */
export class CrossEntropyLoss extends LossModule {
  constructor(options: ReductionOptions & CrossEntropyOptions = {}) {
    super(F.cross_entropy, options, {
      checkTarget: (target, outputs, columns) =>
        columns === outputs && columns > 1
          ? checkShares(target)
          : checkClasses(target, outputs, options.ignoreIndex),
      countOf: (logits, target) =>
        isShares(target, logits) ? undefined : countOf(target, logits.shape[1] as number, options),
    })
  }
}

/** Logarithms of probabilities [rows, classes], as `LogSoftmax` gives them; class numbers [rows]. */
export class NLLLoss extends LossModule {
  constructor(options: ReductionOptions & ClassOptions = {}) {
    super(F.nll_loss, options, {
      checkTarget: (target, outputs) => checkClasses(target, outputs, options.ignoreIndex),
      countOf: (logs, target) => countOf(target, logs.shape[1] as number, options),
    })
  }
}
