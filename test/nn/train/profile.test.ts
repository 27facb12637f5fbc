/** Where a step goes. No time is asserted: what is counted is, and that looking changes nothing. */

import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/base/index.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import {
  Adam,
  Linear,
  meanSquaredError,
  Sequential,
  Tanh,
  type Tensor,
  Trainer,
} from '../../../src/nn/index.ts'

const [ROWS, FEATURES, HIDDEN] = [20, 5, 12]

function training(device: string) {
  const random = Random.seed(2)
  const network = new Sequential(
    new Linear(FEATURES, HIDDEN, { random: random.fork(0) }),
    new Tanh(),
    new Linear(HIDDEN, 1, { random: random.fork(1) }),
  )
  const trainer = new Trainer({
    module: network,
    forward: ({ x }: { x: Tensor }) => network.forward(x),
    loss: meanSquaredError,
    optimizer: new Adam({ lr: 0.01 }),
    batchSize: 16,
    widths: { inputs: { x: FEATURES }, target: 1 },
    device: deviceNamed(device),
  })
  const numbers = (width: number) => ({
    width,
    data: Float32Array.from(random.fork(width).normal(ROWS * width)),
  })
  const resident = trainer.place({ rows: ROWS, inputs: { x: numbers(FEATURES) }, target: numbers(1) })
  return { trainer, resident, order: Uint32Array.from({ length: ROWS }, (_, row) => row) }
}

describe.each(['wasm', 'js'])('a profile on %s', (device) => {
  const { trainer, resident, order } = training(device)
  const profile = trainer.profile(resident)

  it('names kernels by their layers, in their order', () => {
    const layersOf = (kernel: string) =>
      profile.kernels.filter((each) => each.kernel === kernel).map(({ layer }) => layer)
    expect(layersOf('contract ay,zy->az')).toEqual(['0', '2'])
    expect(layersOf('contract az,ay->zy').toSorted()).toEqual(['0', '2'])
    expect(profile.kernels[0]).toMatchObject({ kernel: 'lookup', layer: '' })
  })

  it('counts operations and bytes', () => {
    const [first] = profile.kernels.filter(({ kernel }) => kernel === 'contract ay,zy->az')
    expect(first?.extents.reduce((a, b) => a * b)).toBe(16 * FEATURES * HIDDEN)
    expect(first?.operations).toBeGreaterThanOrEqual(2 * 16 * FEATURES * HIDDEN)
    /** Inputs, weights, biases and outputs; here and there also the derivative. */
    expect(first?.bytes).toBeGreaterThanOrEqual(4 * (16 * FEATURES + FEATURES * HIDDEN + 16 * HIDDEN))
  })

  it('gives times and shares that can be', () => {
    expect(profile.seconds).toBeGreaterThan(0)
    for (const { seconds, share } of profile.kernels) {
      expect(seconds).toBeGreaterThanOrEqual(0)
      expect(share).toBeGreaterThanOrEqual(0)
      expect(share).toBeLessThanOrEqual(1)
    }
    expect(profile.kernels.some(({ seconds }) => seconds > 0)).toBe(true)
    expect(profile.limits.operationsPerSecond).toBeGreaterThan(0)
    expect(profile.limits.memoryBytesPerSecond).toBeGreaterThan(0)
  })

  it('changes nothing in the training', () => {
    const undisturbed = training(device)
    const epochs = (one: ReturnType<typeof training>) =>
      Array.from({ length: 3 }, () => one.trainer.epoch(one.resident, one.order))
    expect(epochs({ trainer, resident, order })).toEqual(epochs(undisturbed))
  })
})
