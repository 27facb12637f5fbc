/** NAdam: Adam that looks ahead, as Nesterov's momentum does. */

import { apply } from '../../expr/expr.ts'
import { argument, elementwise, input, type Node, type State, stateNode } from '../../graph/index.ts'
import { checkByName } from '../options.ts'
import type { Parameter } from '../parameter.ts'
import {
  Clock,
  checkFraction,
  checkLearningRate,
  checkNotNegative,
  checkPositive,
  flush,
  type LearningRate,
  Memory,
  meanSquare,
  type Optimizer,
  withPenalty,
} from './optimizer.ts'

export interface NAdamOptions {
  /** A number, or one for each step. Default: 0.002. */
  readonly lr?: LearningRate
  /** Decay of the first and the second moment. Default: [0.9, 0.999]. */
  readonly betas?: readonly [number, number]
  /** Default: 1e-8. */
  readonly eps?: number
  /** How fast the momentum of step t, β₁·(1 − ½·0.96^(t·momentumDecay)), nears β₁. Default: 0.004; 1 in Keras. */
  readonly momentumDecay?: number
  /** L2 penalty added to the gradient. Default: 0. */
  readonly weightDecay?: number
}

/** Dozat 2016 (Incorporating Nesterov momentum into Adam, ICLR workshop), as PyTorch 2 computes it. */
export class NAdam implements Optimizer {
  learningRate: LearningRate
  readonly #clock = new Clock()
  readonly #memory = new Memory()
  readonly #options: Required<Omit<NAdamOptions, 'lr'>>
  /** Of the momenta of all steps so far. */
  #product = 1

  constructor(options: NAdamOptions = {}) {
    checkByName('NAdam', options, '{ lr: 0.1 }')
    const { lr = 0.002, betas = [0.9, 0.999], eps = 1e-8, momentumDecay = 0.004, weightDecay = 0 } = options
    this.learningRate = checkLearningRate('NAdam', lr)
    for (const beta of betas) checkFraction('NAdam', 'betas', beta)
    this.#options = {
      betas,
      eps: checkPositive('NAdam', 'eps', eps),
      momentumDecay: checkNotNegative('NAdam', 'momentumDecay', momentumDecay),
      weightDecay: checkNotNegative('NAdam', 'weightDecay', weightDecay),
    }
  }

  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][] {
    const { betas, eps, weightDecay } = this.#options
    const [beta1, beta2] = betas
    const [p, m, v] = [argument(0), argument(2), argument(3)]
    const [ofGradient, ofMoment, secondScale] = [argument(4), argument(5), argument(6)]
    const g = withPenalty(argument(1), p, weightDecay)
    const first = flush(apply('mulAdd', m, beta1, g.mul(1 - beta1)))
    const second = meanSquare(v, g, beta2)
    const denominator = apply('mulAdd', apply('sqrt', second), secondScale, eps)
    const next = p.sub(ofGradient.mul(g).add(ofMoment.mul(first)).div(denominator))
    const scalars = ['nadam.ofGradient', 'nadam.ofMoment', 'nadam.secondScale'].map((name) => input(name, []))
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
    const { betas, momentumDecay } = this.#options
    const [beta1, beta2] = betas
    const { step, rate } = this.#clock.tick('NAdam', this.learningRate)
    const momentumOf = (t: number) => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay))
    const [now, after] = [momentumOf(step), momentumOf(step + 1)]
    this.#product *= now
    return {
      'nadam.ofGradient': (rate * (1 - now)) / (1 - this.#product),
      'nadam.ofMoment': (rate * after) / (1 - this.#product * after),
      'nadam.secondScale': 1 / Math.sqrt(1 - beta2 ** step),
    }
  }
}
