/** Metrics by Keras' names, from outputs and targets. */

import { nearestName, OgeeError, UsageError } from '../../base/index.ts'

/** From outputs [rows, outputs] and targets [rows, columns], both row-major, the mean over rows. */
export type Metric = (output: Float32Array, target: Float32Array, rows: number) => number

/** Each by what it makes of one row. */
const METRICS = {
  sparseCategoricalAccuracy: (output, target, rows) =>
    share((row) => argmax(output, row, rows) === target[row], rows),
  categoricalAccuracy: (output, target, rows) =>
    share((row) => argmax(output, row, rows) === argmax(target, row, rows), rows),
  binaryAccuracy: (output, target) => meanOf(output, target, (p, y) => Number(p > 0.5 === y > 0.5)),
  meanSquaredError: (output, target) => meanOf(output, target, (a, b) => (a - b) ** 2),
  rootMeanSquaredError: (output, target) => Math.sqrt(meanOf(output, target, (a, b) => (a - b) ** 2)),
  meanAbsoluteError: (output, target) => meanOf(output, target, (a, b) => Math.abs(a - b)),
} as const satisfies Readonly<Record<string, Metric>>

const SHORT = { mse: 'meanSquaredError', mae: 'meanAbsoluteError' } as const

/** 'accuracy' is the one that fits the loss. */
export type MetricName = keyof typeof METRICS | keyof typeof SHORT | 'accuracy'

/** What 'accuracy' means beside a loss. */
const ACCURACY: Readonly<Record<string, keyof typeof METRICS>> = {
  sparseCategoricalCrossentropy: 'sparseCategoricalAccuracy',
  categoricalCrossentropy: 'categoricalAccuracy',
  binaryCrossentropy: 'binaryAccuracy',
}

/** The metric of this name; `loss` is the name of a loss, undefined for one of the user's own. */
export function metricNamed(name: MetricName, loss: string | undefined): Metric {
  if (name === 'accuracy') return METRICS[accuracyFor(loss)]
  const known: Readonly<Record<string, Metric>> = METRICS
  const short: Readonly<Record<string, string>> = SHORT
  const found = known[short[name] ?? name]
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

function accuracyFor(loss: string | undefined): keyof typeof METRICS {
  const found = ACCURACY[loss ?? '']
  if (found) return found
  throw new UsageError({
    where: 'compile',
    problem: loss
      ? `accuracy has no meaning for the loss '${loss}'`
      : 'which accuracy a loss of your own means is not known',
    hint: loss
      ? "Use 'mae' or 'mse' for a regression."
      : "Name it: 'binaryAccuracy', 'categoricalAccuracy' or 'sparseCategoricalAccuracy'.",
  })
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
