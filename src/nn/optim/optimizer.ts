/**
 * What optimisers have in common. An optimiser is a few scalar expressions: how a parameter and its moments change,
 * given the gradient. They are part of the compiled step; only what depends on the step's number comes from the host,
 * as scalars.
 */

import { OgeeError, sizeOf } from '../../base/index.ts'
import { apply, constant, type Expr, select } from '../../expr/expr.ts'
import type { Node, State } from '../../graph/index.ts'
import type { Parameter } from '../parameter.ts'

export interface Optimizer {
  /** A number, or one for each step, counted from 0. May be changed between epochs. */
  learningRate: LearningRate
  /** The new values of the parameters and of whatever the optimiser remembers about them. */
  updates(parameters: readonly Parameter[], gradients: readonly Node[]): [State, Node][]
  /** Counts a step, and gives the scalars that its updates read. Some hundred steps are asked for before they are made. */
  step(): Record<string, number>
}

/** See `schedules.ts` for some of the second kind. */
export type LearningRate = number | ((step: number) => number)

/** What an optimiser remembers about parameters; it outlives the programs it is compiled into. */
export class Memory {
  readonly #states = new Map<State, Map<string, State>>()

  /** `start` is what all of it is before the first step. */
  of({ state }: Parameter, purpose: string, start = 0): State {
    const known = this.#states.get(state) ?? new Map<string, State>()
    this.#states.set(state, known)
    const remembered = known.get(purpose) ?? {
      name: `${state.name}.${purpose}`,
      shape: state.shape,
      data: filled(sizeOf(state.shape), start),
    }
    known.set(purpose, remembered)
    return remembered
  }
}

/** Zeros are not written: memory for many of them comes from the host when it is touched, and not before. */
function filled(size: number, value: number): Float32Array {
  const numbers = new Float32Array(size)
  return value === 0 ? numbers : numbers.fill(value)
}

/** The steps of an optimiser, and the learning rate of each. */
export class Clock {
  #steps = 0

  /** The number of the step that begins, from 1, and its learning rate. */
  tick(where: string, learningRate: LearningRate): { step: number; rate: number } {
    const rate = typeof learningRate === 'number' ? learningRate : learningRate(this.#steps)
    return { step: ++this.#steps, rate: checkNotNegative(where, 'the learning rate', rate) }
  }
}

export function checkLearningRate(where: string, lr: LearningRate): LearningRate {
  return typeof lr === 'function' ? lr : checkPositive(where, 'lr', lr)
}

export function withPenalty(gradient: Expr, parameter: Expr, weightDecay: number): Expr {
  return weightDecay === 0 ? gradient : gradient.add(parameter.mul(weightDecay))
}

/**
 * What every step adds to a second moment, so that neither it nor the square of a tiny gradient is ever
 * subnormal. It settles at 2⁻¹¹⁰ and its root at 3e-17, far below any ε.
 */
const LEAST_SECOND = 2 ** -120

/** decay·moment + (1 − decay)·gradient², the running mean of squares that RMSprop divides by. */
export function meanSquare(moment: Expr, gradient: Expr, decay: number): Expr {
  const kept = apply('mulAdd', moment, decay, LEAST_SECOND)
  return apply('mulAdd', gradient.mul(1 - decay), gradient, kept)
}

/** decay·sum + gradient², which is 1 / (1 − decay) times their running mean. */
export function decayedSquares(sum: Expr, gradient: Expr, decay: number): Expr {
  return apply('mulAdd', gradient, gradient, apply('mulAdd', sum, decay, LEAST_SECOND))
}

/** The least normal float32. */
const LEAST_NORMAL = 2 ** -126

/**
 * Subnormal moments become 0. With a gradient of 0 (a dead unit) 0.9·m rounds back to m at 5.6e-45 and stays
 * there for ever, and arithmetic on subnormals is many times slower.
 */
export function flush(moment: Expr): Expr {
  return select(moment.abs().lt(LEAST_NORMAL), constant(0), moment)
}

export function checkPositive(where: string, name: string, value: number): number {
  return checkNumber(where, name, value, 'a number above 0', value > 0)
}

export function checkNotNegative(where: string, name: string, value: number): number {
  return checkNumber(where, name, value, 'a number of at least 0', value >= 0)
}

export function checkFraction(where: string, name: string, value: number): number {
  return checkNumber(where, name, value, 'a number in [0, 1)', value >= 0 && value < 1)
}

function checkNumber(where: string, name: string, value: number, expected: string, fits: boolean): number {
  if (fits && Number.isFinite(value)) return value
  throw new OgeeError({ where, problem: `${name} is out of range`, expected, got: `${value}` })
}
