/**
 * Losses and metrics by Keras' names. Classification losses are computed from logits: when a model ends with
 * the activation that belongs to its loss, what goes into that activation is used; this is the same function,
 * without the rounding that turns a small probability into log 0.
 */

import { nearestName, OgeeError, UsageError } from '../base/index.ts'
import { apply } from '../expr/expr.ts'
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  F,
  meanSquaredError,
  pickClass,
  type Tensor,
} from '../nn/index.ts'

export type LossName =
  | 'sparseCategoricalCrossentropy'
  | 'categoricalCrossentropy'
  | 'binaryCrossentropy'
  | 'meanSquaredError'
  | 'mse'
  | 'meanAbsoluteError'
  | 'mae'

export type MetricName = 'accuracy' | 'meanSquaredError' | 'mse' | 'meanAbsoluteError' | 'mae'

interface Objective {
  /** The activation whose input the loss can take in place of its output. */
  readonly link?: 'softmax' | 'sigmoid'
  /** Per row, from the model's output — or from the link's input where there is one. */
  readonly fromLogits?: (logits: Tensor, target: Tensor) => Tensor
  readonly fromOutput: (output: Tensor, target: Tensor) => Tensor
}

/** Probabilities are kept this far from 0 and 1, as in Keras. */
const EPSILON = 1e-7

const OBJECTIVES: Readonly<Record<LossName, Objective>> = {
  sparseCategoricalCrossentropy: {
    link: 'softmax',
    fromLogits: crossEntropy,
    fromOutput: (p, target) => pickClass(logOf(p), target).neg(),
  },
  categoricalCrossentropy: {
    link: 'softmax',
    fromLogits: (z, target) => rowSum(target.mul(F.log_softmax(z))).neg(),
    fromOutput: (p, target) => rowSum(target.mul(logOf(p))).neg(),
  },
  binaryCrossentropy: {
    link: 'sigmoid',
    fromLogits: binaryCrossEntropyWithLogits,
    fromOutput: (p, target) => {
      const other = (x: Tensor) => x.neg().add(1)
      const gain = target.mul(logOf(p)).add(other(target).mul(logOf(other(p))))
      return gain.mean({ dim: -1, keepdim: true }).neg()
    },
  },
  meanSquaredError: { fromOutput: meanSquaredError },
  mse: { fromOutput: meanSquaredError },
  meanAbsoluteError: { fromOutput: meanAbsoluteError },
  mae: { fromOutput: meanAbsoluteError },
}

export function objectiveNamed(name: LossName): Objective {
  const found = OBJECTIVES[name]
  if (found) return found
  throw unknown('loss', name, Object.keys(OBJECTIVES))
}

/** From outputs [rows, outputs] and targets [rows, columns], both row-major, the mean over rows. */
export type Metric = (output: Float32Array, target: Float32Array, rows: number) => number

/** The metric of this name; 'accuracy' means what fits the loss. */
export function metricNamed(name: MetricName, loss: LossName): Metric {
  switch (name) {
    case 'accuracy':
      return accuracyFor(loss)
    case 'mse':
    case 'meanSquaredError':
      return (output, target) => meanOf(output, target, (a, b) => (a - b) ** 2)
    case 'mae':
    case 'meanAbsoluteError':
      return (output, target) => meanOf(output, target, (a, b) => Math.abs(a - b))
    default:
      throw unknown('metric', name, ['accuracy', 'mse', 'meanSquaredError', 'mae', 'meanAbsoluteError'])
  }
}

function accuracyFor(loss: LossName): Metric {
  const share = (hit: (row: number) => boolean, rows: number) =>
    Array.from({ length: rows }, (_, row) => Number(hit(row))).reduce((a, b) => a + b, 0) / rows
  switch (loss) {
    case 'sparseCategoricalCrossentropy':
      return (output, target, rows) => share((row) => argmax(output, row, rows) === target[row], rows)
    case 'categoricalCrossentropy':
      return (output, target, rows) =>
        share((row) => argmax(output, row, rows) === argmax(target, row, rows), rows)
    case 'binaryCrossentropy':
      return (output, target) => meanOf(output, target, (p, y) => Number(p > 0.5 === y > 0.5))
    default:
      throw new UsageError({
        where: 'compile',
        problem: `accuracy has no meaning for the loss '${loss}'`,
        hint: "Use 'mae' or 'mse' for a regression.",
      })
  }
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

function meanAbsoluteError(output: Tensor, target: Tensor): Tensor {
  return output
    .sub(target)
    .map((x) => x.abs())
    .mean({ dim: -1, keepdim: true })
}

/** ln of probabilities, kept off 0 and 1. */
function logOf(p: Tensor): Tensor {
  return p.map((x) => apply('log', x.max(EPSILON).min(1 - EPSILON)))
}

function rowSum(x: Tensor): Tensor {
  return x.sum({ dim: -1, keepdim: true })
}

function unknown(what: string, name: string, names: readonly string[]): UsageError {
  const near = nearestName(name, names)
  return new UsageError({
    where: 'compile',
    problem: `there is no ${what} '${name}'`,
    expected: names.join(', '),
    ...(near ? { hint: `Did you mean '${near}'?` } : {}),
  })
}
