/**
 * One trial: an activation on one fold. The learning rate and the number of epochs are chosen inside the
 * training part; then a fresh network learns from all of it for that long, and only then sees the test part.
 */

import type { Activation } from '../activations/index.ts'
import { Random } from '../base/index.ts'
import { type Fold, innerSplit, type Plan, type Table } from '../data/index.ts'
import type { Device } from '../devices/index.ts'
import type { ProfileRecord } from '../records/profile.ts'
import { Learner } from './learner.ts'
import type { MetricName } from './metrics.ts'
import { type Prepared, prepare } from './prepare.ts'
import type { Settings } from './settings.ts'

export interface TrialResult {
  readonly metrics: Readonly<Partial<Record<MetricName, number>>>
  readonly learningRate: number
  readonly epochs: number
  readonly secondsPerEpoch: number
  /** Mean losses over the inner splits after each epoch, of the learning rate chosen. */
  readonly curve: Curve
}

interface Curve {
  readonly train: readonly number[]
  readonly validation: readonly number[]
}

/** A fold made ready for all activations: the outer split, and the inner ones where there is something to choose. */
export interface PreparedFold {
  readonly outer: Prepared
  readonly inner: readonly Prepared[]
  /** The same for every activation. */
  readonly random: Random
}

export function prepareFold(table: Table, plan: Plan, split: Fold, settings: Settings): PreparedFold {
  const random = Random.seed(settings.seed).fork('trial').fork(split.repeat).fork(split.fold)
  const classes = plan.target.task === 'regression' ? undefined : plan.target.classes
  const splits = needsChoice(settings) ? settings.innerSplits : 0
  const inner = Array.from({ length: splits }, (_, i) => {
    const { train, validation } = innerSplit(
      split.train,
      settings.validationShare,
      random.fork('inner').fork(i),
      classes,
    )
    return prepare(table, plan, train, validation)
  })
  return { outer: prepare(table, plan, split.train, split.test), inner, random }
}

export function runTrial(
  activation: Activation,
  fold: PreparedFold,
  settings: Settings,
  device: Device,
): TrialResult {
  const begin = beginner(activation, settings, device)
  const { learningRate, epochs, curve } = choose(fold, settings, begin)
  const learner = begin(fold.outer, learningRate, fold.random.fork('final'))
  const started = performance.now()
  for (let epoch = 0; epoch < epochs; epoch++) learner.epoch()
  const secondsPerEpoch = (performance.now() - started) / 1000 / epochs
  return { metrics: learner.score(), learningRate, epochs, secondsPerEpoch, curve }
}

/** Where a training step of a trial goes, with the first of the learning rates. */
export function profileTrial(
  activation: Activation,
  fold: PreparedFold,
  settings: Settings,
  device: Device,
): ProfileRecord {
  const [learningRate] = settings.learningRates as [number]
  const learner = beginner(activation, settings, device)(fold.outer, learningRate, fold.random.fork('final'))
  return { activation: activation.name, batchSize: settings.batchSize, ...learner.profile() }
}

interface Choice {
  readonly learningRate: number
  readonly epochs: number
  readonly curve: Curve
  readonly loss: number
}

function needsChoice({ earlyStopping, learningRates }: Settings): boolean {
  return earlyStopping || learningRates.length > 1
}

/** Every learning rate gets the same effort; the lowest validation loss decides, the lower rate on a tie. */
function choose(fold: PreparedFold, settings: Settings, begin: Begin): Choice {
  const { learningRates, epochs } = settings
  if (!needsChoice(settings)) {
    const [learningRate] = learningRates as [number]
    return { learningRate, epochs, curve: { train: [], validation: [] }, loss: Number.NaN }
  }
  const choices = learningRates.map((rate) => explore(fold, rate, settings, begin))
  return choices.reduce((best, other) => (other.loss < best.loss || Number.isNaN(best.loss) ? other : best))
}

/** Trains on all inner splits side by side and follows the mean of their validation losses. */
function explore(fold: PreparedFold, learningRate: number, settings: Settings, begin: Begin): Choice {
  const learners = fold.inner.map((prepared, i) =>
    begin(prepared, learningRate, fold.random.fork('inner').fork(i)),
  )
  const train: number[] = []
  const validation: number[] = []
  let best = 0
  for (let epoch = 0; epoch < settings.epochs; epoch++) {
    train.push(mean(learners.map((learner) => learner.epoch())))
    validation.push(mean(learners.map((learner) => learner.heldLoss())))
    if ((validation[epoch] as number) < (validation[best] as number)) best = epoch
    if (!Number.isFinite(validation[epoch])) break
    if (settings.earlyStopping && epoch - best >= settings.patience) break
  }
  const chosen = settings.earlyStopping ? best : validation.length - 1
  const loss = validation[chosen] as number
  return { learningRate, epochs: chosen + 1, curve: { train, validation }, loss }
}

/** Makes a fresh learner of the activation that a trial is about. */
type Begin = (prepared: Prepared, learningRate: number, random: Random) => Learner

function beginner(activation: Activation, { hidden, batchSize }: Settings, device: Device): Begin {
  return (prepared, learningRate, random) =>
    new Learner(prepared, { activation, hidden, learningRate, batchSize, random, device })
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
