/** An epoch is its steps, run in a row. Oracle: epochs of one batch each, which end in the same bits. */

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/base/index.ts'
import type { Device } from '../../../src/devices/device.ts'
import { jsDevice } from '../../../src/devices/js.ts'
import { wasmDevice } from '../../../src/devices/wasm.ts'
import * as nn from '../../../src/nn/index.ts'

/** More steps than are prepared at once, and an incomplete one. */
const [BATCH, STEPS] = [9, 300]
const ROWS = BATCH * STEPS + 2
const EPOCHS = 3

const alone = wasmDevice({ threads: 1 })

/** For the epochs, and for the steps. */
const devices: Readonly<Record<string, () => readonly [Device, Device]>> = {
  js: () => [jsDevice, jsDevice],
  'one thread': () => [alone, alone],
  'two threads': () => [wasmDevice({ threads: 2, workPerThread: 1 }), alone],
}

/** In which threads come that have been called. */
const PAUSE_MS = 80

const lr = nn.oneCycle({ lr: 0.05, steps: EPOCHS * STEPS })
const optimizers: Readonly<Record<string, () => nn.Optimizer>> = {
  Adam: () => new nn.Adam({ lr: 0.01 }),
  'AdamW on a schedule': () => new nn.AdamW({ lr, weightDecay: 0.1 }),
  'SGD with momentum on a schedule': () => new nn.SGD({ lr, momentum: 0.9, nesterov: true }),
  RMSprop: () => new nn.RMSprop({ lr: nn.exponentialDecay({ lr: 0.01, steps: 100, rate: 0.9 }) }),
}

/** A network that draws and keeps running means, in training on weighted rows. */
function training(device: Device, optimizer: nn.Optimizer) {
  const random = Random.seed(8)
  const module = new nn.Sequential(
    new nn.Linear(5, 7, { random: random.fork(0) }),
    new nn.BatchNorm1d(7),
    new nn.Tanh(),
    new nn.Dropout(0.3, { random: random.fork(1) }),
    new nn.Linear(7, 2, { random: random.fork(2) }),
  )
  const numbers = (width: number) => {
    return { width, data: Float32Array.from(random.fork(width).normal(ROWS * width), Math.abs) }
  }
  const widths = { inputs: { x: 5 }, target: 2 }
  const loss = nn.meanSquaredError
  const trainer = new nn.Trainer({
    module,
    loss,
    optimizer,
    batchSize: BATCH,
    widths,
    weighted: true,
    device,
  })
  const resident = trainer.place({
    rows: ROWS,
    inputs: { x: numbers(5) },
    target: numbers(2),
    weights: numbers(1),
  })
  const state = () => Object.values(module.stateDict()).map((tensor) => [...tensor.data()])
  return { trainer, resident, state }
}

const orderOf = (epoch: number) => Random.seed(9).fork(epoch).permutation(ROWS)

describe.each(Object.entries(devices))('an epoch on %s', (_, devicesOf) => {
  it.each(Object.entries(optimizers))(
    'of %s ends where its steps end, one after the other',
    async (_, make) => {
      const [device, other] = devicesOf()
      const [whole, single] = [training(device, make()), training(other, make())]
      for (let epoch = 0; epoch < EPOCHS; epoch++) {
        const order = orderOf(epoch)
        const loss = whole.trainer.epoch(whole.resident, order)
        let total = 0
        for (let start = 0; start < ROWS; start += BATCH) {
          const rows = order.subarray(start, start + BATCH)
          total += single.trainer.epoch(single.resident, rows) * rows.length
        }
        expect(loss).toBe(total / ROWS)
        if (device !== other) await sleep(PAUSE_MS)
      }
      expect(whole.state()).toEqual(single.state())
    },
  )
})

describe('an epoch', () => {
  it('that comes to a step without a learning rate has made the steps before it', () => {
    const rate = (last: number) => (step: number) => (step < last ? 0.1 : Number.NaN)
    const [torn, short] = [5, ROWS].map((last) => training(jsDevice, new nn.SGD({ lr: rate(last) }))) as [
      ReturnType<typeof training>,
      ReturnType<typeof training>,
    ]
    expect(() => torn.trainer.epoch(torn.resident, orderOf(0))).toThrow('the learning rate is out of range')
    short.trainer.epoch(short.resident, orderOf(0).subarray(0, 5 * BATCH))
    expect(torn.state()).toEqual(short.state())
  })

  it('needs from its optimiser all numbers that its updates read', () => {
    const sgd = new nn.SGD()
    const silent = { learningRate: 1, updates: sgd.updates.bind(sgd), step: () => ({}) }
    const { trainer, resident } = training(jsDevice, silent)
    expect(() => trainer.epoch(resident)).toThrow('train: no number for sgd.learningRate')
  })
})
