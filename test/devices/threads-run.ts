/**
 * Trains two networks for 1000 steps and prints a digest of their weights, and whether threads took part. In a process alone: it
 * must end by itself. Arguments: the number of threads, what the host lacks, and whether to train 'for ever' after
 * that.
 */

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
const { wasmDevice } = await import('../../src/devices/wasm.ts')
const { imageTraining, oddTraining } = await import('./training.ts')

const EPOCHS = 200
const device = wasmDevice({ threads: Number(threads), workPerThread: 1 })
const trainings = [oddTraining(device), imageTraining(device)]
for (let epoch = 0; epoch < EPOCHS; epoch++) {
  for (const training of trainings) training.epoch(epoch)
  if (epoch % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 10))
}
const weights = await Promise.all(trainings.map((training) => training.digest()))
process.stdout.write(JSON.stringify({ weights, threads: started > 0 }))
while (then === 'for ever') for (const training of trainings) training.epoch(0)
