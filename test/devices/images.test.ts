/** Training steps of images: the same on every device, and to the last bit however a kernel is shared out. */

import { describe, expect, it } from 'vitest'
import type { Device } from '../../src/devices/device.ts'
import { jsDevice } from '../../src/devices/js.ts'
import { wasmDevice } from '../../src/devices/wasm.ts'
import { wasmImplementations } from './implementations.ts'
import { imageTraining } from './training.ts'

function trained(device: Device): Float32Array {
  const training = imageTraining(device)
  for (let epoch = 0; epoch < 4; epoch++) training.epoch(epoch)
  return training.weights()
}

describe('convolution and pooling', () => {
  const expected = trained(jsDevice)

  it.each(wasmImplementations)('train on $name as in float64', ({ device }) => {
    /** Twenty steps of Adam by 0.01, whose rounded gradients differ by 1e-6 of theirs. */
    trained(device).forEach((weight, i) => void expect(weight).toBeCloseTo(expected[i] as number, 3))
  })

  it('are shared out among threads without changing a bit', () => {
    expect(trained(wasmDevice({ threads: 3, workPerThread: 1 }))).toEqual(trained(wasmDevice({ threads: 1 })))
  })
})
