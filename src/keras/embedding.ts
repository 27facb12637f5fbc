/** Learned rows by number, in Keras' words: what a network of words or of categories begins with. */

import { Embedding } from '../nn/index.ts'
import { fillOf, type Initializer } from './initializers.ts'
import { type Layer, type LayerOptions, layerOf } from './layer.ts'

export interface EmbeddingLayerOptions extends LayerOptions {
  /** How many numbers there are: inputs are whole, from 0 to inputDim − 1. */
  readonly inputDim: number
  /** How many features each becomes. */
  readonly outputDim: number
  /** Of rows [inputDim, outputDim]. Default: 'randomUniform', from −0.05 to 0.05. */
  readonly embeddingsInitializer?: Initializer
}

/** Numbers [rows, length] → [rows, length, outputDim]. The first layer of a model, which checks its numbers. */
export function embedding(options: EmbeddingLayerOptions): Layer {
  const { inputDim, outputDim, embeddingsInitializer = 'randomUniform', ...place } = options
  const fill = fillOf(embeddingsInitializer)
  return layerOf(place, 'embedding', 'Embedding', (inputShape, random) => {
    const module = new Embedding(inputDim, outputDim, { random })
    module.weight.set(fill(module.weight.shape, random.fork('embeddings')))
    return { module, outputShape: [...inputShape, outputDim], activation: undefined }
  })
}
