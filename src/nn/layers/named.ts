/** PyTorch's names for its share of the catalogue, with its options and defaults. */

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
  logSoftmax,
  mish,
  prelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softmax2d,
  softmin,
  softplus,
  softsign,
  tanh,
  type VectorActivation,
} from '../../activations/index.ts'
import type { DimOptions } from '../functional/along.ts'
import { ActivationModule, AlongModule } from './activation.ts'

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
    super(prelu, { numParameters })
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

/** A module class along one axis, without further options. */
function along(activation: VectorActivation) {
  return class extends AlongModule {
    /** `dim` is −1 where it is not given. */
    constructor(options: DimOptions = {}) {
      super(activation, options)
    }
  }
}

export const Softmax = along(softmax)
export const LogSoftmax = along(logSoftmax)
export const Softmin = along(softmin)

/** Over the channels of [rows, channels, height, width]. */
export class Softmax2d extends AlongModule {
  constructor() {
    super(softmax2d)
  }
}
