/** Activations as modules: any entry of the catalogue or of your own, and PyTorch's names for its share of them. */

import {
  type Activation,
  celu,
  elu,
  gelu,
  geluTanh,
  hardSigmoid,
  hardSilu,
  hardTanh,
  leakyRelu,
  linear,
  logSigmoid,
  mish,
  prelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  tanh,
} from '../../activations/index.ts'
import { activate } from '../functional/activate.ts'
import { type DimOptions, logSoftmax, softmax } from '../functional/normalize.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import type { Tensor } from '../tensor.ts'

/** An activation with its learned parameters: one of each for the whole tensor, or one per feature. */
export class ActivationModule extends Module {
  readonly activation: Activation
  readonly learned: Readonly<Record<string, Parameter>>

  /** `count` is 1, or the number of features: the extent of the last axis. */
  constructor(activation: Activation, count = 1) {
    super()
    this.activation = activation
    this.learned = Object.fromEntries(
      Object.entries(activation.parameters)
        .filter(([, { learned }]) => learned)
        .map(([name, { default: value }]) => [
          name,
          new Parameter([count], new Float32Array(count).fill(value), name),
        ]),
    )
  }

  override forward(x: Tensor): Tensor {
    return activate(this.activation, x, this.learned)
  }

  /** Learned parameters go by their own names: 'slope'. */
  protected override members(): [string, unknown][] {
    return [...super.members().filter(([name]) => name !== 'learned'), ...Object.entries(this.learned)]
  }
}

/** The module of an activation. */
export function moduleOf(activation: Activation): ActivationModule {
  return new ActivationModule(activation)
}

/** A module class without options. */
function fixed(activation: Activation) {
  return class extends ActivationModule {
    constructor() {
      super(activation)
    }
  }
}

export const Identity = fixed(linear)
export const ReLU = fixed(relu)
export const ReLU6 = fixed(relu6)
export const SELU = fixed(selu)
export const Sigmoid = fixed(sigmoid)
export const LogSigmoid = fixed(logSigmoid)
export const Hardsigmoid = fixed(hardSigmoid)
export const Tanh = fixed(tanh)
export const Hardtanh = fixed(hardTanh)
export const Softsign = fixed(softsign)
export const SiLU = fixed(silu)
export const Hardswish = fixed(hardSilu)
export const Mish = fixed(mish)

export class LeakyReLU extends ActivationModule {
  constructor(negativeSlope = 0.01) {
    super(leakyRelu.with({ slope: negativeSlope }))
  }
}

/** Learned slopes: one shared by all features, or `numParameters`, one for each. */
export class PReLU extends ActivationModule {
  constructor({ numParameters = 1, init = 0.25 }: { numParameters?: number; init?: number } = {}) {
    super(prelu, numParameters)
    this.learned.slope?.set(new Float32Array(numParameters).fill(init))
  }
}

export class ELU extends ActivationModule {
  constructor(alpha = 1) {
    super(elu.with({ alpha }))
  }
}

export class CELU extends ActivationModule {
  constructor(alpha = 1) {
    super(celu.with({ alpha }))
  }
}

export class Softplus extends ActivationModule {
  constructor(beta = 1) {
    super(softplus.with({ beta }))
  }
}

export class GELU extends ActivationModule {
  constructor({ approximate = 'none' }: { approximate?: 'none' | 'tanh' } = {}) {
    super(approximate === 'tanh' ? geluTanh : gelu)
  }
}

export class Softmax extends Module {
  readonly #options: DimOptions

  constructor(options: DimOptions) {
    super()
    this.#options = options
  }

  override forward(x: Tensor): Tensor {
    return softmax(x, this.#options)
  }
}

export class LogSoftmax extends Module {
  readonly #options: DimOptions

  constructor(options: DimOptions) {
    super()
    this.#options = options
  }

  override forward(x: Tensor): Tensor {
    return logSoftmax(x, this.#options)
  }
}
