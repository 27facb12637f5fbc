/** Layers that change shapes and no number. */

import type { Shape } from '../../base/index.ts'
import { flatten, unflatten } from '../functional/shape.ts'
import { Module } from '../module.ts'
import type { Tensor } from '../tensor.ts'

/** The axes from `startDim` to `endDim` as one: [rows, …] → [rows, features] by default. */
export class Flatten extends Module {
  readonly #startDim: number
  readonly #endDim: number

  constructor(startDim = 1, endDim = -1) {
    super()
    this.#startDim = startDim
    this.#endDim = endDim
  }

  override forward(x: Tensor): Tensor {
    return flatten(x, { startDim: this.#startDim, endDim: this.#endDim })
  }
}

/** The axis `dim` as several: new Unflatten(1, [1, 28, 28]) makes images of rows of 784 features. */
export class Unflatten extends Module {
  readonly #dim: number
  readonly #sizes: Shape

  constructor(dim: number, sizes: Shape) {
    super()
    this.#dim = dim
    this.#sizes = sizes
  }

  override forward(x: Tensor): Tensor {
    return unflatten(x, this.#dim, this.#sizes)
  }
}
