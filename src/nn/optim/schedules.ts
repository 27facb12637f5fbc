/**
 * Learning rates that change with the step: functions of its number, from 0 on, for `lr` of any optimiser. They
 * remember nothing, and are asked some hundred steps ahead; what depends on a loss (a plateau) is the caller's, who sets `learningRate`.
 */

import { UsageError } from '../../base/index.ts'
import type { LearningRate } from './optimizer.ts'

type Schedule = (step: number) => number

interface DecayOptions {
  /** At the first step. */
  readonly lr: number
  /** Over how many steps. */
  readonly steps: number
}

interface RateOptions extends DecayOptions {
  readonly rate: number
  /** Whether it falls once every `steps` steps, not a little at each. Default: false. */
  readonly staircase?: boolean
}

/** lr·rate^(step / steps). With `staircase`, PyTorch's StepLR. */
export function exponentialDecay({ lr, steps, rate, staircase = false }: RateOptions): Schedule {
  checkSteps('exponentialDecay', steps)
  return (step) => lr * rate ** periods(step, steps, staircase)
}

/** lr / (1 + rate·step / steps). */
export function inverseTimeDecay({ lr, steps, rate, staircase = false }: RateOptions): Schedule {
  checkSteps('inverseTimeDecay', steps)
  return (step) => lr / (1 + rate * periods(step, steps, staircase))
}

/** From lr to `end` (default 0) along (1 − step / steps)^power (default 1, a straight line), and there it stays. */
export function polynomialDecay({
  lr,
  steps,
  end = 0,
  power = 1,
}: DecayOptions & { readonly end?: number; readonly power?: number }): Schedule {
  checkSteps('polynomialDecay', steps)
  return (step) => end + (lr - end) * (1 - Math.min(1, step / steps)) ** power
}

/** From lr to `end` (default 0) along half a cosine, and there it stays: Loshchilov & Hutter 2017, arXiv:1608.03983. */
export function cosineDecay({ lr, steps, end = 0 }: DecayOptions & { readonly end?: number }): Schedule {
  checkSteps('cosineDecay', steps)
  return (step) => cosine(lr, end, Math.min(1, step / steps))
}

/** `values[i]` up to and including step `boundaries[i]`, and the last of them, one more, from then on. */
export function piecewiseConstant(boundaries: readonly number[], values: readonly number[]): Schedule {
  if (values.length !== boundaries.length + 1)
    throw new UsageError({
      where: 'piecewiseConstant',
      problem: 'the number of values does not fit',
      expected: `${boundaries.length + 1}, one more than boundaries`,
      got: `${values.length}`,
    })
  return (step) => {
    const passed = boundaries.findIndex((boundary) => step <= boundary)
    return values.at(passed) as number
  }
}

/** In equal rises to the first rate of `after`, reached in `steps` steps; then `after` from its beginning. */
export function warmUp(steps: number, after: LearningRate): Schedule {
  checkSteps('warmUp', steps)
  const rate = (step: number) => (typeof after === 'number' ? after : after(step))
  return (step) => (step < steps ? (rate(0) * (step + 1)) / steps : rate(step - steps))
}

export interface OneCycleOptions {
  /** The greatest. */
  readonly lr: number
  /** Of the whole training. */
  readonly steps: number
  /** The share of steps that rise. Default: 0.3. */
  readonly rising?: number
  /** What the greatest is divided by at the beginning. Default: 25. */
  readonly divideFirst?: number
  /** What the first is divided by at the end. Default: 1e4. */
  readonly divideLast?: number
}

/** Up and down again along half cosines: Smith & Topin 2017 (arXiv:1708.07120), as PyTorch's OneCycleLR. */
export function oneCycle({
  lr,
  steps,
  rising = 0.3,
  divideFirst = 25,
  divideLast = 1e4,
}: OneCycleOptions): Schedule {
  checkSteps('oneCycle', steps)
  const first = lr / divideFirst
  const top = rising * steps - 1
  return (step) => {
    /** Where one step rises, it is at the top. */
    if (step <= top) return cosine(first, lr, top === 0 ? 1 : step / top)
    return cosine(lr, first / divideLast, Math.min(1, (step - top) / (steps - 1 - top)))
  }
}

function cosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2
}

function periods(step: number, steps: number, staircase: boolean): number {
  return staircase ? Math.floor(step / steps) : step / steps
}

function checkSteps(where: string, steps: number): void {
  if (steps > 0) return
  throw new UsageError({ where, problem: 'no such number of steps', expected: 'above 0', got: `${steps}` })
}
