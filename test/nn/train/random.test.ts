/**
 * Random networks of all kinds of layers, of odd sizes, in training. Oracle: the same steps on the js device, in float64
 * and one number at a time. (What layers mean is held elsewhere: by PyTorch's numbers, and by definitions of operations.)
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random, sizeOf } from '../../../src/base/index.ts'
import { type Device, deviceNamed } from '../../../src/devices/index.ts'
import { jsDevice } from '../../../src/devices/js.ts'
import { input } from '../../../src/graph/index.ts'
import * as nn from '../../../src/nn/index.ts'

interface Plan {
  readonly width: number
  readonly rows: number
  readonly batchSize: number
  readonly layers: readonly { readonly kind: number; readonly detail: number }[]
}

const plan: fc.Arbitrary<Plan> = fc.record({
  width: fc.constantFrom(1, 6, 9, 24, 36),
  rows: fc.constantFrom(1, 3, 9, 20),
  batchSize: fc.constantFrom(1, 3, 8, 9),
  layers: fc.array(fc.record({ kind: fc.nat(9), detail: fc.nat(99) }), { minLength: 2, maxLength: 7 }),
})

class Residual extends nn.Module {
  readonly inner: nn.Module

  constructor(inner: nn.Module) {
    super()
    this.inner = inner
  }

  override forward(x: nn.Tensor): nn.Tensor {
    return x.add(this.inner.forward(x))
  }
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T
}

/** Smooth ones, so that no rounding falls on the other side of a kink. */
function activation(detail: number, random: Random): nn.Module {
  return pick([() => new nn.GELU(), () => new nn.Tanh(), () => new nn.Dropout(0.3, { random })], detail)()
}

/** A layer that takes [rows, …shape]. */
function layerFor(shape: readonly number[], kind: number, detail: number, random: Random): nn.Module {
  const [channels = 1, ...places] = shape
  const last = shape.at(-1) as number
  if (kind < 2) return activation(detail, random)
  if (kind === 2) return new nn.BatchNorm(channels, { eps: 0.01 })
  if (kind === 3) return new nn.LayerNorm(last, { eps: 0.01 })
  if (kind === 4) return new nn.Linear(last, pick([1, 3, 8, 9, 17], detail), { random })
  if (kind === 5) return new Residual(new nn.Linear(last, last, { random }))
  if (places.length === 0) {
    const height = pick(
      [1, 2, 3, 4].filter((each) => last % each === 0),
      detail,
    )
    return new nn.Unflatten(1, detail % 2 === 0 ? [height, last / height] : [1, height, last / height])
  }
  if (kind === 6) return new nn.Flatten()
  const size = places.map((extent, i) => Math.min(extent, 1 + ((detail + i) % 3)))
  const image = places.length === 2
  if (kind === 7) {
    const stride = 1 + (detail % 2)
    return detail % 3 === 0
      ? new (image ? nn.AvgPool2d : nn.AvgPool1d)(size, { stride })
      : new (image ? nn.MaxPool2d : nn.MaxPool1d)(size, { stride })
  }
  const groups = detail % 4 === 0 ? channels : 1
  const padding = detail % 3 === 0 ? 'same' : detail % 3
  const options = { groups, padding, stride: 1 + (detail % 2), random } as const
  return new (image ? nn.Conv2d : nn.Conv1d)(channels, groups * (1 + (detail % 5)), size, options)
}

function networkOf({ width, layers }: Plan): nn.Module {
  const random = Random.seed(3)
  const made: nn.Module[] = []
  let shape: readonly number[] = [width]
  for (const [i, { kind, detail }] of layers.entries()) {
    const layer = layerFor(shape, kind, detail, random.fork(i))
    made.push(layer)
    shape = layer.forward(new nn.Tensor(input('x', [1, ...shape]))).shape.slice(1)
  }
  const output = new nn.Linear(sizeOf(shape), 3, { random: random.fork('output') })
  return new nn.Sequential(...made, new nn.Flatten(), output)
}

/** Three passes. Where there are `others`, all that is learned is looked at, and put back, after each. */
function trained(plan: Plan, device: Device, others = false) {
  const { width, rows, batchSize } = plan
  const module = networkOf(plan)
  const widths = { inputs: { x: width }, target: 1 }
  const optimizer = new nn.SGD({ lr: 0.05, momentum: 0.9 })
  const options = { module, loss: nn.crossEntropy, optimizer, batchSize, widths, device }
  const random = Random.seed(4)
  const target = Float32Array.from({ length: rows }, (_, row) => random.fork('y').integer(row, 3))
  const x = { width, data: Float32Array.from(random.fork('x').normal(rows * width)) }
  const data = { rows, inputs: { x }, target: { width: 1, data: target } }
  const trainer = new nn.Trainer(options)
  const resident = trainer.place(data)
  const predictor = new nn.Predictor({ module, widths: { x: width }, device })
  for (let pass = 0; pass < 3; pass++) {
    trainer.epoch(resident, random.fork(pass).permutation(rows))
    if (others) {
      trainer.evaluate(trainer.replace(trainer.place(data), data))
      predictor.predict(data)
      module.loadStateDict(module.stateDict())
    }
  }
  const { output } = trainer.evaluate(resident)
  const one = new Float32Array(3)
  const single = Float32Array.from({ length: rows }, (_, row) => {
    predictor.predictInto({ x: x.data.subarray(row * width, (row + 1) * width) }, one)
    return one[0] as number
  })
  const numbers = module.namedBuffers().flatMap(([, buffer]) => [...buffer.data()])
  return { numbers, output, predicted: predictor.predict(data), single }
}

describe('a random network', () => {
  const wasm = deviceNamed('wasm', { threads: 1 })
  const check = (seed: number, numRuns: number, property: (each: Plan) => void) =>
    fc.assert(fc.property(plan, property), { seed, numRuns })

  it('learns on wasm what it learns in float64', () => {
    check(60, 20, (each) => {
      const [got, expected] = [trained(each, wasm), trained(each, jsDevice)]
      /** Some thousand roundings of float32, through divisions by a deviation of 0.1 and more. */
      const worst = expected.numbers.map((value, i) => Math.abs(value - (got.numbers[i] as number)))
      expect(Math.max(...worst)).toBeLessThan(1e-3)
    })
  })

  it('predicts to the last bit what it is evaluated at, all rows at once and one by one', () => {
    check(61, 15, (each) => {
      const { output, predicted, single } = trained(each, wasm)
      expect(predicted).toEqual(output)
      expect(single).toEqual(output.filter((_, i) => i % 3 === 0))
    })
  })

  it('learns the same to the last bit, whoever evaluates, predicts and loads what it holds in between', () => {
    check(62, 15, (each) => {
      expect(trained(each, wasm, true)).toEqual(trained(each, wasm))
    })
  })
})
