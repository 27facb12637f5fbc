/** Adagrad: gradients divided by the root of the sum of all their squares. */

import { apply } from '../../expr/expr.ts'
import { argument, elementwise, input, type Node, type State, stateNode } from '../../graph/index.ts'
import { checkByName } from '../options.ts'
import type { Parameter } from '../parameter.ts'
import {
  Clock,
  checkLearningRate,
  checkNotNegative,
  checkPositive,
  flush,
  type LearningRate,
  Memory,
  type Optimizer,
  withPenalty,
} from './optimizer.ts'

export interface AdagradOptions {
  /** A number, or one for each step. Default: 0.01. */
  readonly lr?: LearningRate
  /** Step t, from 0, has the rate lr / (1 + t·lrDecay). Default: 0. */
  readonly lrDecay?: number
  /** What the sum of squares starts from. Default: 0. */
  readonly initialAccumulatorValue?: number
  /** Default: 1e-10. */
  readonly eps?: number
  /** Whether eps is added to the sum of squares, as in Keras, and not to its root. Default: false. */
  readonly epsInRoot?: boolean
  /** L2 penalty added to the gradient. Default: 0. */
  readonly weightDecay?: number
}

/** Duchi, Hazan & Singer 2011 (JMLR 12): s ← s + g²; p ← p − lr·g / (√s + ε). */
export class Adagrad implements Optimizer {
  learningRate: LearningRate
  readonly #clock = new Clock()
  readonly #memory = new Memory()
  readonly #options: Required<Omit<AdagradOptions, 'lr'>>

  constructor(options: AdagradOptions = {}) {
    checkByName('Adagrad', options, '{ lr: 0.1 }')
    const { lr = 0.01, lrDecay = 0, initialAccumulatorValue = 0, eps = 1e-10 } = options
    this.learningRate = checkLearningRate('Adagrad', lr)
    this.#options = {
      lrDecay: checkNotNegative('Adagrad', 'lrDecay', lrDecay),
      initialAccumulatorValue: checkNotNegative(
        'Adagrad',
        'initialAccumulatorValue',
        initialAccumulatorValue,
      ),
      eps: checkPositive('Adagrad', 'eps', eps),
      epsInRoot: options.epsInRoot ?? false,
      weightDecay: checkNotNegative('Adagrad', 'weightDecay', options.weightDecay ?? 0),
    }
  }

  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][] {
    const { initialAccumulatorValue, eps, epsInRoot, weightDecay } = this.#options
    const [p, rate, s] = [argument(0), argument(2), argument(3)]
    const g = withPenalty(argument(1), p, weightDecay)
    const sum = flush(apply('mulAdd', g, g, s))
    const root = epsInRoot ? sum.add(eps).sqrt() : sum.sqrt().add(eps)
    const next = p.sub(rate.mul(g.div(root)))
    return parameters.flatMap((parameter, i): [State, Node][] => {
      const sums = this.#memory.of(parameter, 'squares', initialAccumulatorValue)
      const all = [parameter.node, gradients[i] as Node, input('adagrad.learningRate', []), stateNode(sums)]
      return [
        [sums, elementwise(sum, all)],
        [parameter.state, elementwise(next, all)],
      ]
    })
  }

  step(): Record<string, number> {
    const { step, rate } = this.#clock.tick('Adagrad', this.learningRate)
    return { 'adagrad.learningRate': rate / (1 + (step - 1) * this.#options.lrDecay) }
  }
}
