/** x times a gate between 0 and 1 that closes at −∞, where `gate` keeps the limit 0. */

import { clip, gate, normalCdf, sigmoid, softplus, tanh } from '../../expr/index.ts'
import { activation } from '../activation.ts'

export const silu = activation('silu', (x, { beta }) => gate(x, sigmoid(x.mul(beta))), {
  parameters: { beta: { default: 1, range: [-100, 100] } },
  aliases: ['swish'],
  summary: 'x·σ(β·x)',
  source: 'Elfwing, Uchibe & Doya, arXiv:1702.03118; as Swish by Ramachandran, Zoph & Le, arXiv:1710.05941',
  year: 2017,
  frameworks: {
    pytorch: ['nn.SiLU', 'F.silu'],
    keras: ['silu', 'swish'],
    jax: ['jax.nn.silu', 'jax.nn.swish'],
    flax: ['nnx.silu', 'nnx.swish'],
    mlx: ['nn.silu', 'nn.SiLU'],
    tfjs: ['swish'],
    jaxjs: [{ name: 'nn.silu', note: 'Its gradient is NaN below −88.4.' }, 'nn.swish'],
    burn: ['activation::silu'],
  },
  advice: { use: 'Convolutional networks and, as the gate of SwiGLU, transformers.' },
})

export const hardSilu = activation('hardSilu', (x) => gate(x, clip(x, -3, 3).add(3).div(6)), {
  aliases: ['hardSwish'],
  summary: 'x·hardSigmoid(x)',
  source: 'Howard et al., Searching for MobileNetV3, arXiv:1905.02244',
  year: 2019,
  frameworks: {
    pytorch: [{ name: 'nn.Hardswish', note: 'Slope −½ at −3 in version 1.13.' }, 'F.hardswish'],
    keras: ['hard_silu', 'hard_swish'],
    jax: ['jax.nn.hard_silu', 'jax.nn.hard_swish'],
    flax: ['nnx.hard_silu', 'nnx.hard_swish'],
    mlx: ['nn.hardswish', 'nn.Hardswish'],
    jaxjs: [{ name: 'nn.hardSilu', note: 'Slope −½ at −3 and 1.5 at 3.' }, 'nn.hardSwish'],
    burn: ['HardSwish'],
  },
  advice: { use: 'silu for processors on which exponentials are dear.' },
})

export const gelu = activation('gelu', (x) => gate(x, normalCdf(x)), {
  aliases: ['geluExact', 'geluErf'],
  summary: 'x·Φ(x), Φ the normal distribution function',
  source: 'Hendrycks & Gimpel, Gaussian error linear units, arXiv:1606.08415',
  year: 2016,
  frameworks: {
    pytorch: ['nn.GELU', 'F.gelu'],
    keras: ['gelu'],
    mlx: ['nn.gelu', 'nn.GELU'],
    tfjs: ['gelu'],
    burn: [{ name: 'Gelu', note: 'Its gradient is that of the tanh form.' }],
  },
  advice: {
    use: 'Transformers, and a good first choice for smooth hidden layers elsewhere.',
    pitfalls: 'The same name means the tanh form in JAX, Flax and keras.ops: see geluTanh.',
  },
})

const SQRT_8_OVER_PI = Math.sqrt(8 / Math.PI)

/** ½(1 + tanh(u/2)) is σ(u), which does not vanish at −5 as 1 + tanh does. */
export const geluTanh = activation(
  'geluTanh',
  (x) =>
    gate(
      x,
      sigmoid(
        x.mul(
          x
            .mul(x)
            .mul(0.044715 * SQRT_8_OVER_PI)
            .add(SQRT_8_OVER_PI),
        ),
      ),
    ),
  {
    aliases: ['geluNew', 'geluApproximate', 'geluPytorchTanh'],
    summary: 'x·½·(1 + tanh(√(2/π)·(x + 0.044715·x³))): gelu, approximately',
    source: 'Hendrycks & Gimpel, Gaussian error linear units, arXiv:1606.08415, section 2',
    year: 2016,
    frameworks: {
      pytorch: ["nn.GELU(approximate='tanh')"],
      keras: ['ops.gelu'],
      jax: ['jax.nn.gelu'],
      flax: ['nnx.gelu'],
      mlx: ['nn.gelu_approx'],
      tfjs: ['gelu_new'],
      jaxjs: ['nn.gelu'],
      burn: ['Gelu::new_approximate'],
    },
    advice: {
      use: 'To reproduce models that were trained with it, GPT-2 among them; gelu costs no more here.',
    },
  },
)

/** On float32 targets without the logarithm of softplus: see `expr/approx/compose.ts`. */
export const mish = activation('mish', (x) => gate(x, tanh(softplus(x))), {
  summary: 'x·tanh(softplus(x))',
  source: 'Misra, Mish: a self regularized non-monotonic activation function, arXiv:1908.08681',
  year: 2019,
  frameworks: {
    pytorch: ['nn.Mish', 'F.mish'],
    keras: ['mish'],
    jax: ['jax.nn.mish'],
    mlx: ['nn.mish', 'nn.Mish'],
    tfjs: ['mish'],
    jaxjs: [{ name: 'nn.mish', note: 'Its gradient is NaN from x = 88.4 on.' }],
    burn: ['activation::mish'],
  },
  advice: { use: 'Object detectors: the YOLO family has used it.' },
})
