/** What large weights add to the loss, by Keras' names. */

import { nearestName, UsageError } from '../base/index.ts'
import type { Tensor } from '../nn/index.ts'

/** From weights to a number that is added to the loss: a tensor []. */
export type Penalty = (weights: Tensor) => Tensor

/** Factors are at least 0. */
export const regularizers = {
  /** factor·Σ|w|. */
  l1(factor = 0.01): Penalty {
    checkFactor('l1', factor)
    return (weights) => weights.abs().sum().mul(factor)
  },
  /** factor·Σw². */
  l2(factor = 0.01): Penalty {
    checkFactor('l2', factor)
    return (weights) => weights.mul(weights).sum().mul(factor)
  },
  /** Both, each with its factor. Default: 0. */
  l1l2({ l1 = 0, l2 = 0 }: { readonly l1?: number; readonly l2?: number } = {}): Penalty {
    const [first, second] = [regularizers.l1(l1), regularizers.l2(l2)]
    return (weights) => first(weights).add(second(weights))
  },
} as const

const NAMED = { l1: regularizers.l1(), l2: regularizers.l2() } as const

/** 'l1' or 'l2', one of `regularizers` with a factor, or a function of your own. */
export type Regularizer = keyof typeof NAMED | Penalty

export interface RegularizerOptions {
  /** What the weights add to the loss. Default: nothing. */
  readonly kernelRegularizer?: Regularizer
  /** What the bias adds to the loss. Default: nothing. */
  readonly biasRegularizer?: Regularizer
}

/** What a layer with such options adds to the loss once it has its weights. Throws at once where a name is unknown. */
export function penaltiesOf({ kernelRegularizer, biasRegularizer }: RegularizerOptions) {
  const [ofKernel, ofBias] = [penaltyOf(kernelRegularizer), penaltyOf(biasRegularizer)]
  return ({ weight, bias }: { readonly weight: Tensor; readonly bias: Tensor | undefined }) => [
    ...(ofKernel ? [() => ofKernel(weight)] : []),
    ...(ofBias && bias ? [() => ofBias(bias)] : []),
  ]
}

function penaltyOf(regularizer: Regularizer | undefined): Penalty | undefined {
  if (regularizer === undefined || typeof regularizer === 'function') return regularizer
  const found = NAMED[regularizer]
  if (found) return found
  const names = Object.keys(NAMED)
  const near = nearestName(regularizer, names)
  throw new UsageError({
    where: 'regularizer',
    problem: `there is no '${regularizer}'`,
    expected: `${names.join(', ')}, or a function`,
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}

function checkFactor(name: string, factor: number): void {
  if (factor >= 0 && Number.isFinite(factor)) return
  throw new UsageError({
    where: 'regularizer',
    problem: `${name} is out of range`,
    expected: 'a number of at least 0',
    got: `${factor}`,
  })
}
