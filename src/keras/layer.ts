/** What a layer is before and after it knows its input. It holds no numbers itself. */

import type { Random } from '../base/index.ts'
import type { Module } from '../nn/index.ts'

/** A layer that has been given its input: a module of `nn`, and what the summary says about it. */
export interface BuiltLayer {
  readonly name: string
  readonly className: string
  readonly module: Module
  readonly outputShape: readonly number[]
  /** The activation this layer ends with, if any: a loss may want what goes into it. */
  readonly activation: string | undefined
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
}

/** A layer of one module. */
export function layerOf(
  { name, inputShape }: LayerOptions,
  kind: string,
  className: string,
  build: (
    inputShape: readonly number[],
    random: Random,
    name: string,
  ) => Omit<BuiltLayer, 'name' | 'className'>,
): Layer {
  return {
    name,
    inputShape,
    kind,
    build: (shape, random, unique) => [{ name: unique, className, ...build(shape, random, unique) }],
  }
}

/** A layer, and after it its activation, if it has one, under its own name. */
export function followedBy(layer: Layer, after: Layer | undefined): Layer {
  if (!after) return layer
  return {
    ...layer,
    build(inputShape, random, name) {
      const built = layer.build(inputShape, random, name)
      const outputShape = built.at(-1)?.outputShape ?? inputShape
      return [...built, ...after.build(outputShape, random, `${name}_activation`)]
    },
  }
}
