/**
 * Small trainings that end in the same bits wherever they run: in Node or in a browser, on one thread or several.
 * What a test takes from its host first must be taken before this is imported: it loads the device.
 */

import { Random } from '../../src/base/index.ts'
import type { Device } from '../../src/devices/index.ts'
import * as nn from '../../src/nn/index.ts'

const BATCHES = 5

export interface Training {
  /** One pass over the rows: five steps. */
  epoch(number: number): void
  weights(): Float32Array
  /** SHA-256 of the weights, in hexadecimal. */
  digest(): Promise<string>
}

/** Of odd widths, and 40 rows to a batch. */
export function oddTraining(device: Device): Training {
  const random = Random.seed(1)
  const layers = [
    new nn.Linear(7, 37, { random: random.fork(1) }),
    new nn.GELU(),
    new nn.Linear(37, 20, { random: random.fork(2) }),
    new nn.Tanh(),
    new nn.Linear(20, 1, { random: random.fork(3) }),
  ]
  const rows = 40 * BATCHES
  const target = Float32Array.from(random.fork('y').normal(rows))
  return train({ layers, features: 7, target, loss: nn.meanSquaredError, random, device })
}

/** Of the network 10-64-32-10, and 32 rows to a batch. */
export function classTraining(device: Device): Training {
  const random = Random.seed(2)
  const layers = [
    new nn.Linear(10, 64, { random: random.fork(1) }),
    new nn.ReLU(),
    new nn.Linear(64, 32, { random: random.fork(2) }),
    new nn.Sigmoid(),
    new nn.Linear(32, 10, { random: random.fork(3) }),
  ]
  const target = Float32Array.from({ length: 32 * BATCHES }, (_, row) => random.fork('y').integer(row, 10))
  return train({ layers, features: 10, target, loss: nn.crossEntropy, random, device })
}

/** Of images 7 × 6 in two channels: padding, strides, windows that meet and that leave places over. */
export function imageTraining(device: Device): Training {
  const random = Random.seed(3)
  const layers = [
    new nn.Unflatten(1, [2, 7, 6]),
    new nn.Conv2d(2, 6, 3, { padding: 1, random: random.fork(1) }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Conv2d(6, 8, [2, 3], { padding: [1, 0], groups: 2, random: random.fork(2) }),
    new nn.Tanh(),
    new nn.MaxPool2d([2, 1], { stride: 1 }),
    new nn.Conv2d(8, 5, 2, { stride: 2, padding: 1, random: random.fork(3) }),
    new nn.AvgPool2d([2, 1]),
    new nn.Flatten(),
    new nn.Linear(5, 1, { random: random.fork(4) }),
  ]
  const target = Float32Array.from(random.fork('y').normal(16 * BATCHES))
  return train({ layers, features: 84, target, loss: nn.meanSquaredError, random, device })
}

interface Parts {
  readonly layers: readonly nn.Module[]
  readonly features: number
  /** One number a row. */
  readonly target: Float32Array
  readonly loss: nn.Loss
  readonly random: Random
  readonly device: Device
}

function train({ layers, features, target, loss, random, device }: Parts): Training {
  const network = new nn.Sequential(...layers)
  const rows = target.length
  const trainer = new nn.Trainer({
    module: network,
    forward: ({ x }) => network.forward(x),
    loss,
    optimizer: new nn.Adam({ lr: 0.01 }),
    batchSize: rows / BATCHES,
    widths: { inputs: { x: features }, target: 1 },
    device,
  })
  const resident = trainer.place({
    rows,
    inputs: { x: { width: features, data: Float32Array.from(random.fork('x').normal(rows * features)) } },
    target: { width: 1, data: target },
  })
  const weights = () => Float32Array.from(network.parameters().flatMap((parameter) => [...parameter.data()]))
  return {
    weights,
    epoch: (number) => trainer.epoch(resident, random.fork('order').fork(number).permutation(rows)),
    digest: async () => {
      const hash = await crypto.subtle.digest('SHA-256', weights() as Float32Array<ArrayBuffer>)
      return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('')
    },
  }
}
