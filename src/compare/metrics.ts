/**
 * Scores of predictions on a test fold, from plain arrays, by scikit-learn's definitions. Which metrics a
 * task has, and which way is better, is data. A prediction that is not finite (the training diverged) makes
 * every score NaN: no definition below would otherwise notice it.
 */

import type { Task } from '../records/compare.ts'

/** Row-major probabilities, `labels.length × classes`; two classes have two columns. Labels run from 0. */
export interface ClassPredictions {
  readonly labels: ArrayLike<number>
  readonly probabilities: ArrayLike<number>
  readonly classes: number
}

/** True and predicted values, in the unit of the target. */
export interface ValuePredictions {
  readonly values: ArrayLike<number>
  readonly predictions: ArrayLike<number>
}

interface Metric<Predictions> {
  readonly label: string
  readonly better: 'higher' | 'lower'
  readonly tasks: readonly Task[]
  readonly score: (predictions: Predictions) => number
}

const CLASSIFICATION: readonly Task[] = ['binary', 'multiclass']

/** The main metric of each task comes first. */
const classMetrics = {
  accuracy: { label: 'accuracy', better: 'higher', tasks: CLASSIFICATION, score: accuracy },
  macroF1: { label: 'macro F1', better: 'higher', tasks: CLASSIFICATION, score: macroF1 },
  logLoss: { label: 'log loss', better: 'lower', tasks: CLASSIFICATION, score: logLoss },
  rocAuc: { label: 'ROC AUC', better: 'higher', tasks: ['binary'], score: rocAuc },
} as const satisfies Record<string, Metric<ClassPredictions>>

const valueMetrics = {
  r2: { label: 'R²', better: 'higher', tasks: ['regression'], score: r2 },
  rmse: { label: 'RMSE', better: 'lower', tasks: ['regression'], score: rmse },
  mae: { label: 'MAE', better: 'lower', tasks: ['regression'], score: mae },
} as const satisfies Record<string, Metric<ValuePredictions>>

export const metrics = { ...classMetrics, ...valueMetrics }

export type MetricName = keyof typeof metrics

/** The metric by which activations are ranked; higher is better for both. */
export function mainMetric(task: Task): 'accuracy' | 'r2' {
  return task === 'regression' ? 'r2' : 'accuracy'
}

/** Every metric of a classification, the main one first. */
export function scoreClasses(predictions: ClassPredictions): Partial<Record<MetricName, number>> {
  const task = predictions.classes === 2 ? 'binary' : 'multiclass'
  return scoreAll(classMetrics, task, predictions, allFinite(predictions.probabilities))
}

/** Every metric of a regression, the main one first. */
export function scoreValues(predictions: ValuePredictions): Partial<Record<MetricName, number>> {
  return scoreAll(valueMetrics, 'regression', predictions, allFinite(predictions.predictions))
}

function scoreAll<P>(
  table: Readonly<Record<string, Metric<P>>>,
  task: Task,
  predictions: P,
  finite: boolean,
): Record<string, number> {
  const rows = Object.entries(table).filter(([, metric]) => metric.tasks.includes(task))
  return Object.fromEntries(rows.map(([name, metric]) => [name, finite ? metric.score(predictions) : NaN]))
}

function allFinite(numbers: ArrayLike<number>): boolean {
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return false
  return true
}

/** The most probable class of each row; of equal ones the first. */
function predictedClasses({ labels, probabilities, classes }: ClassPredictions): Uint32Array {
  return Uint32Array.from(labels, (_, row) => {
    let best = 0
    for (let j = 1; j < classes; j++)
      if ((probabilities[row * classes + j] ?? 0) > (probabilities[row * classes + best] ?? 0)) best = j
    return best
  })
}

function accuracy(predictions: ClassPredictions): number {
  const predicted = predictedClasses(predictions)
  return mean(predictions.labels, (label, i) => (predicted[i] === label ? 1 : 0))
}

/** Unweighted mean of F1 = 2·tp / (2·tp + fp + fn) over the classes that occur, as labels or as predictions. */
function macroF1(predictions: ClassPredictions): number {
  const predicted = predictedClasses(predictions)
  const hits = new Float64Array(predictions.classes)
  const occurrences = new Float64Array(predictions.classes) // 2·tp + fp + fn: once as label, once as prediction
  predicted.forEach((guess, i) => {
    const label = predictions.labels[i] ?? 0
    if (guess === label) hits[label] = (hits[label] ?? 0) + 1
    occurrences[label] = (occurrences[label] ?? 0) + 1
    occurrences[guess] = (occurrences[guess] ?? 0) + 1
  })
  const scores = Array.from(hits, (hit, j) => (2 * hit) / (occurrences[j] ?? 0)).filter(
    (f1) => !Number.isNaN(f1),
  )
  return mean(scores, (f1) => f1)
}

/** Mean −ln p of the true class, p clipped to [ε, 1 − ε] with the ε of float64; rows are not rescaled to 1. */
function logLoss({ labels, probabilities, classes }: ClassPredictions): number {
  return mean(labels, (label, i) => {
    const p = probabilities[i * classes + label] ?? 0
    return -Math.log(Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON))
  })
}

/**
 * Area under the ROC curve of class 1: the share of pairs (positive, negative) in the right order, pairs of
 * equal probability counting one half (Mann–Whitney, by midranks). NaN where one of the classes is absent.
 */
function rocAuc({ labels, probabilities }: ClassPredictions): number {
  const rows = Array.from(labels, (label, i) => ({ label, p: probabilities[2 * i + 1] ?? 0 }))
  rows.sort((a, b) => a.p - b.p)
  let positives = 0
  let rankSum = 0
  for (let start = 0, end = 0; start < rows.length; start = end) {
    while (end < rows.length && rows[end]?.p === rows[start]?.p) end++
    const tied = rows.slice(start, end).filter((row) => row.label === 1).length
    positives += tied
    rankSum += (tied * (start + 1 + end)) / 2
  }
  const pairs = positives * (rows.length - positives)
  return (rankSum - (positives * (positives + 1)) / 2) / pairs
}

/** 1 − Σ(y − ŷ)² / Σ(y − ȳ)². For constant y, 1 if every prediction is exact, else 0; NaN below two rows. */
function r2({ values, predictions }: ValuePredictions): number {
  if (values.length < 2) return NaN
  const centre = mean(values, (y) => y)
  const residual = mean(values, (y, i) => (y - (predictions[i] ?? 0)) ** 2)
  const total = mean(values, (y) => (y - centre) ** 2)
  if (total === 0) return residual === 0 ? 1 : 0
  return 1 - residual / total
}

function rmse({ values, predictions }: ValuePredictions): number {
  return Math.sqrt(mean(values, (y, i) => (y - (predictions[i] ?? 0)) ** 2))
}

function mae({ values, predictions }: ValuePredictions): number {
  return mean(values, (y, i) => Math.abs(y - (predictions[i] ?? 0)))
}

function mean(numbers: ArrayLike<number>, term: (number: number, i: number) => number): number {
  let sum = 0
  for (let i = 0; i < numbers.length; i++) sum += term(numbers[i] ?? 0, i)
  return sum / numbers.length
}
