/** Layers of images [rows, height, width, channels] and sequences [rows, length, channels], in Keras' words. */

import { formatShape, OgeeError, type Random, sizeOf } from '../base/index.ts'
import { input } from '../graph/index.ts'
import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AvgPool1d,
  AvgPool2d,
  Conv1d,
  Conv2d,
  type ConvOptions,
  Flatten,
  MaxPool1d,
  MaxPool2d,
  Module,
  type PerAxis,
  Sequential as Stack,
  Tensor,
  Unflatten,
} from '../nn/index.ts'
import { type AnyActivation, activationLayer } from './activations.ts'
import { fillOf, type Initializer } from './initializers.ts'
import { followedBy, type Layer, type LayerOptions, layerOf } from './layer.ts'
import { penaltiesOf, type RegularizerOptions } from './regularizers.ts'

export interface ConvLayerOptions extends LayerOptions, RegularizerOptions {
  /** Channels of the output. */
  readonly filters: number
  readonly kernelSize: PerAxis
  /** Default: 1. */
  readonly strides?: PerAxis
  /** Default: 'valid', no padding. */
  readonly padding?: 'valid' | 'same'
  /** Default: 1. */
  readonly dilationRate?: PerAxis
  /** Default: 1. */
  readonly groups?: number
  readonly activation?: AnyActivation
  /** Default: true. */
  readonly useBias?: boolean
  /** Default: 'glorotUniform'. */
  readonly kernelInitializer?: Initializer
  /** Default: 'zeros'. */
  readonly biasInitializer?: Initializer
}

export interface PoolLayerOptions extends LayerOptions {
  /** Default: 2. */
  readonly poolSize?: PerAxis
  /** Default: `poolSize`. */
  readonly strides?: PerAxis
  /** Default: 'valid', no padding. */
  readonly padding?: 'valid' | 'same'
}

type ConvClass = new (
  inputs: number,
  outputs: number,
  kernel: PerAxis,
  options: ConvOptions,
) => Conv1d | Conv2d

/** Weights [...kernel, channels / groups, filters]. */
function convLayer(kind: string, className: string, Conv: ConvClass) {
  return (options: ConvLayerOptions): Layer => {
    const { filters, kernelSize, strides = 1, padding = 'valid', dilationRate = 1, groups = 1 } = options
    const { activation, useBias = true } = options
    const kernel = fillOf(options.kernelInitializer ?? 'glorotUniform')
    const bias = fillOf(options.biasInitializer ?? 'zeros')
    const penalties = penaltiesOf(options)
    const after = activation === undefined ? undefined : activationLayer(activation)
    const made = (channels: number, random: Random) => {
      const module = new Conv(channels, filters, kernelSize, {
        stride: strides,
        padding,
        dilation: dilationRate,
        groups,
        bias: useBias,
        random,
        channels: 'last',
      })
      const { shape } = module.weight
      const inOrder = [...shape.slice(-2).reverse(), ...shape.slice(0, -2)]
      module.weight.set(channelsLast(kernel(inOrder, random.fork('kernel')), inOrder))
      module.bias?.set(bias(module.bias.shape, random.fork('bias')))
      return module
    }
    const layer = layerOf(options, kind, className, (inputShape, random) => {
      const module = made(inputShape.at(-1) ?? 0, random)
      const outputShape = shapeAfter(module, inputShape)
      return { module, outputShape, activation: undefined, penalties: penalties(module) }
    })
    return followedBy(layer, after)
  }
}

/** [filters, channels, …kernel] → [...kernel, channels, filters]. */
function channelsLast(weights: ArrayLike<number>, shape: readonly number[]): Float32Array {
  const [filters = 1, channels = 1, ...kernel] = shape
  const places = sizeOf(kernel)
  return Float32Array.from({ length: weights.length }, (_, i) => {
    const [filter, rest] = [i % filters, Math.floor(i / filters)]
    const [channel, place] = [rest % channels, Math.floor(rest / channels)]
    return weights[(filter * channels + channel) * places + place] as number
  })
}

/** What a module makes of rows of a shape. */
function shapeAfter(module: Module, inputShape: readonly number[]): readonly number[] {
  return module.forward(new Tensor(input('row', [1, ...inputShape]))).shape.slice(1)
}

