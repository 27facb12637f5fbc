/** RMSprop: gradients divided by the root of their mean square. */

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

export interface RMSpropOptions {
  /** A number, or one for each step. Default: 0.01. */
  readonly lr?: LearningRate
  /** Decay of the mean square. Default: 0.99. */
  readonly alpha?: number
  /** Default: 1e-8. */
  readonly eps?: number
  /** Whether eps is added to the mean square, as in Keras, and not to its root. Default: false. */
  readonly epsInRoot?: boolean
  /** Default: 0. */
  readonly momentum?: number
  /** L2 penalty added to the gradient. Default: 0. */
  readonly weightDecay?: number
}

/** Tieleman & Hinton 2012: v ← α·v + (1 − α)·g²; b ← μ·b + g / (√v + ε); p ← p − lr·b. */
export class RMSprop implements Optimizer {
  learningRate: LearningRate
  readonly #clock = new Clock()
  readonly #memory = new Memory()
  readonly #options: Required<Omit<RMSpropOptions, 'lr'>>

  constructor(options: RMSpropOptions = {}) {
    checkByName('RMSprop', options, '{ lr: 0.1 }')
    const { lr = 0.01, alpha = 0.99, eps = 1e-8, epsInRoot = false, momentum = 0, weightDecay = 0 } = options
    this.learningRate = checkLearningRate('RMSprop', lr)
    this.#options = {
      alpha: checkFraction('RMSprop', 'alpha', alpha),
      eps: checkPositive('RMSprop', 'eps', eps),
      epsInRoot,
      momentum: checkFraction('RMSprop', 'momentum', momentum),
      weightDecay: checkNotNegative('RMSprop', 'weightDecay', weightDecay),
    }
  }

  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][] {
    const { alpha, eps, epsInRoot, momentum, weightDecay } = this.#options
    const [p, rate, v, b] = [argument(0), argument(2), argument(3), argument(4)]
    const g = withPenalty(argument(1), p, weightDecay)
    const square = meanSquare(v, g, alpha)
    const root = epsInRoot ? square.add(eps).sqrt() : square.sqrt().add(eps)
    const direction = g.div(root)
    const velocity = flush(b.mul(momentum).add(direction))
    return parameters.flatMap((parameter, i): [State, Node][] => {
      const squares = this.#memory.of(parameter, 'square')
      const inputs = [parameter.node, gradients[i] as Node, input('rmsprop.learningRate', [])]
      const all = [...inputs, stateNode(squares)]
      const squared: [State, Node] = [squares, elementwise(square, all)]
      if (momentum === 0) return [squared, [parameter.state, elementwise(p.sub(rate.mul(direction)), all)]]
      const velocities = this.#memory.of(parameter, 'velocity')
      all.push(stateNode(velocities))
      return [
        squared,
        [velocities, elementwise(velocity, all)],
        [parameter.state, elementwise(p.sub(rate.mul(velocity)), all)],
      ]
    })
  }

  step(): Record<string, number> {
    return { 'rmsprop.learningRate': this.#clock.tick('RMSprop', this.learningRate).rate }
  }
}
