/** From the results of all trials to the record of the comparison, and to what its report shows. */

import type { Fold, Plan, Table } from '../data/index.ts'
import type {
  ActivationRecord,
  ColumnRecord,
  CompareRecord,
  CompareReport,
  CurveRecord,
  MetricRecord,
} from '../records/compare.ts'
import { activationOf } from './chosen.ts'
import { drawFunction, stepCost } from './function.ts'
import { mainMetric } from './metrics.ts'
import type { Settings } from './settings.ts'
import type { TrialResult } from './trial.ts'
import { judge } from './verdict.ts'

/** Results by `trialKey`, those of earlier runs included. */
export type Results = ReadonlyMap<string, TrialResult>

/** A trial's name in its study. */
export function trialKey(activation: string, { repeat, fold }: Pick<Fold, 'repeat' | 'fold'>): string {
  return `${activation}/${repeat}/${fold}`
}

export interface Finished {
  readonly table: Table
  readonly plan: Plan
  readonly folds: readonly Fold[]
  /** Whether the folds came from a file, so that repeats differ in their seeds alone. */
  readonly sameFolds: boolean
  readonly settings: Settings
  readonly rope: number
  readonly results: Results
  readonly columns: readonly ColumnRecord[]
  readonly reproduce: CompareReport['reproduce']
}

export function reportOf(finished: Finished): CompareReport {
  const { settings, rope, reproduce } = finished
  return {
    result: recordOf(finished),
    curves: curvesOf(finished),
    functions: settings.activations.map((name) => drawFunction(activationOf(name, settings.formulas))),
    rope,
    reproduce,
    settings: describeSettings(settings),
  }
}

function recordOf(finished: Finished): CompareRecord {
  const { table, plan, folds, settings, columns } = finished
  const metric = mainMetric(plan.target.task)
  const repeats = new Set(folds.map(({ repeat }) => repeat)).size
  const scored = settings.activations.map((name) => scoresOf(name, finished))
  const { ranking, winner, verdict } = judge(
    scored.map(({ name, metrics }) => ({
      name,
      scores: metrics[metric]?.scores ?? [],
      cost: stepCost(activationOf(name, settings.formulas)),
    })),
    {
      metric,
      folds: folds.length / repeats,
      sameFolds: finished.sameFolds,
      testToTrain: mean(folds.map(({ train, test }) => test.length / train.length)),
      rope: finished.rope,
    },
  )
  return {
    schema: 1,
    command: 'compare',
    data: { rows: table.rows, used: usedRows(folds), columns },
    target: plan.target.name,
    task: plan.target.task,
    metric,
    folds: folds.length / repeats,
    repeats,
    seed: settings.seed,
    hidden: settings.hidden,
    activations: ranking.flatMap(({ name, toBest }) =>
      scored.filter((record) => record.name === name).map((record) => ({ ...record, toBest })),
    ),
    winner,
    verdict,
  }
}

function scoresOf(name: string, { folds, results, settings }: Finished): Omit<ActivationRecord, 'toBest'> {
  const trials = folds.map((split) => {
    const key = trialKey(name, split)
    const result = results.get(key)
    if (!result) throw new Error(`the trial ${key} is missing`)
    return result
  })
  const names = Object.keys(trials[0]?.metrics ?? {}) as (keyof TrialResult['metrics'])[]
  const metrics = names.map((metric) => {
    const scores = trials.map((trial) => trial.metrics[metric] ?? Number.NaN)
    return [metric, summarise(scores)] as const
  })
  const formula = settings.formulas[name]
  return {
    name,
    ...(formula === undefined ? {} : { formula }),
    metrics: Object.fromEntries(metrics),
    learningRate: trials.map(({ learningRate }) => learningRate),
    epochs: trials.map(({ epochs }) => epochs),
    secondsPerEpoch: median(trials.map(({ secondsPerEpoch }) => secondsPerEpoch)),
  }
}

/** `std` is that of the scores themselves (divided by their number), as scikit-learn gives it. */
function summarise(scores: readonly number[]): MetricRecord {
  const centre = mean(scores)
  return { mean: centre, std: Math.sqrt(mean(scores.map((score) => (score - centre) ** 2))), scores }
}

/** Rows that trained or tested in some fold. */
function usedRows(folds: readonly Fold[]): number {
  const [first] = folds
  return first ? first.train.length + first.test.length : 0
}

function curvesOf({ settings, folds, results }: Finished): CurveRecord[] {
  return settings.activations.flatMap((activation) =>
    folds.flatMap((split) => {
      const result = results.get(trialKey(activation, split))
      if (!result || result.curve.train.length === 0) return []
      const { repeat, fold } = split
      return [{ activation, repeat, fold, learningRate: result.learningRate, ...result.curve }]
    }),
  )
}

function describeSettings(settings: Settings): CompareReport['settings'] {
  const { hidden, batchSize, learningRates, epochs, earlyStopping, patience, innerSplits } = settings
  const share = `${Math.round(settings.validationShare * 100)} %`
  const splits = innerSplits === 1 ? 'an inner split' : `${innerSplits} inner splits, averaged`
  const chosen = `${splits} (${share} of the training part held out)`
  return [
    ...Object.entries(settings.formulas).map(([name, value]) => ({ name: `Formula of ${name}`, value })),
    { name: 'Hidden layers', value: hidden.length > 0 ? hidden.join(', ') : 'none' },
    { name: 'Initial weights', value: 'normal, std = gain / √fan-in, gain = 1/√E φ(z)² of each activation' },
    { name: 'Optimiser', value: 'Adam, β = 0.9, 0.999' },
    { name: 'Rows to a step', value: `${batchSize}` },
    {
      name: 'Learning rate',
      value:
        learningRates.length > 1
          ? `chosen from ${learningRates.join(', ')} on ${chosen}`
          : `${learningRates[0]}`,
    },
    {
      name: 'Epochs',
      value: earlyStopping
        ? `chosen on ${chosen}, at most ${epochs}, patience ${patience}; then trained anew on the whole training part`
        : `${epochs}`,
    },
  ]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}
