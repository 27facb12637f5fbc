/**
 * Trains for 1000 steps and prints a digest of the weights, and whether threads took part. In a process alone: it
 * must end by itself. Arguments: the number of threads, what the host lacks, and whether to train 'for ever' after
 * that.
 */

import { createHash } from 'node:crypto'
import workers from 'node:worker_threads'

const [threads = '1', lack, then] = process.argv.slice(2)
if (lack === 'no SharedArrayBuffer') Reflect.deleteProperty(globalThis, 'SharedArrayBuffer')
if (lack === 'no shared memory') {
  const { Memory } = WebAssembly
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      if (descriptor.shared) throw new RangeError('could not allocate memory')
      super(descriptor)
    }
  }
}
let started = 0
const { Worker } = workers
class CountedWorker extends Worker {
  constructor(...args: ConstructorParameters<typeof Worker>) {
    if (lack === 'no Worker') throw new Error('no thread can be started')
    super(...args)
    started++
  }
}
workers.Worker = CountedWorker

/** Only now: what the host has is looked at when the device is loaded. */
const { Random } = await import('../../src/base/index.ts')
const { wasmDevice } = await import('../../src/devices/wasm.ts')
const nn = await import('../../src/nn/index.ts')

const [ROWS, FEATURES, STEPS] = [200, 7, 1000]
const random = Random.seed(1)
const network = new nn.Sequential(
  new nn.Linear(FEATURES, 37, { random: random.fork(1) }),
  new nn.GELU(),
  new nn.Linear(37, 20, { random: random.fork(2) }),
  new nn.Tanh(),
  new nn.Linear(20, 1, { random: random.fork(3) }),
)
const trainer = new nn.Trainer({
  module: network,
  forward: ({ x }) => network.forward(x),
  loss: nn.meanSquaredError,
  optimizer: new nn.Adam({ lr: 0.01 }),
  batchSize: 40,
  widths: { inputs: { x: FEATURES }, target: 1 },
  device: wasmDevice({ threads: Number(threads), workPerThread: 1 }),
})
const resident = trainer.place({
  rows: ROWS,
  inputs: { x: { width: FEATURES, data: Float32Array.from(random.fork('x').normal(ROWS * FEATURES)) } },
  target: { width: 1, data: Float32Array.from(random.fork('y').normal(ROWS)) },
})
const train = (epoch: number) => trainer.epoch(resident, random.fork('order').fork(epoch).permutation(ROWS))
for (let epoch = 0; epoch < STEPS / 5; epoch++) {
  train(epoch)
  if (epoch % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 10))
}
const hash = createHash('sha256')
for (const parameter of network.parameters()) hash.update(parameter.data())
process.stdout.write(JSON.stringify({ weights: hash.digest('hex'), threads: started > 0 }))
while (then === 'for ever') train(0)
