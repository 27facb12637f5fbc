/** Normalising layers in Keras' words, with Keras' defaults. */

import { OgeeError, sizeOf } from '../base/index.ts'
import { BatchNorm, LayerNorm, RMSNorm } from '../nn/index.ts'
import { type Layer, type LayerOptions, layerOf } from './layer.ts'

interface NormalizationOptions extends LayerOptions {
  /** Where the features are, counted with the axis of the rows. Default: −1, the last. */
  readonly axis?: number
  /** Added to the variance. Default: 0.001. */
  readonly epsilon?: number
  /** Whether a shift, beta, is learned. Default: true. */
  readonly center?: boolean
  /** Whether a scale, gamma, is learned. Default: true. */
  readonly scale?: boolean
}

export interface BatchNormalizationOptions extends NormalizationOptions {
  /** What is kept of the running mean and variance in a step. Default: 0.99. */
  readonly momentum?: number
}

/** Each feature by its mean and variance over the batch, and in evaluation by the running ones. */
function batchNormalization(options: BatchNormalizationOptions = {}): Layer {
  const { axis = -1, epsilon = 0.001, center = true, scale = true, momentum = 0.99, ...place } = options
  return layerOf(place, 'batch_normalization', 'BatchNormalization', (inputShape) => {
    const dim = axis < 0 ? axis + inputShape.length + 1 : axis
    const module = new BatchNorm(featuresAlong(dim, inputShape), {
      dim,
      eps: epsilon,
      scale,
      shift: center,
      momentum: 1 - momentum,
      unbiased: false,
    })
    return { module, outputShape: inputShape, activation: undefined }
  })
}

/** Each row by the mean and variance of its last axis. */
function layerNormalization(options: Omit<NormalizationOptions, 'axis'> = {}): Layer {
  const { epsilon = 0.001, center = true, scale = true, ...place } = options
  return layerOf(place, 'layer_normalization', 'LayerNormalization', (inputShape) => ({
    module: new LayerNorm(featuresAlong(inputShape.length, inputShape), {
      eps: epsilon,
      scale,
      shift: center,
    }),
    outputShape: inputShape,
    activation: undefined,
  }))
}

/** Each row by the root of the mean square of its last axis, and then a learned scale. Default epsilon: 1e-6. */
function rmsNormalization(options: Pick<NormalizationOptions, keyof LayerOptions | 'epsilon'> = {}): Layer {
  const { epsilon = 1e-6, ...place } = options
  return layerOf(place, 'rms_normalization', 'RMSNormalization', (inputShape) => ({
    module: new RMSNorm(featuresAlong(inputShape.length, inputShape), { eps: epsilon }),
    outputShape: inputShape,
    activation: undefined,
  }))
}

export const normalizationLayers = { batchNormalization, layerNormalization, rmsNormalization }

function featuresAlong(axis: number, inputShape: readonly number[]): number {
  const features = inputShape[axis - 1]
  if (features !== undefined && sizeOf(inputShape) > 0) return features
  throw new OgeeError({
    where: 'normalization',
    problem: 'no such axis',
    expected: `1 to ${inputShape.length}, or negative`,
    got: `${axis}`,
  })
}
