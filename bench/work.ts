/** The works that are measured, with the same data and the same first weights for every system. */

import { Random } from '../src/base/random.ts'
import type { Activation, Batch, Layer, Work } from './system.ts'

/** A work, and how it is measured: every system takes as many steps as any other. */
export interface Plan {
  readonly work: Work
  readonly rounds: number
  readonly steps: number
}

const BATCHES = 16

export function makePlans(): readonly Plan[] {
  return [
    { work: makeWork([10, 64, 32, 10], ['relu', 'sigmoid', 'none'], 32), rounds: 15, steps: 400 },
    { work: makeWork([784, 512, 512, 10], ['relu', 'relu', 'none'], 128), rounds: 9, steps: 20 },
  ]
}

function makeWork(sizes: readonly number[], activations: readonly Activation[], rows: number): Work {
  const name = `step/${sizes.join('-')}/b${rows}`
  const random = Random.seed(0).fork(name)
  const layers = activations.map((activation, i): Layer => {
    const [inputs = 0, outputs = 0] = sizes.slice(i)
    const std = Math.sqrt(2 / inputs)
    const weights = Float32Array.from(random.fork(`layer ${i}`).normal(inputs * outputs, 0, std))
    return { inputs, outputs, activation, weights }
  })
  const [inputs = 0, classes = 0] = [sizes[0], sizes.at(-1)]
  const batches = Array.from({ length: BATCHES }, (_, i): Batch => {
    const labels = Int32Array.from({ length: rows }, (_, row) =>
      random.fork(`labels ${i}`).integer(row, classes),
    )
    return { inputs: Float32Array.from(random.fork(`inputs ${i}`).normal(rows * inputs)), labels }
  })
  return { name, layers, rows, batches, learningRate: 0.001 }
}
