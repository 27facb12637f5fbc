/**
 * What the metrics of a record are called and in which unit they come. A metric that is not listed is shown
 * under the name it has in the record: a record of a later version is still readable.
 */

import type { ActivationRecord, CompareRecord, MetricRecord } from '../records/compare.ts'
import { decimalsFor } from './number.ts'

interface Naming {
  readonly label: string
  readonly better?: 'higher' | 'lower'
  /** Whether its unit is that of the target. */
  readonly inTargetUnit?: true
}

const NAMINGS: Readonly<Record<string, Naming>> = {
  accuracy: { label: 'accuracy', better: 'higher' },
  macroF1: { label: 'macro F1', better: 'higher' },
  logLoss: { label: 'log loss', better: 'lower' },
  rocAuc: { label: 'ROC AUC', better: 'higher' },
  r2: { label: 'R²', better: 'higher' },
  rmse: { label: 'RMSE', better: 'lower', inTargetUnit: true },
  mae: { label: 'MAE', better: 'lower', inTargetUnit: true },
}

export interface MetricView extends Naming {
  readonly name: string
  /** With which all its means and deviations are shown. */
  readonly decimals: number
}

/** The metrics of a comparison, the main one first. */
export function listMetrics({ activations, metric }: CompareRecord): MetricView[] {
  const names = new Set([metric, ...activations.flatMap(({ metrics }) => Object.keys(metrics))])
  return [...names].map((name) => ({
    name,
    ...(NAMINGS[name] ?? { label: name }),
    decimals: decimalsFor(activations.map(({ metrics }) => metrics[name]?.std ?? Number.NaN)),
  }))
}

/** The metric the ranking follows. */
export function mainMetric(result: CompareRecord): MetricView {
  const [first] = listMetrics(result)
  return first ?? { name: result.metric, label: result.metric, decimals: 3 }
}

const NO_SCORES: MetricRecord = { mean: Number.NaN, std: Number.NaN, scores: [] }

/** A metric's record, or one without scores where the activation has none. */
export function metricOf(activation: ActivationRecord, name: string): MetricRecord {
  return activation.metrics[name] ?? NO_SCORES
}

/** How many of the scores are not numbers, because the training diverged. */
export function countDiverged({ scores }: MetricRecord): number {
  return scores.filter((score) => !Number.isFinite(score)).length
}

/** 'diverged in 2 of 10 folds', or null where every training stayed finite. */
export function sayDiverged(record: MetricRecord): string | null {
  const count = countDiverged(record)
  return count === 0 ? null : `diverged in ${count} of ${record.scores.length}`
}
