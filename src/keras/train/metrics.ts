/** Metrics by Keras' names, from outputs and targets. */

import { nearestName, OgeeError, UsageError } from '../../base/index.ts'
import type { Objective } from './objectives.ts'

/** From outputs [rows, outputs] and targets [rows, columns], both row-major, the mean over rows. */
export type Metric = (output: Float32Array, target: Float32Array, rows: number) => number

/** Each by what it makes of one row. */
const METRICS = {
  sparseCategoricalAccuracy: (output, target, rows) =>
    share((row) => argmax(output, row, rows) === target[row], rows),
  categoricalAccuracy: (output, target, rows) =>
    share((row) => argmax(output, row, rows) === argmax(target, row, rows), rows),
  binaryAccuracy: yesFrom(0.5),
  meanSquaredError: (output, target) => meanOf(output, target, (a, b) => (a - b) ** 2),
  rootMeanSquaredError: (output, target) => Math.sqrt(meanOf(output, target, (a, b) => (a - b) ** 2)),
  meanAbsoluteError: (output, target) => meanOf(output, target, (a, b) => Math.abs(a - b)),
} as const satisfies Readonly<Record<string, Metric>>

const SHORT = { mse: 'meanSquaredError', mae: 'meanAbsoluteError' } as const

/** 'accuracy' is the one that fits the loss. */
export type MetricName = keyof typeof METRICS | keyof typeof SHORT | 'accuracy'

/** The metric of this name, beside a loss. */
export function metricNamed(name: MetricName, objective: Objective): Metric {
  const known: Readonly<Record<string, Metric>> = METRICS
  const short: Readonly<Record<string, string>> = SHORT
  const full = name === 'accuracy' ? accuracyFor(objective) : (short[name] ?? name)
  if (full === 'binaryAccuracy' && objective.givesLogits) return yesFrom(0)
  const found = known[full]
  if (found) return found
  const names = ['accuracy', ...Object.keys(SHORT), ...Object.keys(METRICS)]
  const near = nearestName(name, names)
  throw new UsageError({
    where: 'compile',
    problem: `there is no metric '${name}'`,
    expected: `${names.join(', ')}, or a function`,
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}

function accuracyFor({ accuracy }: Objective): keyof typeof METRICS {
  if (accuracy !== 'none' && accuracy !== 'unknown') return accuracy
  const ofNumbers = accuracy === 'none'
  throw new UsageError({
    where: 'compile',
    problem: ofNumbers
      ? 'accuracy has no meaning beside a loss of numbers'
      : 'which accuracy a loss of your own means is not known',
    hint: ofNumbers
      ? "Use 'mae' or 'mse' for a regression."
      : "Name it: 'binaryAccuracy', 'categoricalAccuracy' or 'sparseCategoricalAccuracy'.",
  })
}

/** How often outputs above a threshold are a yes, and others a no. */
function yesFrom(threshold: number): Metric {
  return (output, target) => meanOf(output, target, (z, y) => Number(z > threshold === y > 0.5))
}

function share(hit: (row: number) => boolean, rows: number): number {
  let hits = 0
  for (let row = 0; row < rows; row++) hits += Number(hit(row))
  return hits / rows
}

function argmax(values: Float32Array, row: number, rows: number): number {
  const width = values.length / rows
  let best = 0
  for (let i = 1; i < width; i++)
    if ((values[row * width + i] as number) > (values[row * width + best] as number)) best = i
  return best
}

function meanOf(a: Float32Array, b: Float32Array, term: (a: number, b: number) => number): number {
  if (a.length !== b.length)
    throw new OgeeError({
      where: 'metric',
      problem: 'outputs and targets differ in number',
      got: `${a.length} and ${b.length}`,
    })
  return a.reduce((sum, value, i) => sum + term(value, b[i] as number), 0) / a.length
}
