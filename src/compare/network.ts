/** The network that is compared: a table's numbers and embedded categories through hidden layers of one activation. */

import type { Activation } from '../activations/index.ts'
import type { Random } from '../base/index.ts'
import {
  cat,
  column,
  Embedding,
  initialiseWithGain,
  Linear,
  Module,
  moduleOf,
  type Tensor,
} from '../nn/index.ts'

export interface NetworkOptions {
  /** Features that are numbers. */
  readonly width: number
  /** Levels of each embedded category. */
  readonly levels: readonly number[]
  readonly hidden: readonly number[]
  readonly outputs: number
  readonly activation: Activation
  /** The gain its initial weights ask for: 1/√E φ(z)². */
  readonly gain: number
  readonly random: Random
}

/** Rows of an embedding start small, so that rare levels stay near the mean until data moves them. */
const EMBEDDING_STD = 0.1

export class TableNetwork extends Module {
  readonly embeddings: readonly Embedding[]
  readonly layers: readonly Module[]

  constructor({ width, levels, hidden, outputs, activation, gain, random }: NetworkOptions) {
    super()
    const dimensions = levels.map(embeddingDimension)
    this.embeddings = levels.map(
      (count, i) =>
        new Embedding(count, dimensions[i] as number, {
          std: EMBEDDING_STD,
          random: random.fork('embedding').fork(i),
        }),
    )
    const inputs = dimensions.reduce((sum, dimension) => sum + dimension, width)
    const layers: Module[] = []
    for (const [i, features] of hidden.entries()) {
      // What enters the first layer is standardised and has not been through an activation.
      layers.push(linear(hidden[i - 1] ?? inputs, features, i === 0 ? 1 : gain, random.fork(i)))
      layers.push(moduleOf(activation, { random: random.fork('activation').fork(i) }))
    }
    const last = hidden.at(-1) ?? inputs
    layers.push(linear(last, outputs, hidden.length === 0 ? 1 : gain, random.fork(hidden.length)))
    this.layers = layers
  }

  /** numeric [rows, width] and codes [rows, categories] of level numbers, each absent where there are none. */
  override forward(numeric: Tensor | undefined, codes?: Tensor): Tensor {
    const embedded = codes ? this.embeddings.map((embedding, i) => embedding.forward(column(codes, i))) : []
    const inputs = cat([...(numeric ? [numeric] : []), ...embedded], { dim: -1 })
    return this.layers.reduce((x, layer) => layer.forward(x), inputs)
  }
}

function linear(inputs: number, outputs: number, gain: number, random: Random): Linear {
  const layer = new Linear(inputs, outputs, { random })
  layer.weight.state.data.set(initialiseWithGain([outputs, inputs], gain, { random }))
  layer.bias?.state.data.fill(0)
  return layer
}

/** The square root of the number of levels, between 4 and 24. */
function embeddingDimension(levels: number): number {
  return Math.min(24, Math.max(4, Math.round(Math.sqrt(levels))))
}
