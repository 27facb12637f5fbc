/** Activation layers in Keras' words, with Keras' defaults where those differ from the catalogue's. */

import {
  type Activation,
  type ActivationName,
  activation,
  elu,
  findActivation,
  findIn,
  leakyRelu,
  prelu,
  relu,
  softmax,
  type VectorActivation,
} from '../activations/index.ts'
import { OgeeError } from '../base/index.ts'
import { select } from '../expr/index.ts'
import { input } from '../graph/index.ts'
import { type ActivationModule, type Module, moduleOf } from '../nn/index.ts'
import { fillOf, type Initializer } from './initializers.ts'
import { type Layer, type LayerOptions, layerOf } from './layer.ts'

/** What Keras takes as an activation: a name of the catalogue, an entry, or one of your own. */
export type AnyActivation = ActivationName | Activation | VectorActivation

/**
 * An activation at every feature, or along the features. A name means what Keras means by it: 'leakyRelu' has
 * the slope 0.2, as Keras' function has.
 */
export function activationLayer(chosen: AnyActivation, options: LayerOptions = {}): Layer {
  const entry = typeof chosen === 'string' ? asKerasHasIt(findActivation(chosen)) : chosen
  return layerOf(options, 'activation', 'Activation', (inputShape, random) => ({
    module: entry.kind === 'elementwise' ? moduleOf(entry, { random }) : moduleOf(entry, {}, random),
    outputShape: entry.kind === 'elementwise' ? inputShape : shapeAfter(entry, inputShape),
    activation: entry.name,
  }))
}

/** With the defaults of Keras' function of that name; its layers have others, and names of their own. */
function asKerasHasIt(entry: Activation | VectorActivation): Activation | VectorActivation {
  const spelling = entry.frameworks.keras?.find(({ name }) => !name.includes('.'))
  return entry.kind === 'elementwise' && spelling?.defaults ? entry.with(spelling.defaults) : entry
}

function shapeAfter(entry: VectorActivation, inputShape: readonly number[]): readonly number[] {
  return entry(input('x', [1, ...inputShape])).shape.slice(1)
}

export interface ReLUOptions extends LayerOptions {
  /** What no value exceeds. Default: none. */
  readonly maxValue?: number
  /** Below the threshold. Default: 0. */
  readonly negativeSlope?: number
  /** From where on x itself is passed on. Default: 0. */
  readonly threshold?: number
}

/** x above the threshold, at most maxValue; negativeSlope·(x − threshold) below. */
function reLU(options: ReLUOptions = {}): Layer {
  const { maxValue, negativeSlope = 0, threshold = 0, ...place } = options
  for (const [name, value] of Object.entries({ maxValue, negativeSlope, threshold }))
    if (value !== undefined && !(value >= 0)) throw outOfRange('layers.reLU', name, 'at least 0', value)
  return elementwiseLayer(reLUOf(maxValue, negativeSlope, threshold), place, 're_lu', 'ReLU')
}

function reLUOf(maxValue: number | undefined, slope: number, threshold: number): Activation {
  if (maxValue === undefined && slope === 0 && threshold === 0) return relu
  return activation('reLU', (x) => {
    const low = slope === 0 ? 0 : x.sub(threshold).mul(slope)
    const open = select(x.le(threshold), low, x)
    return maxValue === undefined ? open : open.min(maxValue)
  })
}

/** negativeSlope·x below 0. Default: 0.3, as Keras' layer has it. */
function leakyReLU(options: LayerOptions & { readonly negativeSlope?: number } = {}): Layer {
  const { negativeSlope, ...place } = options
  const entry =
    negativeSlope === undefined
      ? (findIn('keras', 'layers.LeakyReLU') as Activation)
      : leakyRelu.with({ slope: negativeSlope })
  return elementwiseLayer(entry, place, 'leaky_re_lu', 'LeakyReLU')
}

/** α·(eˣ − 1) below 0. Default: α = 1. */
function eluLayer(options: LayerOptions & { readonly alpha?: number } = {}): Layer {
  const { alpha, ...place } = options
  return elementwiseLayer(alpha === undefined ? elu : elu.with({ alpha }), place, 'elu', 'ELU')
}

export interface PReLUOptions extends LayerOptions {
  /** Of the slopes. Default: 'zeros'. */
  readonly alphaInitializer?: Initializer
  /** [1] shares one slope among all features. Default: a slope for each. */
  readonly sharedAxes?: readonly 1[]
}

/** alpha·x below 0, alpha learned, one for each feature. */
function preluLayer(options: PReLUOptions = {}): Layer {
  const { alphaInitializer = 'zeros', sharedAxes = [], ...place } = options
  const fill = fillOf(alphaInitializer)
  return layerOf(place, 'p_re_lu', 'PReLU', (inputShape, random) => {
    const [features, ...more] = inputShape
    if (features === undefined || more.length > 0)
      throw new OgeeError({
        where: 'layers.prelu',
        problem: 'slopes are for rows of features',
        expected: 'an input shape [features]',
        got: `[${inputShape.join(', ')}]`,
      })
    const numParameters = sharedAxes.length > 0 ? 1 : features
    const module: ActivationModule = moduleOf(prelu, { numParameters })
    module.learned.slope?.set(fill([numParameters], random))
    return { module, outputShape: inputShape, activation: prelu.name }
  })
}

/** Along an axis, counted with that of the rows: 1 is the first of a row. Default: the last. */
function softmaxLayer(options: LayerOptions & { readonly axis?: number } = {}): Layer {
  const { axis = -1, ...place } = options
  return layerOf(place, 'softmax', 'Softmax', (inputShape) => ({
    module: moduleOf(softmax, { dim: axis }),
    outputShape: inputShape,
    /** A loss from logits takes them along the last axis. */
    activation: axis === -1 || axis === inputShape.length ? softmax.name : undefined,
  }))
}

function elementwiseLayer(entry: Activation, place: LayerOptions, kind: string, className: string): Layer {
  return layerOf(place, kind, className, (inputShape, random) => ({
    module: moduleOf(entry, { random }) as Module,
    outputShape: inputShape,
    activation: entry.name,
  }))
}

function outOfRange(where: string, name: string, expected: string, got: number): OgeeError {
  return new OgeeError({ where, problem: `${name} is out of range`, expected, got: `${got}` })
}

export const activationLayers = {
  activation: activationLayer,
  reLU,
  leakyReLU,
  elu: eluLayer,
  prelu: preluLayer,
  softmax: softmaxLayer,
}
