/** What a trainer tells of rows it does not learn from. Oracle: the network and the loss as tensors. */

import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/index.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import {
  Linear,
  Module,
  meanSquaredError,
  Sequential,
  SGD,
  Tanh,
  type Tensor,
  Trainer,
  tensor,
} from '../../src/nn/index.ts'

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

  it('needs a row of outputs for each row', () => {
    class Flat extends Module {
      override forward(x: Tensor): Tensor {
        return x
      }
    }
    const finish = (output: Tensor) => output.sum()
    const forward = ({ x }: { x: Tensor }) => network.forward(x)
    expect(() => new Trainer({ ...options, module: new Flat(), forward, finish })).toThrow(
      'Trainer: a row of outputs is needed for every row of inputs — expected [64, outputs], got []',
    )
  })
})
