/** An embedding learns as the linear layer over one-hot rows that it stands for, whose gradient is dense. */

import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/base/index.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import {
  Adam,
  column,
  Embedding,
  Linear,
  type Module,
  meanSquaredError,
  type Optimizer,
  Sequential,
  SGD,
  type Tensor,
  Trainer,
} from '../../../src/nn/index.ts'

const [COUNT, DIMENSION, ROWS, BATCH, EPOCHS] = [40, 5, 24, 8, 12]
const random = Random.seed(3)
const codes = Float32Array.from({ length: ROWS }, (_, row) => random.fork('codes').integer(row, COUNT))
const target = Float32Array.from(random.fork('target').normal(ROWS))
const order = Uint32Array.from({ length: ROWS }, (_, row) => row)

/** Trains, in float64, on inputs [ROWS, width]. */
function train(
  module: Module,
  forward: (x: Tensor) => Tensor,
  inputs: Float32Array,
  optimizer: Optimizer,
): void {
  const width = inputs.length / ROWS
  const trainer = new Trainer({
    module,
    forward: ({ x }) => forward(x),
    loss: meanSquaredError,
    optimizer,
    batchSize: BATCH,
    widths: { inputs: { x: width }, target: 1 },
    device: deviceNamed('js'),
  })
  const resident = trainer.place({
    rows: ROWS,
    inputs: { x: { width, data: inputs } },
    target: { width: 1, data: target },
  })
  for (let epoch = 0; epoch < EPOCHS; epoch++) trainer.epoch(resident, order)
}

describe('an embedding', () => {
  it.each([
    ['Adam, whose moments go on for rows that no batch has', () => new Adam({ lr: 0.05 })],
    ['momentum', () => new SGD({ lr: 0.05, momentum: 0.9 })],
    ['weight decay', () => new Adam({ lr: 0.05, weightDecay: 0.1 })],
  ])('learns as a linear layer over one-hot rows does, with %s', (_, optimizer) => {
    const embedding = new Embedding(COUNT, DIMENSION, { random: random.fork('embedding') })
    const linear = new Linear(COUNT, DIMENSION, { bias: false })
    const rows = embedding.weight.data()
    linear.weight.state.data.forEach((__, i, data) => {
      data[i] = rows[(i % COUNT) * DIMENSION + Math.floor(i / COUNT)] as number
    })
    const head = () => new Linear(DIMENSION, 1, { random: random.fork('head') })
    const oneHot = Float32Array.from({ length: ROWS * COUNT }, (__, i) =>
      codes[Math.floor(i / COUNT)] === i % COUNT ? 1 : 0,
    )
    const [sparse, dense] = [new Sequential(embedding, head()), new Sequential(linear, head())]
    train(sparse, (x) => sparse.forward(column(x, 0)), codes, optimizer())
    train(dense, (x) => dense.forward(x), oneHot, optimizer())
    const weights = linear.weight.data()
    /** Both are float64 until they are read; sums over a batch differ in their order. */
    embedding.weight.data().forEach((value, i) => {
      const at = (i % DIMENSION) * COUNT + Math.floor(i / DIMENSION)
      expect(Math.abs(value - (weights[at] as number))).toBeLessThan(1e-6)
    })
  })
})
