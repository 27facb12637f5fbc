/** What a layer is before and after it knows its input. It holds no numbers itself. */

import type { Random } from '../base/index.ts'
import type { Module, Tensor } from '../nn/index.ts'

/** What a layer becomes once it knows the shape of its input. */
interface Built {
  readonly module: Module
  readonly outputShape: readonly number[]
  /** The activation this layer ends with, if any: a loss may want what goes into it. */
  readonly activation: string | undefined
  /** What its weights add to the loss, each a tensor []. */
  readonly penalties?: readonly (() => Tensor)[]
}

/** A layer that has been given its input: a module of `nn`, and what the summary says about it. */
export class BuiltLayer {
  readonly name: string
  readonly className: string
  readonly module: Module
  readonly outputShape: readonly number[]
  readonly activation: string | undefined
  readonly penalties: readonly (() => Tensor)[]
  #trainable = true

  /** @internal */
  constructor(name: string, className: string, { module, outputShape, activation, penalties = [] }: Built) {
    this.name = name
    this.className = className
    this.module = module
    this.outputShape = outputShape
    this.activation = activation
    this.penalties = penalties
  }

  /**
   * Whether `fit` changes its weights. Where it does not, batch normalisation goes by its running means and leaves them
   * as they are, too. May be changed between calls of `fit`.
   */
  get trainable(): boolean {
    return this.#trainable
  }

  set trainable(trainable: boolean) {
    this.#trainable = trainable
    /** Of what has no weights, dropout above all, training goes on as it was. */
    if (this.module.namedBuffers().length > 0) this.module.freeze(!trainable)
  }
}

export interface Layer {
  readonly name: string | undefined
  /** Features per row, without the axis of rows; needed on the first layer alone. */
  readonly inputShape: readonly number[] | undefined
  /** `name` is the layer's name in the model, unique there. */
  build(inputShape: readonly number[], random: Random, name: string): readonly BuiltLayer[]
  readonly kind: string
}

export interface LayerOptions {
  readonly name?: string
  readonly inputShape?: readonly number[]
  /** Whether `fit` changes its weights; may be changed later, in `model.layers`. Default: true. */
  readonly trainable?: boolean
}

/** A layer of one module. */
export function layerOf(
  { name, inputShape, trainable = true }: LayerOptions,
  kind: string,
  className: string,
  build: (inputShape: readonly number[], random: Random, name: string) => Built,
): Layer {
  return {
    name,
    inputShape,
    kind,
    build(shape, random, unique) {
      const built = new BuiltLayer(unique, className, build(shape, random, unique))
      built.trainable = trainable
      return [built]
    },
  }
}

/** A layer, and after it its activation, if it has one, under its own name. */
export function followedBy(layer: Layer, after: Layer | undefined): Layer {
  if (!after) return layer
  return {
    ...layer,
    build(inputShape, random, name) {
      const built = layer.build(inputShape, random, name)
      const { outputShape, trainable } = built.at(-1) as BuiltLayer
      const activation = after.build(outputShape, random, `${name}_activation`)
      for (const each of activation) each.trainable = trainable
      return [...built, ...activation]
    },
  }
}
