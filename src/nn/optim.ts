/**
 * Optimisers as scalar expressions: how a parameter and its moments change, given the gradient. They are part
 * of the compiled step; only what depends on the step's number comes from the host, as scalars.
 */

import { OgeeError, sizeOf } from '../base/index.ts'
import { apply, constant, type Expr, select } from '../expr/expr.ts'
import { argument, elementwise, input, type Node, type State, stateNode } from '../graph/index.ts'
import type { Parameter } from './parameter.ts'

export interface Optimizer {
  /** May be changed between epochs. */
  learningRate: number
  /** The new values of the parameters and of whatever the optimiser remembers about them. */
  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][]
  /** Counts a step, and gives the scalars that its updates read. */
  step(): Record<string, number>
}

/** What an optimiser remembers about parameters; it outlives the programs it is compiled into. */
class Memory {
  readonly #states = new Map<State, Map<string, State>>()

  of({ state }: Parameter, purpose: string): State {
    const known = this.#states.get(state) ?? new Map<string, State>()
    this.#states.set(state, known)
    const remembered = known.get(purpose) ?? {
      name: `${state.name}.${purpose}`,
      shape: state.shape,
      data: new Float32Array(sizeOf(state.shape)),
    }
    known.set(purpose, remembered)
    return remembered
  }
}

export interface SGDOptions {
  /** Default: 0.01. */
  readonly lr?: number
  /** Default: 0. */
  readonly momentum?: number
  /** Nesterov's look ahead, for a momentum above 0. Default: false. */
  readonly nesterov?: boolean
  /** L2 penalty added to the gradient. Default: 0. */
  readonly weightDecay?: number
}

/** Stochastic gradient descent: b ← μ·b + g; p ← p − lr·b, with Nesterov's p ← p − lr·(g + μ·b). */
export class SGD implements Optimizer {
  learningRate: number
  readonly #memory = new Memory()
  readonly #momentum: number
  readonly #nesterov: boolean
  readonly #weightDecay: number

  constructor({ lr = 0.01, momentum = 0, nesterov = false, weightDecay = 0 }: SGDOptions = {}) {
    this.learningRate = checkPositive('SGD', 'lr', lr)
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
    return { 'sgd.learningRate': this.learningRate }
  }
}

export interface AdamOptions {
  /** Default: 0.001. */
  readonly lr?: number
  /** Decay of the first and the second moment. Default: [0.9, 0.999]. */
  readonly betas?: readonly [number, number]
  /** Default: 1e-8. */
  readonly eps?: number
  /** L2 penalty added to the gradient in Adam, decoupled decay in AdamW. Default: 0; 0.01 in AdamW. */
  readonly weightDecay?: number
}

/** Kingma & Ba 2015 (arXiv:1412.6980), algorithm 1, as PyTorch computes it. */
export class Adam implements Optimizer {
  learningRate: number
  readonly #memory = new Memory()
  #steps = 0
  readonly #betas: readonly [number, number]
  readonly #eps: number
  /** Added to the gradient. */
  readonly #penalty: number
  /** Taken off the parameter itself. */
  readonly #decay: number

  constructor(
    { lr = 0.001, betas = [0.9, 0.999], eps = 1e-8, weightDecay = 0 }: AdamOptions = {},
    decoupled = false,
  ) {
    this.learningRate = checkPositive('Adam', 'lr', lr)
    for (const beta of betas) checkFraction('Adam', 'betas', beta)
    this.#betas = betas
    this.#eps = checkPositive('Adam', 'eps', eps)
    checkNotNegative('Adam', 'weightDecay', weightDecay)
    this.#penalty = decoupled ? 0 : weightDecay
    this.#decay = decoupled ? weightDecay : 0
  }

  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][] {
    const [p, m, v] = [argument(0), argument(2), argument(3)]
    const [stepSize, secondScale, kept] = [argument(4), argument(5), argument(6)]
    const g = withPenalty(argument(1), p, this.#penalty)
    const [beta1, beta2] = this.#betas
    const first = flush(apply('mulAdd', m, beta1, g.mul(1 - beta1)))
    const second = apply('mulAdd', g.mul(1 - beta2), g, apply('mulAdd', v, beta2, LEAST_SECOND))
    const denominator = apply('mulAdd', apply('sqrt', second), secondScale, this.#eps)
    const next = (this.#decay === 0 ? p : p.mul(kept)).sub(stepSize.mul(first.div(denominator)))
    const scalars = ['adam.stepSize', 'adam.secondScale', 'adam.kept'].map((name) => input(name, []))
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
    this.#steps += 1
    return {
      'adam.stepSize': this.learningRate / (1 - beta1 ** this.#steps),
      'adam.secondScale': 1 / Math.sqrt(1 - beta2 ** this.#steps),
      'adam.kept': 1 - this.learningRate * this.#decay,
    }
  }
}

/** Adam whose decay bypasses the moments: Loshchilov & Hutter 2019, arXiv:1711.05101. */
export class AdamW extends Adam {
  constructor({ weightDecay = 0.01, ...options }: AdamOptions = {}) {
    super({ ...options, weightDecay }, true)
  }
}

function withPenalty(gradient: Expr, parameter: Expr, weightDecay: number): Expr {
  return weightDecay === 0 ? gradient : gradient.add(parameter.mul(weightDecay))
}

/**
 * What every step adds to a second moment, so that neither it nor the square of a tiny gradient is ever
 * subnormal. It settles at 2⁻¹¹⁰ and its root at 3e-17, far below any ε.
 */
const LEAST_SECOND = 2 ** -120

/** The least normal float32. */
const LEAST_NORMAL = 2 ** -126

/**
 * Subnormal moments become 0. With a gradient of 0 (a dead unit) 0.9·m rounds back to m at 5.6e-45 and stays
 * there for ever, and arithmetic on subnormals is many times slower.
 */
function flush(moment: Expr): Expr {
  return select(moment.abs().lt(LEAST_NORMAL), constant(0), moment)
}

function checkPositive(where: string, name: string, value: number): number {
  return checkNumber(where, name, value, 'a number above 0', value > 0)
}

function checkNotNegative(where: string, name: string, value: number): number {
  return checkNumber(where, name, value, 'a number of at least 0', value >= 0)
}

function checkFraction(where: string, name: string, value: number): number {
  return checkNumber(where, name, value, 'a number in [0, 1)', value >= 0 && value < 1)
}

function checkNumber(where: string, name: string, value: number, expected: string, fits: boolean): number {
  if (fits && Number.isFinite(value)) return value
  throw new OgeeError({ where, problem: `${name} is out of range`, expected, got: `${value}` })
}
