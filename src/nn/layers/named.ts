/**
 * PyTorch's names for its share of the catalogue, with its options in its order. Defaults are the catalogue's,
 * which are PyTorch's. What PyTorch lacks is `moduleOf(entry)`.
 */

import {
  type Activation,
  celu,
  elu,
  gelu,
  geluTanh,
  glu,
  hardShrink,
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
  rrelu,
  selu,
  sigmoid,
  silu,
  softmax,
  softmax2d,
  softmin,
  softplus,
  softShrink,
  softsign,
  tanh,
  tanhShrink,
  threshold,
  type VectorActivation,
} from '../../activations/index.ts'
import type { DimOptions } from '../functional/along.ts'
import { checkByName } from '../options.ts'
import { ActivationModule, AlongModule } from './activation.ts'

/** A module class whose arguments are parameters of an activation. */
function elementwise<P extends string, const Names extends readonly P[]>(
  activation: Activation<P>,
  ...names: Names
) {
  return class extends ActivationModule {
    constructor(...values: { readonly [I in keyof Names]?: number }) {
      const given = names.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]] as const]))
      super(given.length > 0 ? activation.with(Object.fromEntries(given) as Record<P, number>) : activation)
    }
  }
}

export const Identity = elementwise(linear)
export const ReLU = elementwise(relu)
export const ReLU6 = elementwise(relu6)
export const LeakyReLU = elementwise(leakyRelu, 'slope')
export const RReLU = elementwise(rrelu, 'lower', 'upper')
export const Threshold = elementwise(threshold, 'threshold', 'value')
export const ELU = elementwise(elu, 'alpha')
export const CELU = elementwise(celu, 'alpha')
export const SELU = elementwise(selu)
export const Sigmoid = elementwise(sigmoid)
export const LogSigmoid = elementwise(logSigmoid)
export const Hardsigmoid = elementwise(hardSigmoid)
export const Tanh = elementwise(tanh)
export const Hardtanh = elementwise(hardTanh, 'low', 'high')
export const Softsign = elementwise(softsign)
export const Softplus = elementwise(softplus, 'beta')
export const Hardshrink = elementwise(hardShrink, 'lambda')
export const Softshrink = elementwise(softShrink, 'lambda')
export const Tanhshrink = elementwise(tanhShrink)
export const SiLU = elementwise(silu)
export const Hardswish = elementwise(hardSilu)
export const Mish = elementwise(mish)

export class GELU extends ActivationModule {
  constructor({ approximate = 'none' }: { approximate?: 'none' | 'tanh' } = {}) {
    super(approximate === 'tanh' ? geluTanh : gelu)
  }
}

/** Learned slopes: one shared by all, or `numParameters`, one for each channel: axis 1, as in PyTorch. */
export class PReLU extends ActivationModule {
  constructor(options: { numParameters?: number; init?: number } = {}) {
    checkByName('PReLU', options, '{ numParameters: 8 }')
    const { numParameters = 1, init = 0.25 } = options
    super(prelu, { numParameters, dim: 1 })
    this.learned.slope?.set(new Float32Array(numParameters).fill(init))
  }
}

/** A module class along one axis, `dim`: the last where it is not given. */
function along(activation: VectorActivation) {
  return class extends AlongModule {
    constructor(options: DimOptions = {}) {
      checkByName(activation.name, options, '{ dim: 1 }')
      super(activation, options)
    }
  }
}

export const Softmax = along(softmax)
export const LogSoftmax = along(logSoftmax)
export const Softmin = along(softmin)
/** The second half gates. */
export const GLU = along(glu)

/** Over the channels of [rows, channels, height, width]. */
export class Softmax2d extends AlongModule {
  constructor() {
    super(softmax2d)
  }
}
