/** Stochastic gradient descent, with and without momentum. */

import { argument, elementwise, input, type Node, type State, stateNode } from '../../graph/index.ts'
import { checkByName } from '../options.ts'
import type { Parameter } from '../parameter.ts'
import {
  Clock,
  checkFraction,
  checkLearningRate,
  checkNotNegative,
  flush,
  type LearningRate,
  Memory,
  type Optimizer,
  withPenalty,
} from './optimizer.ts'

export interface SGDOptions {
  /** A number, or one for each step. Default: 0.01. */
  readonly lr?: LearningRate
  /** Default: 0. */
  readonly momentum?: number
  /** Nesterov's look ahead, for a momentum above 0. Default: false. */
  readonly nesterov?: boolean
  /** L2 penalty added to the gradient. Default: 0. */
  readonly weightDecay?: number
}

/** Stochastic gradient descent: b ← μ·b + g; p ← p − lr·b, with Nesterov's p ← p − lr·(g + μ·b). */
export class SGD implements Optimizer {
  learningRate: LearningRate
  readonly #clock = new Clock()
  readonly #memory = new Memory()
  readonly #momentum: number
  readonly #nesterov: boolean
  readonly #weightDecay: number

  constructor(options: SGDOptions = {}) {
    checkByName('SGD', options, '{ lr: 0.1 }')
    const { lr = 0.01, momentum = 0, nesterov = false, weightDecay = 0 } = options
    this.learningRate = checkLearningRate('SGD', lr)
    this.#momentum = checkFraction('SGD', 'momentum', momentum)
    this.#nesterov = nesterov
    this.#weightDecay = checkNotNegative('SGD', 'weightDecay', weightDecay)
  }

  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][] {
    const [p, rate, b] = [argument(0), argument(2), argument(3)]
    const g = withPenalty(argument(1), p, this.#weightDecay)
    return parameters.flatMap((parameter, i): [State, Node][] => {
      const inputs = [parameter.node, gradients[i] as Node, input('sgd.learningRate', [])]
      if (this.#momentum === 0) return [[parameter.state, elementwise(p.sub(rate.mul(g)), inputs)]]
      const velocity = this.#memory.of(parameter, 'velocity')
      const all = [...inputs, stateNode(velocity)]
      const next = flush(b.mul(this.#momentum).add(g))
      const direction = this.#nesterov ? g.add(next.mul(this.#momentum)) : next
      return [
        [velocity, elementwise(next, all)],
        [parameter.state, elementwise(p.sub(rate.mul(direction)), all)],
      ]
    })
  }

  step(): Record<string, number> {
    return { 'sgd.learningRate': this.#clock.tick('SGD', this.learningRate).rate }
  }
}
