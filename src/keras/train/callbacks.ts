/** What to do after an epoch, by Keras' names: stop early, and change the learning rate. */

import { nearestName, UsageError } from '../../base/index.ts'
import type { Tensor } from '../../nn/index.ts'
import type { Callback, Logs, Training } from './history.ts'

interface MonitorOptions {
  /** What is watched. Default: 'val_loss'. */
  readonly monitor?: string
  /** Epochs without a better value before something is done. Default: 0, in reduceLROnPlateau 10. */
  readonly patience?: number
  /** By how much a value must be better than the best. Default: 0, in reduceLROnPlateau 1e-4. */
  readonly minDelta?: number
  /** Whether less is better, or more. Default: more for an accuracy, less for anything else. */
  readonly mode?: 'min' | 'max'
}

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Whether the weights of the best epoch are put back at the end. Default: false. */
  readonly restoreBestWeights?: boolean
}

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the rate is multiplied by. Default: 0.1. */
  readonly factor?: number
  /** The least rate. Default: 0. */
  readonly minLearningRate?: number
}

/** The best value so far, and since when there has been none better. */
class Watch {
  readonly #monitor: string
  readonly #sign: number
  readonly #minDelta: number
  #best = Number.NEGATIVE_INFINITY
  /** Epochs since the best. */
  waited = 0

  constructor({ monitor = 'val_loss', minDelta = 0, mode }: MonitorOptions) {
    this.#monitor = monitor
    this.#minDelta = Math.abs(minDelta)
    this.#sign = (mode ?? (/acc/i.test(monitor) ? 'max' : 'min')) === 'max' ? 1 : -1
  }

  /** Whether this epoch is better than all before. */
  sees(logs: Logs): boolean {
    const value = logs[this.#monitor]
    if (value === undefined) throw unknownMonitor(this.#monitor, Object.keys(logs))
    const isBetter = this.#sign * value > this.#best + this.#minDelta
    if (isBetter) this.#best = this.#sign * value
    this.waited = isBetter ? 0 : this.waited + 1
    return isBetter
  }
}

/** Ends the training when the watched value has not been better for `patience` epochs. */
function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const { patience = 0, restoreBestWeights = false } = options
  let watch = new Watch(options)
  let best: Record<string, Tensor> | undefined
  return {
    onTrainBegin() {
      watch = new Watch(options)
      best = undefined
    },
    onEpochEnd(_, logs, { module }) {
      if (watch.sees(logs) && restoreBestWeights) best = module.stateDict()
      return watch.waited === 0 || watch.waited < patience ? undefined : false
    },
    onTrainEnd({ module }) {
      if (best) module.loadStateDict(best)
    },
  }
}

/** Multiplies the learning rate by `factor` when the watched value has not been better for `patience` epochs. */
function reduceLROnPlateau(options: ReduceLROnPlateauOptions = {}): Callback {
  const { patience = 10, minDelta = 1e-4, factor = 0.1, minLearningRate = 0 } = options
  if (!(factor > 0 && factor < 1))
    throw new UsageError({
      where: 'reduceLROnPlateau',
      problem: 'factor is out of range',
      expected: 'a number between 0 and 1',
      got: `${factor}`,
    })
  const watchOf = () => new Watch({ ...options, minDelta })
  let watch = watchOf()
  return {
    onTrainBegin() {
      watch = watchOf()
    },
    onEpochEnd(_, logs, { optimizer }) {
      watch.sees(logs)
      if (watch.waited === 0 || watch.waited < patience) return undefined
      watch.waited = 0
      optimizer.learningRate = Math.max(minLearningRate, rateOf('reduceLROnPlateau', optimizer) * factor)
      return undefined
    },
  }
}

/** Sets the learning rate before each epoch, from its number and the rate that there is. */
function learningRateScheduler(schedule: (epoch: number, learningRate: number) => number): Callback {
  return {
    onEpochBegin(epoch, { optimizer }) {
      optimizer.learningRate = schedule(epoch, rateOf('learningRateScheduler', optimizer))
    },
  }
}

export const callbacks = { earlyStopping, learningRateScheduler, reduceLROnPlateau } as const

function rateOf(where: string, { learningRate }: Training['optimizer']): number {
  if (typeof learningRate === 'number') return learningRate
  throw new UsageError({
    where,
    problem: 'the optimiser has a schedule of its own',
    expected: 'a learning rate that is a number',
  })
}

function unknownMonitor(monitor: string, names: readonly string[]): UsageError {
  const near = nearestName(monitor, names)
  const hint = monitor.startsWith('val_')
    ? 'Give fit a validationSplit or validationData.'
    : near && `Did you mean '${near}'?`
  return new UsageError({
    where: 'callback',
    problem: `'${monitor}' is not measured`,
    expected: names.join(', '),
    ...(hint ? { hint } : {}),
  })
}
