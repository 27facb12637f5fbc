/** Optimisers by Keras' names, with Keras' defaults and formulas where those differ from PyTorch's. */

import { nearestName, UsageError } from '../../base/index.ts'
import {
  Adadelta,
  Adagrad,
  Adam,
  AdamW,
  clipEachGradNorm,
  clipGradNorm,
  clipGradValue,
  type LearningRate,
  NAdam,
  type Optimizer,
  RMSprop,
  SGD,
  Tensor,
} from '../../nn/index.ts'

/** Limits on the gradients, of which at most one may be given. */
export interface ClipOptions {
  /** On the norm of each gradient. */
  readonly clipNorm?: number
  /** On the norm of all gradients together. */
  readonly globalClipNorm?: number
  /** On the size of each element. */
  readonly clipValue?: number
}

interface BaseOptions extends ClipOptions {
  /** A number, or a schedule. */
  readonly learningRate?: LearningRate
}

interface SGDOptions extends BaseOptions {
  /** Default: 0. */
  readonly momentum?: number
  /** Default: false. */
  readonly nesterov?: boolean
}

interface AdamOptions extends BaseOptions {
  /** Default: 0.9. */
  readonly beta1?: number
  /** Default: 0.999. */
  readonly beta2?: number
  /** Default: 1e-7. */
  readonly epsilon?: number
}

interface RMSpropOptions extends BaseOptions {
  /** Default: 0.9. */
  readonly rho?: number
  /** Default: 0. */
  readonly momentum?: number
  /** Default: 1e-7. */
  readonly epsilon?: number
}

interface AdagradOptions extends BaseOptions {
  /** What the sum of squares starts from. Default: 0.1. */
  readonly initialAccumulatorValue?: number
  /** Default: 1e-7. */
  readonly epsilon?: number
}

interface AdadeltaOptions extends BaseOptions {
  /** Default: 0.95. */
  readonly rho?: number
  /** Default: 1e-7. */
  readonly epsilon?: number
}

export const optimizers = {
  /** Default learning rate: 0.01. */
  sgd: ({ learningRate = 0.01, momentum = 0, nesterov = false, ...clip }: SGDOptions = {}): Optimizer =>
    clipped(new SGD({ lr: learningRate, momentum, nesterov }), clip),
  /** Default learning rate: 0.001. */
  adam: (options: AdamOptions = {}): Optimizer => clipped(new Adam(adamOptions(options)), options),
  /** Default learning rate: 0.001; weight decay: 0.004. */
  adamW: ({
    weightDecay = 0.004,
    ...options
  }: AdamOptions & { readonly weightDecay?: number } = {}): Optimizer =>
    clipped(new AdamW({ ...adamOptions(options), weightDecay }), options),
  /** Default learning rate: 0.001. */
  rmsprop: ({
    learningRate = 0.001,
    rho = 0.9,
    momentum = 0,
    epsilon = 1e-7,
    ...clip
  }: RMSpropOptions = {}): Optimizer =>
    clipped(new RMSprop({ lr: learningRate, alpha: rho, momentum, eps: epsilon, epsInRoot: true }), clip),
  /** Default learning rate: 0.001. */
  adagrad: ({
    learningRate = 0.001,
    initialAccumulatorValue = 0.1,
    epsilon = 1e-7,
    ...clip
  }: AdagradOptions = {}): Optimizer =>
    clipped(new Adagrad({ lr: learningRate, initialAccumulatorValue, eps: epsilon, epsInRoot: true }), clip),
  /** Default learning rate: 0.001. */
  adadelta: ({
    learningRate = 0.001,
    rho = 0.95,
    epsilon = 1e-7,
    ...clip
  }: AdadeltaOptions = {}): Optimizer => clipped(new Adadelta({ lr: learningRate, rho, eps: epsilon }), clip),
  /** Default learning rate: 0.001. */
  nadam: ({
    learningRate = 0.001,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-7,
    ...clip
  }: AdamOptions = {}): Optimizer =>
    clipped(new NAdam({ lr: learningRate, betas: [beta1, beta2], eps: epsilon, momentumDecay: 1 }), clip),
} as const

export type OptimizerName = keyof typeof optimizers

export function optimizerNamed(optimizer: OptimizerName | Optimizer): Optimizer {
  if (typeof optimizer === 'object') return optimizer
  const found = optimizers[optimizer]
  if (found) return found()
  const names = Object.keys(optimizers)
  const near = nearestName(optimizer, names)
  throw new UsageError({
    where: 'compile',
    problem: `there is no optimizer '${optimizer}'`,
    expected: `${names.join(', ')}, or an optimiser of ogee/nn`,
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}

function adamOptions({ learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamOptions) {
  return { lr: learningRate, betas: [beta1, beta2], eps: epsilon, epsHat: true } as const
}

/** An optimiser that is given gradients within limits. */
function clipped(optimizer: Optimizer, { clipNorm, globalClipNorm, clipValue }: ClipOptions): Optimizer {
  const limits = Object.entries({ clipNorm, globalClipNorm, clipValue }).filter(
    ([, limit]) => limit !== undefined,
  )
  if (limits.length > 1)
    throw new UsageError({
      where: 'optimizer',
      problem: 'more than one limit on the gradients',
      expected: 'one of clipNorm, globalClipNorm and clipValue',
      got: limits.map(([name]) => name).join(' and '),
    })
  const limited = (gradients: readonly Tensor[]): readonly Tensor[] => {
    if (clipNorm !== undefined) return clipEachGradNorm(gradients, clipNorm)
    if (globalClipNorm !== undefined) return clipGradNorm(gradients, globalClipNorm)
    return clipValue === undefined ? gradients : clipGradValue(gradients, clipValue)
  }
  return {
    get learningRate() {
      return optimizer.learningRate
    },
    set learningRate(rate) {
      optimizer.learningRate = rate
    },
    updates: (parameters, gradients) => {
      const given = limited(gradients.map((node) => new Tensor(node)))
      return optimizer.updates(
        parameters,
        given.map(({ node }) => node),
      )
    },
    step: () => optimizer.step(),
  }
}
