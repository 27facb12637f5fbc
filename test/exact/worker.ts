/** A thread of `run.ts`: measures an activation at all bit patterns of a part of float32. */

import { parentPort } from 'node:worker_threads'
import { findElementwise } from '../../src/activations/index.ts'
import { exhaust } from './exhaust.ts'

/** Bit patterns from `first` on. */
export interface Part {
  readonly name: string
  readonly first: number
  readonly count: number
}

parentPort?.on('message', ({ name, first, count }: Part) => {
  parentPort?.postMessage(exhaust(findElementwise(name), first, count))
})
