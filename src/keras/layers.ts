/**
 * Layers in Keras' words: descriptions that become modules of `nn` once the width of their input is known.
 * They hold no numbers themselves.
 */

import { type Activation, type ActivationName, findActivation } from '../activations/index.ts'
import { formatShape, OgeeError, type Random } from '../base/index.ts'
import { Linear, type Module, moduleOf } from '../nn/index.ts'
import { type Initializer, initializerNamed } from './initializers.ts'

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

interface LayerOptions {
  readonly name?: string
  readonly inputShape?: readonly number[]
}

export interface DenseOptions extends LayerOptions {
  /** Width of the output. */
  readonly units: number
  readonly activation?: ActivationName | Activation
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
  const kernel = initializerNamed(options.kernelInitializer ?? 'glorotUniform')
  const bias = initializerNamed(options.biasInitializer ?? 'zeros')
  const after = activation === undefined ? undefined : activationLayer(activation)
  return {
    name: options.name,
    inputShape: options.inputShape,
    kind: 'dense',
    build(inputShape, random, name) {
      const features = widthOf(name, inputShape)
      const module = new Linear(features, units, { bias: useBias, random })
      module.weight.state.data.set(kernel(module.weight.shape, random.fork('kernel')))
      module.bias?.state.data.set(bias(module.bias.shape, random.fork('bias')))
      const built = { name, className: 'Dense', module, outputShape: [units], activation: undefined }
      return after ? [built, ...after.build([units], random, `${name}_activation`)] : [built]
    },
  }
}

/** An activation of the catalogue, by its name, or one of your own. */
function activationLayer(activation: ActivationName | Activation, options: LayerOptions = {}): Layer {
  const { name: activationName, module } = activationModule(activation)
  return {
    name: options.name,
    inputShape: options.inputShape,
    kind: 'activation',
    build: (inputShape, _random, name) => [
      {
        name,
        className: 'Activation',
        module,
        outputShape: inputShape,
        activation: activationName,
      },
    ],
  }
}

/** Those that act along an axis act along the features. */
function activationModule(activation: ActivationName | Activation): { name: string; module: Module } {
  const chosen = typeof activation === 'string' ? findActivation(activation) : activation
  return { name: chosen.name, module: moduleOf(chosen) }
}

export const layers = { dense, activation: activationLayer }

function widthOf(name: string, inputShape: readonly number[]): number {
  const [features, ...more] = inputShape
  if (features !== undefined && more.length === 0) return features
  throw new OgeeError({
    where: name,
    problem: 'a dense layer takes rows of features',
    expected: 'an input shape [features]',
    got: formatShape(inputShape),
  })
}
