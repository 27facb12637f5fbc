/** Runs in the page: trains on one thread and on two, and says what came of it and whether threads took part. */

import { deviceNamed } from '../../src/devices/index.ts'
import { classTraining } from '../devices/training.ts'

export interface PageReport {
  /** Whether the page may share memory. */
  readonly isolated: boolean
  readonly trainings: readonly {
    /** The most that there might be. */
    readonly threads: number
    readonly weights: string
    /** How often threads waited for each other until all had come. */
    readonly meetings: number
  }[]
  readonly problem?: string
}

const EPOCHS = 200

/** What a crew says to a thread that it calls. */
interface Call {
  readonly memory: WebAssembly.Memory
  readonly at: { readonly generation: number }
}

const calls: Call[] = []
const { postMessage } = Worker.prototype
Worker.prototype.postMessage = function (this: Worker, message: Call) {
  calls.push(message)
  postMessage.call(this, message)
}

async function trainOn(threads: number): Promise<PageReport['trainings'][number]> {
  calls.length = 0
  const training = classTraining(deviceNamed('wasm', { threads }))
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    training.epoch(epoch)
    if (epoch % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const meetings = calls.map(({ memory, at }) => Atomics.load(new Int32Array(memory.buffer), at.generation))
  return { threads, weights: await training.digest(), meetings: Math.max(0, ...meetings) }
}

async function report(): Promise<PageReport> {
  const isolated = globalThis.crossOriginIsolated
  try {
    return { isolated, trainings: [await trainOn(1), await trainOn(2)] }
  } catch (error) {
    return { isolated, trainings: [], problem: String(error) }
  }
}

await fetch('reply', { method: 'POST', body: JSON.stringify(await report()) })
