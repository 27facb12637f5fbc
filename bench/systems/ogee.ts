/** Ogee on WebAssembly: the loop that `fit` and `ogee compare` run, over a table of all batches. */

import { readFileSync } from 'node:fs'
import { deviceNamed } from '../../src/devices/index.ts'
import {
  Adam,
  crossEntropy,
  Identity,
  Linear,
  ReLU,
  Sequential,
  Sigmoid,
  type Tensor,
  Trainer,
} from '../../src/nn/index.ts'
import type { Layer, Run, System, Work } from '../system.ts'

export const system: System = {
  name: 'ogee',
  threads: 1,
  available: async () => null,
  refuses: () => null,
  version: async () =>
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version,
  prepare,
}

const ACTIVATIONS = { relu: ReLU, sigmoid: Sigmoid, none: Identity }

async function prepare(work: Work): Promise<Run> {
  const network = new Sequential(
    ...work.layers.flatMap((layer) => [linear(layer), new ACTIVATIONS[layer.activation]()]),
  )
  const width = work.layers[0]?.inputs ?? 0
  const trainer = new Trainer({
    forward: ({ x }) => network.forward(x as Tensor),
    module: network,
    loss: crossEntropy,
    optimizer: new Adam({ lr: work.learningRate }),
    batchSize: work.rows,
    widths: { inputs: { x: width }, target: 1 },
    device: deviceNamed('wasm'),
  })
  const rows = work.rows * work.batches.length
  const resident = trainer.place({
    rows,
    inputs: { x: { width, data: joined(work.batches.map(({ inputs }) => inputs)) } },
    target: { width: 1, data: joined(work.batches.map(({ labels }) => labels)) },
  })
  const order = Uint32Array.from({ length: rows }, (_, row) => row)
  let step = 0
  /** Up to the end of the table, or as many steps as are wanted. */
  const pass = (steps: number): number => {
    const first = step % work.batches.length
    const taken = Math.min(steps, work.batches.length - first)
    step += taken
    return trainer.epoch(resident, order.subarray(first * work.rows, (first + taken) * work.rows))
  }
  return {
    async run(steps) {
      for (const end = step + steps - 1; step < end; ) pass(end - step)
      return pass(1)
    },
    async close() {},
  }
}

function linear({ inputs, outputs, weights }: Layer): Linear {
  const layer = new Linear(inputs, outputs)
  layer.weight.state.data.forEach((_, i, data) => {
    data[i] = weights[(i % inputs) * outputs + Math.floor(i / inputs)] as number
  })
  layer.bias?.state.data.fill(0)
  return layer
}

function joined(parts: readonly ArrayLike<number>[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => Array.from(part)))
}
