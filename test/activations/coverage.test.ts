/**
 * What the frameworks ship, transcribed from their lists of functions, and that the catalogue has it: PyTorch's
 * `torch.nn`, Keras 3.16, `jax.nn` 0.11, Flax, MLX, TensorFlow.js 4.22, jax-js 0.1.25 and Burn 0.22.
 */

import { describe, expect, test } from 'vitest'
import { entriesIn, FRAMEWORKS, type Framework, findIn } from '../../src/activations/index.ts'

const ALL = FRAMEWORKS

/** P K J F M T X B, as letters. */
function those(letters: string): readonly Framework[] {
  return [...letters].map((letter) => FRAMEWORKS['PKJFMTXB'.indexOf(letter)] as Framework)
}

/** The catalogue's names, and who has the function, in whichever variant is its default. */
const SHIPPED: readonly (readonly [names: string, frameworks: readonly Framework[]])[] = [
  ['linear', ALL],
  ['relu', ALL],
  ['relu6', ALL],
  ['leakyRelu', ALL],
  ['prelu', those('PKFMTB')],
  ['rrelu', those('PB')],
  ['threshold', those('PKB')],
  ['thresholdedRelu', those('TB')],
  ['step', those('MT')],
  ['relu2', those('M')],
  ['elu', ALL],
  ['celu', those('PKJFMXB')],
  ['selu', ALL],
  ['softplus', ALL],
  ['logSigmoid', ALL],
  ['sigmoid', ALL],
  ['hardSigmoid', those('PKJFTXB')],
  ['tanh', ALL],
  ['hardTanh', those('PKJFMXB')],
  ['tanhShrink', those('PKB')],
  ['softShrink', those('PKMB')],
  ['hardShrink', those('PKMB')],
  ['shrink', those('B')],
  ['softsign', ALL],
  ['silu', ALL],
  ['hardSilu', those('PKJFMXB')],
  ['gelu', ALL],
  ['geluTanh', ALL],
  ['quickGelu', those('M')],
  ['mish', those('PKJMTXB')],
  ['squareplus', those('KJX')],
  ['sparsePlus', those('KJX')],
  ['sparseSigmoid', those('KJX')],
  ['exponential', those('K')],
  ['softmax', ALL],
  ['logSoftmax', ALL],
  ['softmin', those('PMB')],
  ['softmax2d', those('P')],
  ['gumbelSoftmax', those('P')],
  ['quietSoftmax', those('B')],
  ['sparsemax', those('K')],
  ['glu', those('PKJFMXB')],
  ['swiglu', those('B')],
]

test.each(FRAMEWORKS)(
  'everything that %s ships is there, and nothing is said to be that is not',
  (framework) => {
    const shipped = SHIPPED.filter(([, frameworks]) => frameworks.includes(framework)).map(([name]) => name)
    expect(entriesIn(framework).map(({ name }) => name)).toEqual(shipped.sort())
  },
)

/** Names as they are written in each framework. */
const NAMES: Readonly<Record<Framework, string>> = {
  pytorch: `nn.ELU nn.Hardshrink nn.Hardsigmoid nn.Hardtanh nn.Hardswish nn.LeakyReLU nn.LogSigmoid nn.PReLU nn.ReLU
    nn.ReLU6 nn.RReLU nn.SELU nn.CELU nn.GELU nn.Sigmoid nn.SiLU nn.Mish nn.Softplus nn.Softshrink nn.Softsign nn.Tanh
    nn.Tanhshrink nn.Threshold nn.GLU nn.Softmin nn.Softmax nn.Softmax2d nn.LogSoftmax nn.Identity F.gumbel_softmax`,
  keras: `celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear
    log_sigmoid log_softmax mish relu relu6 selu sigmoid silu swish softmax soft_shrink softplus softsign sparse_plus
    sparse_sigmoid sparsemax squareplus tanh tanh_shrink threshold layers.LeakyReLU layers.PReLU layers.ReLU`,
  jax: `relu relu6 sigmoid softplus sparse_plus sparse_sigmoid soft_sign silu swish log_sigmoid leaky_relu hard_sigmoid
    hard_silu hard_swish hard_tanh elu celu selu gelu glu squareplus mish identity softmax log_softmax tanh`,
  flax: `celu elu gelu glu hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu log_sigmoid log_softmax relu identity
    relu6 selu sigmoid silu soft_sign softmax softplus swish tanh PReLU`,
  mlx: `elu celu gelu gelu_approx gelu_fast_approx glu hard_shrink hard_tanh hardswish leaky_relu log_sigmoid log_softmax
    mish prelu relu relu2 relu6 selu sigmoid silu softmax softmin softplus softshrink softsign step tanh`,
  tfjs: `elu hardSigmoid linear relu relu6 selu sigmoid softmax softplus softsign tanh tf.logSoftmax swish mish gelu
    gelu_new tf.leakyRelu tf.prelu tf.step tf.logSigmoid tf.layers.thresholdedReLU tf.layers.leakyReLU`,
  jaxjs: `relu relu6 sigmoid softplus sparsePlus sparseSigmoid softSign silu swish logSigmoid leakyRelu hardSigmoid
    hardSilu hardSwish hardTanh elu celu selu gelu glu squareplus mish identity softmax logSoftmax`,
  burn: `Identity Relu LeakyRelu PRelu RRelu Threshold ThresholdedRelu Elu Celu Selu Softplus Sigmoid HardSigmoid Tanh
    Hardtanh SoftShrink HardShrink Shrink Softsign HardSwish Gelu SwiGlu relu6 silu mish log_sigmoid tanhshrink softmax
    log_softmax softmin quiet_softmax glu`,
}

describe.each(FRAMEWORKS)('%s', (framework) => {
  test.each(NAMES[framework].split(/\s+/))('%s is found', (name) => {
    expect(findIn(framework, name).name).not.toBe('')
  })
})
