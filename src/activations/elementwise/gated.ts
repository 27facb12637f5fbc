/** x times a gate between 0 and 1 that closes at −∞, where `gate` keeps the limit 0. */

import {
  clip,
  constant,
  erf,
  exp,
  expm1,
  gate,
  log1p,
  normalCdf,
  select,
  sigmoid,
  softplus,
  tanh,
} from '../../expr/index.ts'
import { activation } from '../activation.ts'
import { hardSigmoid, logLog, sparseSigmoid } from './sigmoidal.ts'

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
    tfjs: [{ name: 'swish', note: 'Takes β, as alpha.' }],
    jaxjs: [{ names: ['nn.silu', 'nn.swish'], note: 'Its gradient is NaN below −88.4.' }],
    burn: ['activation::silu'],
  },
  advice: { use: 'Convolutional networks and, as the gate of SwiGLU, transformers.' },
})

export const hardSilu = activation('hardSilu', (x) => gate(x, hardSigmoid(x)), {
  aliases: ['hardSwish'],
  summary: 'x·hardSigmoid(x)',
  source: 'Howard et al., Searching for MobileNetV3, arXiv:1905.02244',
  year: 2019,
  frameworks: {
    pytorch: [{ names: ['nn.Hardswish', 'F.hardswish'], note: 'Slope −½ at −3 in version 1.13.' }],
    keras: ['hard_silu', 'hard_swish'],
    jax: ['jax.nn.hard_silu', 'jax.nn.hard_swish'],
    flax: ['nnx.hard_silu', 'nnx.hard_swish'],
    mlx: ['nn.hardswish', 'nn.Hardswish'],
    jaxjs: [{ names: ['nn.hardSilu', 'nn.hardSwish'], note: 'Slope −½ at −3 and 1.5 at 3.' }],
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
    jax: ['jax.nn.gelu(approximate=False)'],
    flax: ['nnx.gelu(approximate=False)'],
    mlx: ['nn.gelu', 'nn.GELU'],
    tfjs: ['gelu'],
    jaxjs: ['nn.gelu(x, { approximate: false })'],
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
      use: 'To reproduce models that were trained with it, GPT-2 among them.',
    },
  },
)

export const quickGelu = activation('quickGelu', (x) => silu(x, { beta: 1.702 }), {
  aliases: ['geluQuick', 'geluSigmoid'],
  summary: 'x·σ(1.702·x): gelu, more roughly approximated',
  source: 'Hendrycks & Gimpel, Gaussian error linear units, arXiv:1606.08415, section 2',
  year: 2016,
  frameworks: { mlx: ['nn.gelu_fast_approx'] },
  advice: { use: 'To reproduce models that were trained with it, CLIP among them.' },
})

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

export const eSwish = activation('eSwish', (x, { beta }) => silu(x).mul(beta), {
  parameters: { beta: { default: 1.5, range: [1e-3, 100] } },
  summary: 'β·x·σ(x), β between 1 and 2',
  source: 'Alcaide, E-swish: adjusting activations to different network depths, arXiv:1801.07145',
  year: 2018,
})

export const hardMish = activation('hardMish', (x) => gate(x, clip(x, -2, 0).add(2).div(2)), {
  summary: 'x·min(2, max(0, x + 2))/2',
  source: 'Misra, H-Mish, github.com/digantamisra98/H-Mish; in timm',
})

export const tanhExp = activation('tanhExp', (x) => gate(x, tanh(exp(x))), {
  aliases: ['telu'],
  summary: 'x·tanh(eˣ)',
  source: 'Liu & Di, TanhExp, arXiv:2003.09855; again as TeLU by Fernandez & Mali, arXiv:2412.20269',
  year: 2020,
})

export const serf = activation('serf', (x) => gate(x, erf(softplus(x))), {
  summary: 'x·erf(softplus(x))',
  source: 'Nag & Bhattacharyya, SERF, arXiv:2108.09598',
  year: 2021,
})

export const phish = activation('phish', (x) => gate(x, tanh(gelu(x))), {
  summary: 'x·tanh(gelu(x)): never negative',
  source: 'Naveen, Phish: a novel hyper-optimizable activation function, TechRxiv 2022',
  year: 2022,
})

export const logish = activation('logish', (x) => gate(x, log1p(sigmoid(x))), {
  summary: 'x·ln(1 + σ(x))',
  source: 'Zhu et al., Logish: a new nonlinear nonmonotonic activation function, Neurocomputing 2021',
  year: 2021,
})

export const smish = activation('smish', (x) => gate(x, tanh(log1p(sigmoid(x)))), {
  summary: 'x·tanh(ln(1 + σ(x)))',
  source: 'Wang, Ren & Wang, Smish, Electronics 11(4):540, 2022',
  year: 2022,
})

export const golu = activation('golu', (x) => gate(x, logLog(x)), {
  aliases: ['gompertzLinear'],
  summary: 'x·exp(−e⁻ˣ)',
  source: 'Das et al., Gompertz linear units, arXiv:2502.03654',
  year: 2025,
})

/** Below 0 multiplied by h = exp(x + eˣ), which vanishes where its reciprocal would overflow. */
export const colu = activation(
  'colu',
  (x) => {
    const isAbove = x.gt(0)
    const exponent = x.add(exp(x))
    const h = exp(select(isAbove, exponent.neg(), exponent))
    return gate(x, select(isAbove, 1, h).div(select(isAbove, constant(1).sub(gate(x, h)), h.sub(x))))
  },
  {
    summary: 'x / (1 − x·exp(−(x + eˣ)))',
    source: 'Vagerwal, Deeper learning with CoLU activation, arXiv:2112.12078',
    year: 2021,
  },
)

/** (1 + e⁻ᵝˣ)⁻ᵅ as a power of the sigmoid by way of its logarithm. */
export const aria2 = activation(
  'aria2',
  (x, { alpha, beta }) => gate(x, exp(softplus(x.mul(beta).neg()).mul(alpha).neg())),
  {
    parameters: { alpha: { default: 1.5, range: [1e-2, 100] }, beta: { default: 2, range: [1e-2, 100] } },
    summary: 'x·(1 + exp(−β·x))^−α',
    source: 'Patwardhan, Ingalhalikar & Walambe, ARiA, arXiv:1805.08878',
    year: 2018,
  },
)

export const lisht = activation('lisht', (x) => gate(x, tanh(x)), {
  summary: 'x·tanh(x)',
  source: 'Roy et al., LiSHT, arXiv:1901.05894',
  year: 2019,
})

export const elish = activation('elish', (x) => gate(select(x.lt(0), expm1(x), x), sigmoid(x)), {
  summary: 'x·σ(x) for x ≥ 0, (eˣ − 1)·σ(x) below',
  source: 'Basirat & Roth, The quest for the golden activation function, arXiv:1808.00783',
  year: 2018,
})

export const hardElish = activation(
  'hardElish',
  (x) => gate(select(x.lt(0), expm1(x), x), sparseSigmoid(x)),
  {
    summary: 'elish with (x + 1)/2, held between 0 and 1, for σ(x)',
    source: 'Basirat & Roth, The quest for the golden activation function, arXiv:1808.00783',
    year: 2018,
  },
)
