/** What a trainer tells of rows it does not learn from. Oracle: the network and the loss as tensors. */

import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/base/index.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  dataset,
  Linear,
  manualSeed,
  meanSquaredError,
  Sequential,
  SGD,
  Tanh,
  type Tensor,
  Trainer,
  tensor,
} from '../../../src/nn/index.ts'

const random = Random.seed(5)
const network = new Sequential(new Linear(3, 7, { random: random.fork(0) }), new Tanh())
const numbers = (rows: number, width: number) => ({
  width,
  data: Float32Array.from(random.fork(width).normal(rows * width)),
})
const options = {
  module: network,
  loss: (output: Tensor, target: Tensor) => meanSquaredError(output, target),
  optimizer: new SGD({ lr: 0.1 }),
  batchSize: 8,
  widths: { inputs: { x: 3 }, target: 7 },
  device: deviceNamed('wasm'),
}

describe('an evaluation', () => {
  it.each([1, 63, 64, 65, 150])('of %i rows is that of the network, in their order', (rows) => {
    const trainer = new Trainer({ ...options, forward: ({ x }: { x: Tensor }) => network.forward(x) })
    const [x, target] = [numbers(rows, 3), numbers(rows, 7)]
    const resident = trainer.place({ rows, inputs: { x }, target })
    const { loss, output } = trainer.evaluate(resident)
    const expected = network.forward(tensor(x.data, [rows, 3])).data()
    expect(output).toHaveLength(rows * 7)
    /** Sums of three products, in another order. */
    for (const [i, value] of output.entries()) expect(value).toBeCloseTo(expected[i] as number, 5)
    const squares = expected.reduce((sum, value, i) => sum + (value - (target.data[i] as number)) ** 2, 0)
    expect(loss).toBeCloseTo(squares / (rows * 7), 5)
    expect(trainer.loss(resident)).toBe(loss)
  })

  it('of a smaller data set in the place of another knows nothing of the rows that are left of that', () => {
    const trainer = new Trainer(options)
    const [x, target] = [numbers(9, 3), numbers(9, 7)]
    const lost = { ...target, data: target.data.with(8 * 7, Number.NaN) }
    const place = trainer.place({ rows: 9, inputs: { x }, target: lost })
    expect(trainer.loss(place)).toBeNaN()
    const cut = ({ width, data }: typeof x) => ({ width, data: data.subarray(0, 5 * width) })
    const fewer = { rows: 5, inputs: { x: cut(x) }, target: cut(target) }
    const loss = trainer.loss(trainer.place(fewer))
    expect(trainer.loss(trainer.replace(place, fewer))).toBe(loss)
    expect(loss).toBeGreaterThan(0)
  })

  it('needs all the rows that were announced, placed with the trainer itself', () => {
    const [trainer, other] = [new Trainer(options), new Trainer(options)]
    const data = { rows: 3, inputs: { x: numbers(3, 3) }, target: numbers(3, 7) }
    expect(() => trainer.placeParts(7, [data, data])).toThrow(
      'placeParts: the parts have fewer rows than was said — expected 7, got 6',
    )
    expect(() => trainer.placeParts(5, [data, data])).toThrow('the numbers do not fit')
    expect(() => other.epoch(trainer.place(data))).toThrow('the region belongs to another program')
  })

  it('needs rows, and so does a profile', () => {
    const trainer = new Trainer(options)
    const place = trainer.place({ rows: 3, inputs: { x: numbers(3, 3) }, target: numbers(3, 7) })
    const none = trainer.replace(place, { rows: 0, inputs: { x: numbers(0, 3) }, target: numbers(0, 7) })
    for (const look of [() => trainer.evaluate(none), () => trainer.loss(none)])
      expect(look).toThrow('evaluate: there are no rows')
    expect(() => trainer.profile(none)).toThrow('profile: there are no rows')
  })

  it('needs a row of outputs for each row', () => {
    const finish = (output: Tensor) => output.sum()
    const forward = ({ x }: { x: Tensor }) => network.forward(x)
    expect(() => new Trainer({ ...options, forward, finish })).toThrow(
      'Trainer: a row of outputs is needed for every row of inputs — expected [64, outputs], got []',
    )
  })
})

