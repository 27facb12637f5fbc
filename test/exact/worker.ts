/** A thread of `run.ts`: measures an activation at all bit patterns of a part of float32. */

import { parentPort } from 'node:worker_threads'
import { findElementwise } from '../../src/activations/index.ts'
import { type Both, measureActivation, nothing } from './measure.ts'

/** Bit patterns from `first` on. */
export interface Part {
  readonly name: string
  readonly first: number
  readonly count: number
}

/** Inputs to a block. */
const BLOCK = 2 ** 20

parentPort?.on('message', (part: Part) => {
  parentPort?.postMessage(measurePart(part))
})

function measurePart({ name, first, count }: Part): Both {
  const activation = findElementwise(name)
  const patterns = new Uint32Array(BLOCK)
  const found = nothing()
  for (let start = first; start < first + count; start += BLOCK) {
    for (let i = 0; i < BLOCK; i++) patterns[i] = start + i
    measureActivation(found, activation, new Float32Array(patterns.buffer))
  }
  return found
}
