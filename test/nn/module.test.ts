/** Modules as trees: their modes, and who is in which mode when a network is compiled. */

import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { deviceNamed } from '../../src/devices/index.ts'
import {
  Adam,
  AdamW,
  Dropout,
  dataset,
  Linear,
  Module,
  meanSquaredError,
  PReLU,
  Predictor,
  ReLU,
  RMSprop,
  Sequential,
  SGD,
  Softmax,
  type Tensor,
  Trainer,
  tensor,
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

describe('a module that is frozen', () => {
  it('is evaluated while others are trained, and stays as it is until it is let go', () => {
    const [first, last] = [new Linear(1, 1, { bias: false }), new Linear(1, 1, { bias: false })]
    const body = new Sequential(first, new Doubling()).freeze()
    const module = new Sequential(body, last)
    const data = dataset({ x: [[1]] }, [[0]])
    const step = () => {
      const options = {
        module,
        loss: meanSquaredError,
        optimizer: new SGD({ lr: 0.1 }),
        batchSize: 1,
        device,
      }
      const trainer = new Trainer({ ...options, widths: data.widths })
      first.weight.set([3])
      last.weight.set([1])
      const loss = trainer.epoch(trainer.place(data), [0])
      return [loss, first.weight.item(), last.weight.item()].map((value) => Math.round(value * 1e4) / 1e4)
    }
    expect(step()).toEqual([9, 3, -0.8])
    expect(
      module
        .train()
        .modules()
        .map(({ training }) => training),
    ).toEqual([true, false, false, false, true])
    body.freeze(false)
    expect(first.training).toBe(true)
    /** Doubled: loss (2·3·1)² = 36 with slopes 2·6·2·1 and 2·6·6. */
    expect(step()).toEqual([36, 0.6, -6.2])
  })
})

describe('the parts of a module', () => {
  const linear = () => new Linear(1, 1, { bias: false })
  class Deep extends Module {
    readonly blocks = [[linear()], [linear(), linear()]]
    readonly heads = { age: linear(), name: new Map([['last', linear()]]) }
    readonly numbers = [1, 2]
    readonly around: unknown[] = [this.numbers]
    readonly tied = this.heads.age
    readonly #hidden = linear()
    override forward(x: Tensor): Tensor {
      return this.#hidden.forward(x)
    }
  }

  it('are found in fields, lists, records and maps, and what is shared once', () => {
    const module = new Deep()
    module.around.push(module.around)
    expect(module.namedParameters().map(([path]) => path)).toEqual([
      'blocks.0.0.weight',
      'blocks.1.0.weight',
      'blocks.1.1.weight',
      'heads.age.weight',
      'heads.name.last.weight',
    ])
  })

  it('must be found where a network is trained', () => {
    const options = { loss: meanSquaredError, optimizer: new SGD(), batchSize: 1, device }
    const widths = { inputs: { x: 1 }, target: 1 }
    expect(() => new Trainer({ ...options, widths, module: new Deep() })).toThrow(
      'Trainer: the network reads parameters that its module does not have — got weight [1, 1]\n  hint: Modules are found in',
    )
  })

  it('are printed with their settings', () => {
    const network = new Sequential(new Linear(3, 2), new Sequential(new Dropout(0.2), new ReLU()))
    const printed = `Sequential(
  (0): Linear(inFeatures=3, outFeatures=2)
  (1): Sequential(
    (0): Dropout(p=0.2)
    (1): relu()
  )
)`
    expect(`${network}`).toBe(printed)
    expect(inspect(network)).toBe(printed)
    class Circle extends Module {
      readonly inside: Module[] = [this]
      override forward(x: Tensor): Tensor {
        return x
      }
    }
    expect(`${new Circle()}`).toBe('Circle(\n  (inside.0): Circle(…)\n)')
  })

  it('of a sequence are modules, one by one', () => {
    const list = [new Linear(1, 1)] as unknown as Module
    expect(() => new Sequential(list)).toThrow(
      'Sequential: layer 0 is no module\n  hint: Give the layers one by one: new Sequential(first, second)',
    )
  })

  it('that learn for each feature say so where features are others', () => {
    expect(() => new PReLU({ numParameters: 3 }).forward(tensor([[1, 2]]))).toThrow(
      'prelu: the learned parameters are of another number — expected 3 along axis 1, got [1, 2]',
    )
  })
})

describe('mistakes that a compiler would have found', () => {
  it('are named: numbers for options, lists for tensors', () => {
    // @ts-expect-error A rate goes by its name.
    expect(() => new Adam(0.1)).toThrow(
      'Adam: options go by name — expected an object, such as { lr: 0.1 }, got 0.1',
    )
    // @ts-expect-error And here.
    expect(() => new AdamW(0.1)).toThrow('AdamW: options go by name')
    // @ts-expect-error And here.
    expect(() => new SGD(0.1)).toThrow('SGD: options go by name')
    // @ts-expect-error And here.
    expect(() => new RMSprop(0.1)).toThrow('RMSprop: options go by name')
    // @ts-expect-error So does the number of slopes.
    expect(() => new PReLU(8)).toThrow('such as { numParameters: 8 }')
    // @ts-expect-error And an axis.
    expect(() => new Softmax(1)).toThrow('such as { dim: 1 }')
    // @ts-expect-error A list is no tensor.
    expect(() => new Linear(2, 1).forward([[1, 2]])).toThrow(
      'Linear(2, 1): the input is no tensor — expected […, 2], got object\n  hint: tensor([[…]]) makes one',
    )
  })
})
