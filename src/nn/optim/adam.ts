/** Adam, and AdamW with its decoupled decay. */

import { apply, constant } from '../../expr/expr.ts'
import { argument, elementwise, input, type Node, type State, stateNode } from '../../graph/index.ts'
import { checkByName } from '../options.ts'
import type { Parameter } from '../parameter.ts'
import {
  Clock,
  checkFraction,
  checkLearningRate,
  checkNotNegative,
  checkPositive,
  decayedSquares,
  flush,
  type LearningRate,
  Memory,
  type Optimizer,
  withPenalty,
} from './optimizer.ts'

export interface AdamOptions {
  /** A number, or one for each step. Default: 0.001. */
  readonly lr?: LearningRate
  /** Decay of the first and the second moment. Default: [0.9, 0.999]. */
  readonly betas?: readonly [number, number]
  /** Default: 1e-8. */
  readonly eps?: number
  /** Whether eps is the paper's ε̂, added before the second moment's root is corrected, as in Keras. Default: false. */
  readonly epsHat?: boolean
  /** L2 penalty added to the gradient in Adam, decoupled decay in AdamW. Default: 0; 0.01 in AdamW. */
  readonly weightDecay?: number
}

/**
 * Kingma & Ba 2015 (arXiv:1412.6980), algorithm 1, as PyTorch computes it, but for the moments' factors 1 − β: the
 * moments are kept as decayed sums, and the step's scalars make them means. That is two multiplications less a weight.
 */
export class Adam implements Optimizer {
  learningRate: LearningRate
  readonly #clock = new Clock()
  readonly #memory = new Memory()
  readonly #betas: readonly [number, number]
  readonly #eps: number
  readonly #epsHat: boolean
  /** Added to the gradient. */
  readonly #penalty: number
  /** Taken off the parameter itself. */
  readonly #decay: number

  constructor(options: AdamOptions = {}, decoupled = false) {
    checkByName('Adam', options, '{ lr: 0.1 }')
    const { lr = 0.001, betas = [0.9, 0.999], eps = 1e-8, epsHat = false, weightDecay = 0 } = options
    this.learningRate = checkLearningRate('Adam', lr)
    for (const beta of betas) checkFraction('Adam', 'betas', beta)
    this.#betas = betas
    this.#eps = checkPositive('Adam', 'eps', eps)
    this.#epsHat = epsHat
    checkNotNegative('Adam', 'weightDecay', weightDecay)
    this.#penalty = decoupled ? 0 : weightDecay
    this.#decay = decoupled ? weightDecay : 0
  }

  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][] {
    const [p, m, v] = [argument(0), argument(2), argument(3)]
    const [move, secondScale, kept] = [argument(4), argument(5), argument(6)]
    const g = withPenalty(argument(1), p, this.#penalty)
    const [beta1, beta2] = this.#betas
    const first = flush(apply('mulAdd', m, beta1, g))
    const second = decayedSquares(v, g, beta2)
    const root = apply('sqrt', second)
    const eps = this.#epsHat ? secondScale.mul(this.#eps / Math.sqrt(1 - beta2)) : constant(this.#eps)
    const denominator = apply('mulAdd', root, secondScale, eps)
    const next = apply('mulAdd', first.div(denominator), move, this.#decay === 0 ? p : p.mul(kept))
    const scalars = ['adam.move', 'adam.secondScale', 'adam.kept'].map((name) => input(name, []))
    return parameters.flatMap((parameter, i): [State, Node][] => {
      const firstMoment = this.#memory.of(parameter, 'first')
      const secondMoment = this.#memory.of(parameter, 'second')
      const moments = [stateNode(firstMoment), stateNode(secondMoment)]
      const all = [parameter.node, gradients[i] as Node, ...moments, ...scalars]
      return [
        [firstMoment, elementwise(first, all)],
        [secondMoment, elementwise(second, all)],
        [parameter.state, elementwise(next, all)],
      ]
    })
  }

  step(): Record<string, number> {
    const [beta1, beta2] = this.#betas
    const { step, rate } = this.#clock.tick('Adam', this.learningRate)
    return {
      'adam.move': (-rate * (1 - beta1)) / (1 - beta1 ** step),
      'adam.secondScale': Math.sqrt((1 - beta2) / (1 - beta2 ** step)),
      'adam.kept': 1 - rate * this.#decay,
    }
  }
}

/** Adam whose decay bypasses the moments: Loshchilov & Hutter 2019, arXiv:1711.05101. */
export class AdamW extends Adam {
  constructor(options: AdamOptions = {}) {
    checkByName('AdamW', options, '{ lr: 0.1 }')
    super({ weightDecay: 0.01, ...options }, true)
  }
}