describe('a step', () => {
  const rows = dataset({ x: [[1], [2], [3]] }, [[1], [0], [5]])
  const linear = () => {
    const module = new Linear(1, 1, { bias: false })
    module.weight.set([1])
    return module
  }
  const base = { loss: meanSquaredError, optimizer: new SGD({ lr: 0.1 }), batchSize: 3, widths: rows.widths }

  it('multiplies the loss of each row by its weight, and divides by the number of rows', () => {
    const module = linear()
    const trainer = new Trainer({ ...base, module, weighted: true })
    const weights = { width: 1, data: Float32Array.of(2, 1, 0.5) }
    const resident = trainer.place({ ...rows, weights })
    /** (2·0² + 1·2² + ½·2²) / 3; its slope is (2·2·2 − ½·2·2·3) / 3. */
    expect(trainer.epoch(resident, [0, 1, 2])).toBeCloseTo(2, 6)
    expect(module.weight.item()).toBeCloseTo(1 - (0.1 * (8 - 6)) / 3, 6)
    expect(() => trainer.place(rows)).toThrow('weights: there is no such table — expected [3, 1], 3 numbers')
    const plain = new Trainer({ ...base, module })
    expect(() => plain.place({ ...rows, weights })).toThrow('hint: Make it with weighted: true.')
  })

  it('gives the optimiser what its gradients are turned into', () => {
    const module = linear()
    const trainer = new Trainer({ ...base, module, gradients: (all) => all.map((each) => each.mul(0)) })
    trainer.epoch(trainer.place(rows), [0, 1, 2])
    expect(module.weight.item()).toBe(1)
    const flat = (all: readonly Tensor[]) => all.map((each) => each.sum())
    expect(() => new Trainer({ ...base, module, gradients: flat })).toThrow(
      'Trainer gradients: a gradient is needed for each parameter — expected [1, 1], got []',
    )
    expect(() => new Trainer({ ...base, module, gradients: () => [] })).toThrow('expected [1, 1]')
  })

  it('adds a penalty to the mean loss once, however many rows there are, and tells of it', () => {
    const module = linear()
    const penalty = () => module.weight.abs().sum().mul(6)
    const trainer = new Trainer({ ...base, module, penalty })
    const resident = trainer.place(rows)
    /** (0² + 2² + 2²) / 3 + 6·1; its slope is (2·2·2 − 2·2·3) / 3 + 6. */
    expect(trainer.loss(resident)).toBeCloseTo(8 / 3 + 6, 5)
    expect(trainer.epoch(resident, [0, 1, 2])).toBeCloseTo(8 / 3 + 6, 5)
    expect(module.weight.item()).toBeCloseTo(1 - 0.1 * (6 - 4 / 3), 6)
    expect(() => new Trainer({ ...base, module, penalty: () => module.weight.abs() })).toThrow(
      'penalty: a single number is needed — expected shape [], got [1, 1]\n  hint: Sum it up, with sum().',
    )
    const other = linear()
    expect(() => new Trainer({ ...base, module, penalty: () => other.weight.sum() })).toThrow(
      'the network reads parameters that its module does not have',
    )
  })

  it('takes a loss per row with or without an axis of its own, and says how to mend a mean over all', () => {
    const flat = (output: Tensor, target: Tensor) => output.sub(target).abs().sum({ dim: 1 })
    const trainer = new Trainer({ ...base, module: linear(), loss: flat })
    expect(trainer.loss(trainer.place(rows))).toBeCloseTo(4 / 3, 6)
    const mean = (output: Tensor, target: Tensor) => output.sub(target).abs().mean()
    expect(() => new Trainer({ ...base, module: linear(), loss: mean })).toThrow(
      /loss: a loss per row is needed — expected \[8, 1\], got \[\]\n {2}hint: .*mean\(\{ dim: -1 \}\)/,
    )
  })

  it('goes through all rows in a random order of its own where none is given', () => {
    manualSeed(4)
    const losses = [0, 1].map(() => {
      const trainer = new Trainer({ ...base, module: linear(), batchSize: 1 })
      return trainer.epoch(trainer.place(rows))
    })
    expect(losses[0]).not.toBe(losses[1])
  })

  it('refuses tables that are absent, of another width, or of too few numbers', () => {
    const trainer = new Trainer({ ...base, module: linear() })
    const placing = (x?: { width: number; data: Float32Array }) => () =>
      trainer.place({ ...rows, inputs: x ? { x } : {} })
    expect(placing()).toThrow('input x: there is no such table — expected [3, 1], 3 numbers')
    const wrong = 'input x: the table has the wrong size — expected [3, 1], 3 numbers, got '
    expect(placing({ width: 3, data: new Float32Array(3) })).toThrow(`${wrong}width 3, 3 numbers`)
    expect(placing({ width: 1, data: new Float32Array(2) })).toThrow(`${wrong}width 1, 2 numbers`)
  })

  it('refuses targets that are none for its loss', () => {
    const classes = (loss: typeof crossEntropy | typeof binaryCrossEntropyWithLogits, target: number[]) => {
      const data = dataset({ x: [[1], [2], [3]] }, target)
      const trainer = new Trainer({ ...base, module: new Linear(1, loss === crossEntropy ? 3 : 1), loss })
      return () => trainer.place(data)
    }
    expect(classes(crossEntropy, [0, 3, 1])).toThrow('target, row 1: there is no such class')
    expect(classes(crossEntropy, [0, 2, 1])).not.toThrow()
    expect(classes(binaryCrossEntropyWithLogits, [0, 2, 1])).toThrow('expected numbers from 0 to 1, got 2')
    expect(classes(binaryCrossEntropyWithLogits, [0, 0.5, 1])).not.toThrow()
  })
})