function moduleLayer(place: LayerOptions, kind: string, className: string, module: Module): Layer {
  return layerOf(place, kind, className, (inputShape) => {
    return { module, outputShape: shapeAfter(module, inputShape), activation: undefined }
  })
}

type PoolClass = typeof MaxPool1d | typeof AvgPool1d

/** Padding counts for nothing. */
function poolLayer(kind: string, className: string, Pool: PoolClass) {
  return ({
    poolSize = 2,
    strides = poolSize,
    padding = 'valid',
    ...place
  }: PoolLayerOptions = {}): Layer => {
    const options = { stride: strides, padding, countIncludePad: false, channels: 'last' } as const
    return moduleLayer(place, kind, className, new Pool(poolSize, options))
  }
}

/** The mean of all places, channel by channel: [rows, channels]. */
function globalLayer(kind: string, className: string, Pool: typeof AdaptiveAvgPool1d) {
  return (place: LayerOptions = {}): Layer =>
    moduleLayer(place, kind, className, new Stack(new Pool(1, { channels: 'last' }), new Flatten()))
}

/** All that is in a row, side by side: [rows, …] → [rows, features]. */
function flatten(place: LayerOptions = {}): Layer {
  return moduleLayer(place, 'flatten', 'Flatten', new Flatten())
}

export interface ReshapeOptions extends LayerOptions {
  /** Of a row; one extent may be −1, and is what is left for it. */
  readonly targetShape: readonly number[]
}

/** Rows of the same numbers in another shape: [rows, …] → [rows, ...targetShape]. */
function reshape({ targetShape, ...place }: ReshapeOptions): Layer {
  return layerOf(place, 'reshape', 'Reshape', (inputShape) => {
    const left = sizeOf(inputShape) / sizeOf(targetShape.filter((extent) => extent !== -1))
    const outputShape = targetShape.map((extent) => (extent === -1 ? left : extent))
    const isShape = outputShape.every((extent) => Number.isInteger(extent) && extent >= 1)
    if (!isShape || sizeOf(outputShape) !== sizeOf(inputShape))
      throw new OgeeError({
        where: 'layers.reshape',
        problem: 'the numbers of a row do not fill the targetShape',
        expected: `extents whose product is ${sizeOf(inputShape)}, or one of them −1`,
        got: formatShape(targetShape),
      })
    const module = new Stack(new Flatten(), new Unflatten(1, outputShape))
    return { module, outputShape, activation: undefined }
  })
}

export interface RescalingOptions extends LayerOptions {
  readonly scale: number
  /** Default: 0. */
  readonly offset?: number
}

/** scale·x + offset, with fixed numbers: `rescaling({ scale: 1 / 255 })` for images of bytes. */
function rescaling({ scale, offset = 0, ...place }: RescalingOptions): Layer {
  return moduleLayer(place, 'rescaling', 'Rescaling', new Rescaling(scale, offset))
}

class Rescaling extends Module {
  readonly scale: number
  readonly offset: number

  constructor(scale: number, offset: number) {
    super()
    this.scale = scale
    this.offset = offset
  }

  override forward(x: Tensor): Tensor {
    return x.mul(this.scale).add(this.offset)
  }
}

export const imageLayers = {
  conv1d: convLayer('conv1d', 'Conv1D', Conv1d),
  conv2d: convLayer('conv2d', 'Conv2D', Conv2d),
  maxPooling1d: poolLayer('max_pooling1d', 'MaxPooling1D', MaxPool1d),
  maxPooling2d: poolLayer('max_pooling2d', 'MaxPooling2D', MaxPool2d),
  averagePooling1d: poolLayer('average_pooling1d', 'AveragePooling1D', AvgPool1d),
  averagePooling2d: poolLayer('average_pooling2d', 'AveragePooling2D', AvgPool2d),
  globalAveragePooling1d: globalLayer(
    'global_average_pooling1d',
    'GlobalAveragePooling1D',
    AdaptiveAvgPool1d,
  ),
  globalAveragePooling2d: globalLayer(
    'global_average_pooling2d',
    'GlobalAveragePooling2D',
    AdaptiveAvgPool2d,
  ),
  flatten,
  reshape,
  rescaling,
}
