/** Functions of images [batch, channels, height, width] and sequences [batch, channels, length], as PyTorch spells them. */

import type { Tensor } from '../tensor.ts'
import { type ConvolveOptions, convolve } from './convolve.ts'
import { type AvgPoolOptions, adaptiveAvgPool, avgPool, type MaxPoolOptions, maxPool } from './pool.ts'
import type { ChannelsOption, PerAxis } from './windowed.ts'

export const images = {
  conv1d: (x: Tensor, weight: Tensor, options?: ConvolveOptions): Tensor =>
    convolve('conv1d', 1, x, weight, options),
  conv2d: (x: Tensor, weight: Tensor, options?: ConvolveOptions): Tensor =>
    convolve('conv2d', 2, x, weight, options),
  max_pool1d: (x: Tensor, size: PerAxis, options?: MaxPoolOptions): Tensor =>
    maxPool('max_pool1d', 1, x, size, options),
  max_pool2d: (x: Tensor, size: PerAxis, options?: MaxPoolOptions): Tensor =>
    maxPool('max_pool2d', 2, x, size, options),
  avg_pool1d: (x: Tensor, size: PerAxis, options?: AvgPoolOptions): Tensor =>
    avgPool('avg_pool1d', 1, x, size, options),
  avg_pool2d: (x: Tensor, size: PerAxis, options?: AvgPoolOptions): Tensor =>
    avgPool('avg_pool2d', 2, x, size, options),
  adaptive_avg_pool1d: (x: Tensor, size: PerAxis, options?: ChannelsOption): Tensor =>
    adaptiveAvgPool('adaptive_avg_pool1d', 1, x, size, options),
  adaptive_avg_pool2d: (x: Tensor, size: PerAxis, options?: ChannelsOption): Tensor =>
    adaptiveAvgPool('adaptive_avg_pool2d', 2, x, size, options),
} as const
