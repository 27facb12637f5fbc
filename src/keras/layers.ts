/**
 * Layers in Keras' words: descriptions that become modules of `nn` once the width of their input is known.
 */

import { formatShape, OgeeError, Random } from '../base/index.ts'
import { AlphaDropout, Dropout, Linear } from '../nn/index.ts'
import { type AnyActivation, activationLayer, activationLayers } from './activations.ts'
import { embedding } from './embedding.ts'
import { imageLayers } from './images.ts'
import { fillOf, type Initializer } from './initializers.ts'
import { followedBy, type Layer, type LayerOptions, layerOf } from './layer.ts'
import { normalizationLayers } from './normalization.ts'
import { penaltiesOf, type RegularizerOptions } from './regularizers.ts'

export interface DenseOptions extends LayerOptions, RegularizerOptions {
  /** Width of the output. */
  readonly units: number
  readonly activation?: AnyActivation
  /** Default: true. */
  readonly useBias?: boolean
  /** Default: 'glorotUniform'. */
  readonly kernelInitializer?: Initializer
  /** Default: 'zeros'. */
  readonly biasInitializer?: Initializer
}

/** A fully connected layer: [rows, features] → [rows, units]. */
function dense(options: DenseOptions): Layer {
  const { units, activation, useBias = true } = options
  if (!Number.isInteger(units) || units < 1)
    throw new OgeeError({
      where: 'layers.dense',
      problem: 'units is out of range',
      expected: 'a whole number of at least 1',
      got: `${units}`,
    })
  const kernel = fillOf(options.kernelInitializer ?? 'glorotUniform')
  const bias = fillOf(options.biasInitializer ?? 'zeros')
  const penalties = penaltiesOf(options)
  const after = activation === undefined ? undefined : activationLayer(activation)
  const layer = layerOf(options, 'dense', 'Dense', (inputShape, random, name) => {
    const module = new Linear(widthOf(name, inputShape), units, { bias: useBias, random })
    module.weight.set(kernel(module.weight.shape, random.fork('kernel')))
    module.bias?.set(bias(module.bias.shape, random.fork('bias')))
    return { module, outputShape: [units], activation: undefined, penalties: penalties(module) }
  })
  return followedBy(layer, after)
}

export interface DropoutLayerOptions extends LayerOptions {
  /** The share of features that are 0 in a step. */
  readonly rate: number
  /** Fixes what is drawn, apart from the model's seed. */
  readonly seed?: number
}

/** A layer of noise while training. */
function noiseLayer(kind: string, className: string, Noise: typeof Dropout | typeof AlphaDropout) {
  return ({ rate, seed, ...place }: DropoutLayerOptions): Layer =>
    layerOf(place, kind, className, (inputShape, random) => ({
      module: new Noise(rate, { random: seed === undefined ? random : Random.seed(seed) }),
      outputShape: inputShape,
      activation: undefined,
    }))
}

/** The shape of a row, for those who like it by itself: the first of a stack, in place of its `inputShape`. */
function input({ shape }: { readonly shape: readonly number[] }): Layer {
  return { name: undefined, inputShape: shape, kind: 'input', build: () => [] }
}

export const layers = {
  dense,
  /** Zeros at random while training, the others scaled so that means stay. */
  dropout: noiseLayer('dropout', 'Dropout', Dropout),
  /** The same for networks of 'selu', which keeps mean and variance. */
  alphaDropout: noiseLayer('alpha_dropout', 'AlphaDropout', AlphaDropout),
  embedding,
  input,
  ...imageLayers,
  ...normalizationLayers,
  ...activationLayers,
}

function widthOf(name: string, inputShape: readonly number[]): number {
  const [features, ...more] = inputShape
  if (features !== undefined && more.length === 0) return features
  throw new OgeeError({
    where: name,
    problem: 'a dense layer takes rows of features',
    expected: 'an input shape [features]',
    got: formatShape(inputShape),
    hint: 'Put layers.flatten() before it.',
  })
}
