/** Pooling as layers, in PyTorch's spelling. */

import {
  type AvgPoolOptions,
  adaptiveAvgPool,
  avgPool,
  type MaxPoolOptions,
  maxPool,
} from '../functional/pool.ts'
import type { ChannelsOption, PerAxis } from '../functional/windowed.ts'
import { Module } from '../module.ts'
import type { Tensor } from '../tensor.ts'

type Pool<Options> = (where: string, rank: number, x: Tensor, size: PerAxis, options: Options) => Tensor

/** A layer that is a function of windows of one size. */
function poolLayer<Options extends object>(name: string, rank: number, pool: Pool<Options>) {
  return class extends Module {
    readonly #size: PerAxis
    readonly #options: Options

    constructor(size: PerAxis, options = {} as Options) {
      super()
      this.#size = size
      this.#options = options
    }

    override forward(x: Tensor): Tensor {
      return pool(name, rank, x, this.#size, this.#options)
    }
  }
}

/** [batch, channels, length]: the greatest of each window of `size`, one after the other unless `stride` says else. */
export const MaxPool1d = poolLayer<MaxPoolOptions>('MaxPool1d', 1, maxPool)
/** [batch, channels, height, width]: the greatest of each window. */
export const MaxPool2d = poolLayer<MaxPoolOptions>('MaxPool2d', 2, maxPool)
/** [batch, channels, length]: the mean of each window. */
export const AvgPool1d = poolLayer<AvgPoolOptions>('AvgPool1d', 1, avgPool)
/** [batch, channels, height, width]: the mean of each window. */
export const AvgPool2d = poolLayer<AvgPoolOptions>('AvgPool2d', 2, avgPool)
/** [batch, channels, length]: means of `size` equal parts. */
export const AdaptiveAvgPool1d = poolLayer<ChannelsOption>('AdaptiveAvgPool1d', 1, adaptiveAvgPool)
/** [batch, channels, height, width]: means of `size` × `size` equal parts; 1 leaves one number per channel. */
export const AdaptiveAvgPool2d = poolLayer<ChannelsOption>('AdaptiveAvgPool2d', 2, adaptiveAvgPool)
