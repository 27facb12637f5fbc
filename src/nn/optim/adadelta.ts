/** Adadelta: steps as large as those before, by the size of gradients. */

import { argument, elementwise, input, type Node, type State, stateNode } from '../../graph/index.ts'
import { checkByName } from '../options.ts'
import type { Parameter } from '../parameter.ts'
import {
  Clock,
  checkFraction,
  checkLearningRate,
  checkNotNegative,
  checkPositive,
  type LearningRate,
  Memory,
  meanSquare,
  type Optimizer,
  withPenalty,
} from './optimizer.ts'

export interface AdadeltaOptions {
  /** A number, or one for each step. Default: 1. */
  readonly lr?: LearningRate
  /** Decay of both mean squares. Default: 0.9. */
  readonly rho?: number
  /** Default: 1e-6. */
  readonly eps?: number
  /** L2 penalty added to the gradient. Default: 0. */
  readonly weightDecay?: number
}

/** Zeiler 2012 (arXiv:1212.5701): v ← ρ·v + (1 − ρ)·g²; d = g·√(u + ε) / √(v + ε); u ← ρ·u + (1 − ρ)·d²; p ← p − lr·d. */
export class Adadelta implements Optimizer {
  learningRate: LearningRate
  readonly #clock = new Clock()
  readonly #memory = new Memory()
  readonly #rho: number
  readonly #eps: number
  readonly #weightDecay: number

  constructor(options: AdadeltaOptions = {}) {
    checkByName('Adadelta', options, '{ lr: 0.5 }')
    const { lr = 1, rho = 0.9, eps = 1e-6, weightDecay = 0 } = options
    this.learningRate = checkLearningRate('Adadelta', lr)
    this.#rho = checkFraction('Adadelta', 'rho', rho)
    this.#eps = checkPositive('Adadelta', 'eps', eps)
    this.#weightDecay = checkNotNegative('Adadelta', 'weightDecay', weightDecay)
  }

  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][] {
    const [p, rate, v, u] = [argument(0), argument(2), argument(3), argument(4)]
    const g = withPenalty(argument(1), p, this.#weightDecay)
    const square = meanSquare(v, g, this.#rho)
    const direction = g.mul(u.add(this.#eps).sqrt().div(square.add(this.#eps).sqrt()))
    const moved = meanSquare(u, direction, this.#rho)
    return parameters.flatMap((parameter, i): [State, Node][] => {
      const [squares, steps] = ['square', 'moved'].map((name) => this.#memory.of(parameter, name)) as [
        State,
        State,
      ]
      const scalar = input('adadelta.learningRate', [])
      const all = [parameter.node, gradients[i] as Node, scalar, stateNode(squares), stateNode(steps)]
      return [
        [squares, elementwise(square, all)],
        [steps, elementwise(moved, all)],
        [parameter.state, elementwise(p.sub(rate.mul(direction)), all)],
      ]
    })
  }

  step(): Record<string, number> {
    return { 'adadelta.learningRate': this.#clock.tick('Adadelta', this.learningRate).rate }
  }
}
