/**
 * One network with its data on a device: what a trial trains, watches and scores. It knows the table's task,
 * and nothing of folds or of which network is better.
 */

import { type Activation, propertiesOf } from '../activations/index.ts'
import type { Random } from '../base/index.ts'
import { classesOf } from '../data/index.ts'
import type { Device } from '../devices/index.ts'
import {
  Adam,
  binaryCrossEntropyWithLogits,
  crossEntropy,
  type Loss,
  meanSquaredError,
  type Resident,
  type StepProfile,
  Trainer,
} from '../nn/index.ts'
import type { Task } from '../records/compare.ts'
import { type MetricName, scoreClasses, scoreValues } from './metrics.ts'
import { TableNetwork } from './network.ts'
import { encodeRows, inputWidths, type Prepared } from './prepare.ts'

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
  readonly device: Device
}

export class Learner {
  readonly #prepared: Prepared
  readonly #trainer: Trainer
  readonly #train: Resident
  readonly #order: Random
  /** Placed when it is first watched. */
  #held: Resident | undefined
  #epochs = 0

  constructor(prepared: Prepared, options: LearnerOptions) {
    const { activation, hidden, learningRate, batchSize, random, device } = options
    const { encoder, plan, train } = prepared
    const { width, embeddings } = encoder
    const network = new TableNetwork({
      width,
      levels: embeddings.map(({ levels }) => levels),
      hidden,
      outputs: plan.target.task === 'multiclass' ? plan.target.labels.length : 1,
      activation,
      gain: propertiesOf(activation).gain,
      random: random.fork('weights'),
    })
    this.#prepared = prepared
    this.#order = random.fork('order')
    this.#trainer = new Trainer({
      forward: ({ numeric, codes }) => network.forward(numeric, codes),
      module: network,
      loss: LOSSES[plan.target.task],
      optimizer: new Adam({ lr: learningRate }),
      batchSize,
      widths: { inputs: inputWidths(encoder), target: 1 },
      device,
    })
    this.#train = this.#place(train)
  }

  /** One pass over the training rows in a new order; their mean loss on the way. */
  epoch(): number {
    const order = this.#order.fork(this.#epochs++).permutation(this.#train.rows)
    return this.#trainer.epoch(this.#train, order)
  }

  /** The mean loss on the rows held out. */
  heldLoss(): number {
    this.#held ??= this.#place(this.#prepared.held)
    return this.#trainer.loss(this.#held)
  }

  /** Where a training step goes. */
  profile(): StepProfile {
    return this.#trainer.profile(this.#train)
  }

  /** Every metric of the task on the rows held out, in the target's own unit. */
  score(): Partial<Record<MetricName, number>> {
    const { plan, held, target: scale } = this.#prepared
    const { target } = plan
    const output = this.#predictHeld()
    if (target.task === 'regression')
      return scoreValues({
        values: Float64Array.from(held, (row) => target.values[row] as number),
        predictions: scale.invert(output),
      })
    return scoreClasses({
      labels: classesOf(target, held),
      probabilities:
        target.task === 'binary' ? bothClasses(output) : softmaxRows(output, target.labels.length),
      classes: target.labels.length,
    })
  }

  /** In parts that follow each other in one place: a test part is looked at once. */
  #predictHeld(): Float32Array {
    let resident: Resident | undefined
    const outputs: Float32Array[] = []
    for (const part of encodeRows(this.#prepared, this.#prepared.held)) {
      resident = resident ? this.#trainer.replace(resident, part) : this.#trainer.place(part)
      outputs.push(this.#trainer.evaluate(resident).output)
    }
    return concatenate(outputs)
  }

  #place(rows: Uint32Array): Resident {
    return this.#trainer.placeParts(rows.length, encodeRows(this.#prepared, rows))
  }
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const part of parts) {
    whole.set(part, start)
    start += part.length
  }
  return whole
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
