/** Activations as modules: any entry of the catalogue, or one of your own, with its learned parameters. */

import type { Activation, Parameter as Shape, VectorActivation } from '../../activations/index.ts'
import type { Random } from '../../base/index.ts'
import { noise } from '../../graph/index.ts'
import { activate } from '../functional/activate.ts'
import { type AlongOptions, activateAlong } from '../functional/along.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import { Streams } from '../random.ts'
import { Tensor } from '../tensor.ts'

type Learned = Readonly<Record<string, Parameter>>

/** Parameters to be learned go by their own names: 'slope'. */
abstract class Learning extends Module {
  abstract readonly learned: Learned

  protected override members(): [string, unknown][] {
    return [...super.members().filter(([name]) => name !== 'learned'), ...Object.entries(this.learned)]
  }
}

export interface ActivationModuleOptions {
  /** Of each learned parameter: 1 for the whole tensor, or one per feature, the last axis. Default: 1. */
  readonly numParameters?: number
  /** For those that draw random numbers in training. Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/** An activation at every element. */
export class ActivationModule extends Learning {
  readonly activation: Activation
  override readonly learned: Learned
  readonly #streams: Streams

  constructor(activation: Activation, { numParameters = 1, random }: ActivationModuleOptions = {}) {
    super()
    this.activation = activation
    this.learned = learnedFrom(activation.parameters, numParameters)
    this.#streams = new Streams(random)
  }

  override forward(x: Tensor): Tensor {
    return activate(this.activation, x, { ...this.learned, ...(this.training ? this.#drawn(x) : {}) })
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
  readonly activation: Entry
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
