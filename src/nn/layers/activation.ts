/** Activations as modules: any entry of the catalogue, or one of your own, with its learned parameters. */

import type { Activation, Parameter as Shape, VectorActivation } from '../../activations/index.ts'
import { formatShape, normalizeAxis, OgeeError, type Random } from '../../base/index.ts'
import { contract, noise } from '../../graph/index.ts'
import { activate } from '../functional/activate.ts'
import { type AlongOptions, activateAlong } from '../functional/along.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import { Streams } from '../random.ts'
import { Tensor } from '../tensor.ts'

type Learned = Readonly<Record<string, Parameter>>

/** Parameters to be learned go by their own names: 'slope'. */
abstract class Learning extends Module {
  abstract readonly activation: Activation | VectorActivation
  abstract readonly learned: Learned

  protected override members(): [string, unknown][] {
    return [...super.members().filter(([name]) => !/^learned\b/.test(name)), ...Object.entries(this.learned)]
  }

  protected override get label(): string {
    return this.activation.name
  }
}

export interface ActivationModuleOptions {
  /** Of each learned parameter: 1 for the whole tensor, or one for each place along an axis. Default: 1. */
  readonly numParameters?: number
  /** The axis that has a parameter for each place. Default: the last, the features. */
  readonly dim?: number
  /** For those that draw random numbers in training. Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/** An activation at every element. */
export class ActivationModule extends Learning {
  override readonly activation: Activation
  override readonly learned: Learned
  readonly #dim: number
  readonly #streams: Streams

  constructor(activation: Activation, options: ActivationModuleOptions = {}) {
    super()
    const { numParameters = 1, dim = -1, random } = options
    this.activation = activation
    this.learned = learnedFrom(activation.parameters, numParameters)
    this.#dim = dim
    this.#streams = new Streams(random)
  }

  override forward(x: Tensor): Tensor {
    const learned = Object.entries(this.learned).map(([name, each]) => [name, this.#along(each, x)])
    return activate(this.activation, x, {
      ...Object.fromEntries(learned),
      ...(this.training ? this.#drawn(x) : {}),
    })
  }

  /** A parameter for each place, with axes of extent 1 after its own. */
  #along(parameter: Parameter, { shape }: Tensor): Tensor {
    const [count] = parameter.shape
    if (count === 1) return parameter
    const axis = normalizeAxis(this.activation.name, this.#dim, shape.length)
    if (shape[axis] !== count)
      throw new OgeeError({
        where: this.activation.name,
        problem: 'the learned parameters are of another number',
        expected: `${count} along axis ${axis}`,
        got: formatShape(shape),
      })
    const after = shape.length - 1 - axis
    return after === 0 ? parameter : new Tensor(contract(`a->a${'_'.repeat(after)}`, parameter.node))
  }

  #drawn({ shape }: Tensor): Record<string, Tensor> {
    const random = Object.entries(this.activation.parameters).filter(([, parameter]) => parameter.random)
    return Object.fromEntries(
      random.map(([name]) => [name, new Tensor(noise(shape, this.#streams.next()))] as const),
    )
  }
}

/** An activation along an axis. What its options do not fix of its learned parameters is learned. */
export class AlongModule<Entry extends VectorActivation = VectorActivation> extends Learning {
  override readonly activation: Entry
  override readonly learned: Learned
  readonly #options: AlongOptions<Entry> | undefined
  readonly #streams: Streams

  /** `random` is for those that draw random numbers in training. Default: the shared stream (`manualSeed`). */
  constructor(activation: Entry, options?: AlongOptions<Entry>, random?: Random) {
    super()
    this.activation = activation
    this.#options = options
    this.#streams = new Streams(random)
    const free = Object.entries(activation.parameters).filter(([name]) => !(name in (options ?? {})))
    this.learned = learnedFrom(Object.fromEntries(free), 1)
  }

  override forward(x: Tensor): Tensor {
    const options = { ...this.#options, ...this.learned } as AlongOptions<Entry>
    const draws = this.training && this.activation.random
    return activateAlong(this.activation, x, options, draws ? this.#streams.next() : undefined)
  }
}

/** The module of an activation. */
export function moduleOf(activation: Activation, options?: ActivationModuleOptions): ActivationModule
export function moduleOf<Entry extends VectorActivation>(
  activation: Entry,
  options?: AlongOptions<Entry>,
  random?: Random,
): AlongModule<Entry>
export function moduleOf(activation: Activation | VectorActivation): Module
export function moduleOf(
  activation: Activation | VectorActivation,
  options?: object,
  random?: Random,
): Module {
  return activation.kind === 'elementwise'
    ? new ActivationModule(activation, options)
    : new AlongModule(activation, options, random)
}

function learnedFrom(parameters: Readonly<Record<string, Shape>>, count: number): Learned {
  const learned = Object.entries(parameters).filter(([, parameter]) => parameter.learned)
  return Object.fromEntries(
    learned.map(([name, { default: value }]) => [
      name,
      new Parameter([count], new Float32Array(count).fill(value), name),
    ]),
  )
}
