/**
 * One network with its data on a device: what a trial trains, watches and scores. It knows the table's task,
 * and nothing of folds or of which network is better.
 */

import type { Activation } from '../activations/index.ts'
import { propertiesOf } from '../activations/index.ts'
import type { Random } from '../base/index.ts'
import { classesOf, type Encoder, fitEncoder, fitTargetScale, type Plan, type Table } from '../data/index.ts'
import { deviceNamed } from '../devices/index.ts'
import {
  Adam,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  type Dataset,
  type Loss,
  meanSquaredError,
  type Resident,
  Trainer,
} from '../nn/index.ts'
import type { Task } from '../records/compare.ts'
import { type MetricName, scoreClasses, scoreValues } from './metrics.ts'
import { TableNetwork } from './network.ts'

/** Rows of a table made ready for networks: fitted to the training rows alone. */
export interface Prepared {
  readonly plan: Plan
  readonly encoder: Encoder
  readonly train: Dataset
  readonly held: Dataset
  readonly heldRows: Uint32Array
  /** From the network's unit to the target's own. */
  readonly invert: (predictions: Float32Array) => Float64Array
}

export function prepare(table: Table, plan: Plan, train: Uint32Array, held: Uint32Array): Prepared {
  const encoder = fitEncoder(table, plan, train)
  const { apply, invert } = targetOf(plan, train)
  const dataset = (rows: Uint32Array): Dataset => {
    const { width, numeric, categorical } = encoder.transform(rows)
    const codes = new Float32Array(rows.length * categorical.length)
    categorical.forEach(({ indices }, i) => {
      for (let row = 0; row < rows.length; row++) codes[row * categorical.length + i] = indices[row] as number
    })
    return {
      rows: rows.length,
      inputs: {
        ...(width > 0 ? { numeric: { width, data: numeric } } : {}),
        ...(categorical.length > 0 ? { codes: { width: categorical.length, data: codes } } : {}),
      },
      target: { width: 1, data: apply(rows) },
    }
  }
  return { plan, encoder, train: dataset(train), held: dataset(held), heldRows: held, invert }
}

function targetOf({ target }: Plan, train: Uint32Array) {
  if (target.task === 'regression') return fitTargetScale(target, train)
  return {
    apply: (rows: Uint32Array) => Float32Array.from(classesOf(target, rows)),
    invert: (predictions: Float32Array) => Float64Array.from(predictions),
  }
}

const LOSSES: Readonly<Record<Task, Loss>> = {
  binary: binaryCrossEntropyWithLogits,
  multiclass: crossEntropy,
  regression: meanSquaredError,
}

export interface LearnerOptions {
  readonly activation: Activation
  readonly hidden: readonly number[]
  readonly learningRate: number
  readonly batchSize: number
  /** Fixes the initial weights and the order of rows. */
  readonly random: Random
}

export class Learner {
  readonly #prepared: Prepared
  readonly #trainer: Trainer
  readonly #train: Resident
  readonly #held: Resident
  readonly #order: Random
  #epochs = 0

  constructor(prepared: Prepared, options: LearnerOptions) {
    const { encoder, plan, train, held } = prepared
    const { activation, hidden, learningRate, batchSize, random } = options
    const network = new TableNetwork({
      width: encoder.width,
      levels: encoder.embeddings.map(({ levels }) => levels),
      hidden,
      outputs: plan.target.task === 'multiclass' ? plan.target.labels.length : 1,
      activation,
      gain: propertiesOf(activation).gain,
      random: random.fork('weights'),
    })
    const widths = Object.entries(train.inputs).map(([name, { width }]) => [name, width] as const)
    this.#prepared = prepared
    this.#order = random.fork('order')
    this.#trainer = new Trainer({
      forward: ({ numeric, codes }) => network.forward(numeric, codes),
      parameters: network.parameters(),
      loss: LOSSES[plan.target.task],
      optimizer: new Adam({ lr: learningRate }),
      batchSize,
      widths: { inputs: Object.fromEntries(widths), target: 1 },
      device: deviceNamed('wasm'),
    })
    this.#train = this.#trainer.place(train)
    this.#held = this.#trainer.place(held)
  }

  /** One pass over the training rows in a new order; their mean loss on the way. */
  epoch(): number {
    const order = this.#order.fork(this.#epochs++).permutation(this.#prepared.train.rows)
    return this.#trainer.epoch(this.#train, order)
  }

  /** The mean loss on the rows held out. */
  heldLoss(): number {
    return this.#trainer.evaluate(this.#held).loss
  }

  /** Every metric of the task on the rows held out, in the target's own unit. */
  score(): Partial<Record<MetricName, number>> {
    const { plan, heldRows, invert } = this.#prepared
    const { output } = this.#trainer.evaluate(this.#held)
    const { target } = plan
    if (target.task === 'regression')
      return scoreValues({
        values: Float64Array.from(heldRows, (row) => target.values[row] as number),
        predictions: invert(output),
      })
    return scoreClasses({
      labels: classesOf(target, heldRows),
      probabilities:
        target.task === 'binary' ? bothClasses(output) : softmaxRows(output, target.labels.length),
      classes: target.labels.length,
    })
  }
}

/** Probabilities of class 0 and 1 from one logit a row. */
function bothClasses(logits: Float32Array): Float64Array {
  const probabilities = new Float64Array(2 * logits.length)
  for (const [i, logit] of logits.entries()) {
    probabilities[2 * i] = 1 / (1 + Math.exp(logit))
    probabilities[2 * i + 1] = 1 / (1 + Math.exp(-logit))
  }
  return probabilities
}

function softmaxRows(logits: Float32Array, classes: number): Float64Array {
  const probabilities = new Float64Array(logits.length)
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes)
    const greatest = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    const exponentials = Array.from(row, (logit) => Math.exp(logit - greatest))
    const sum = exponentials.reduce((a, b) => a + b, 0)
    for (const [i, e] of exponentials.entries()) probabilities[start + i] = e / sum
  }
  return probabilities
}
