/** Modules as trees: their modes, and who is in which mode when a network is compiled. */

import { describe, expect, it } from 'vitest'
import { deviceNamed } from '../../src/devices/index.ts'
import {
  Linear,
  Module,
  meanSquaredError,
  Predictor,
  Sequential,
  SGD,
  type Tensor,
  Trainer,
} from '../../src/nn/index.ts'
import { inMode } from '../../src/nn/module.ts'

/** Doubles in training, and leaves things as they are in evaluation. */
class Doubling extends Module {
  override forward(x: Tensor): Tensor {
    return this.training ? x.mul(2) : x
  }
}

const device = deviceNamed('js')

describe('the mode of a module', () => {
  it('is training at first, and reaches everything inside', () => {
    const [inner, outer] = [new Doubling(), new Linear(1, 1)]
    const network = new Sequential(outer, new Sequential(inner))
    expect(inner.training).toBe(true)
    expect(network.eval()).toBe(network)
    expect([network, outer, inner].map(({ training }) => training)).toEqual([false, false, false])
    expect(
      network
        .train()
        .modules()
        .every(({ training }) => training),
    ).toBe(true)
  })

  it('lasts as long as what is built in it, even when that fails', () => {
    const [inner, frozen] = [new Doubling(), new Doubling().eval()]
    const network = new Sequential(inner, frozen)
    const modes = () => [network, inner, frozen].map(({ training }) => training)
    expect(inMode(network, false, modes)).toEqual([false, false, false])
    expect(modes()).toEqual([true, true, false])
    const failing = () => inMode(network, true, () => new Linear(0, 0))
    expect(failing).toThrow('no such number of features')
    expect(modes()).toEqual([true, true, false])
  })

  it('is training in the steps of a trainer, and evaluation in its and in a predictor’s answers', () => {
    const linear = new Linear(1, 1, { bias: false })
    linear.weight.set([3])
    const module = new Sequential(linear, new Doubling())
    const forward = ({ x }: { x: Tensor }) => module.forward(x)
    const trainer = new Trainer({
      forward,
      module,
      loss: meanSquaredError,
      optimizer: new SGD({ lr: 1e-30 }),
      batchSize: 1,
      widths: { inputs: { x: 1 }, target: 1 },
      device,
    })
    const table = (value: number) => ({ width: 1, data: Float32Array.of(value) })
    const rows = trainer.place({ rows: 1, inputs: { x: table(1) }, target: table(0) })
    expect(trainer.epoch(rows, [0])).toBe(36)
    expect(trainer.evaluate(rows).loss).toBe(9)
    const predictor = new Predictor({ forward, module, widths: { x: 1 }, device })
    expect([...predictor.predict({ rows: 1, inputs: { x: table(1) } })]).toEqual([3])
  })
})
