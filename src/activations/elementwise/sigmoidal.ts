/** Bounded, from one side to the other. */

import { apply, atan, clip, constant, erf, exp, expm1, log1p, normalCdf, select } from '../../expr/index.ts'
import { activation } from '../activation.ts'

export const sigmoid = activation('sigmoid', (x) => apply('sigmoid', x), {
  aliases: ['logistic'],
  summary: '1 / (1 + e⁻ˣ)',
  source: 'Verhulst, Notice sur la loi que la population suit dans son accroissement, 1838',
  year: 1838,
  frameworks: {
    pytorch: ['nn.Sigmoid', 'F.sigmoid', 'torch.sigmoid'],
    keras: ['sigmoid'],
    jax: ['jax.nn.sigmoid'],
    flax: ['nnx.sigmoid'],
    mlx: ['nn.sigmoid', 'nn.Sigmoid'],
    tfjs: ['sigmoid', 'tf.sigmoid'],
    jaxjs: [{ name: 'nn.sigmoid', note: 'Its gradient is NaN below −88.4.' }],
    burn: ['Sigmoid'],
  },
  advice: {
    use: 'Probabilities at the output of a binary or multilabel classifier, and gates.',
    pitfalls: 'Compute losses from logits, not from its output, which has lost the digits of 1 − p.',
  },
})

/** The test is on x: (x + 3)/6 rounds onto the clip edge before x reaches it. */
export const hardSigmoid = activation(
  'hardSigmoid',
  (x, { edge }) => x.max(edge.neg()).min(edge).add(edge).div(edge.mul(2)),
  {
    parameters: { edge: { default: 3, range: [1e-3, 1e3] } },
    summary: 'x/(2·edge) + ½ held between 0 and 1: straight from −edge to edge',
    source: 'Courbariaux, Bengio & David, BinaryConnect, arXiv:1511.00363',
    year: 2015,
    frameworks: {
      pytorch: ['nn.Hardsigmoid', 'F.hardsigmoid'],
      keras: [{ name: 'hard_sigmoid', note: 'Keras 2 has edges at ±2.5.' }],
      jax: ['jax.nn.hard_sigmoid'],
      flax: ['nnx.hard_sigmoid'],
      tfjs: [{ name: 'hardSigmoid', defaults: { edge: 2.5 }, note: 'Slope 0.2 at the edges.' }],
      jaxjs: [{ name: 'nn.hardSigmoid', note: 'Slope 1/6 at the edges.' }],
      burn: [{ name: 'HardSigmoid', defaults: { edge: 2.5 } }],
    },
    advice: { pitfalls: 'Two functions go by this name, with slopes of 1/6 and of 1/5.' },
  },
)

export const sparseSigmoid = activation('sparseSigmoid', (x) => clip(x, -1, 1).add(1).div(2), {
  summary: '(x + 1)/2 held between 0 and 1: the derivative of sparsePlus',
  source: 'Martins & Astudillo, From softmax to sparsemax, arXiv:1602.02068',
  year: 2016,
  frameworks: {
    keras: ['sparse_sigmoid'],
    jax: [{ name: 'jax.nn.sparse_sigmoid', note: 'Slope ¼ at ±1.' }],
    jaxjs: [{ name: 'nn.sparseSigmoid', note: 'Slope ½ at ±1.' }],
  },
})

export const tanh = activation('tanh', (x) => apply('tanh', x), {
  summary: '(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)',
  source: 'LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998',
  year: 1998,
  frameworks: {
    pytorch: ['nn.Tanh', 'F.tanh', 'torch.tanh'],
    keras: ['tanh'],
    jax: ['jax.nn.tanh', 'jax.numpy.tanh'],
    flax: ['nnx.tanh'],
    mlx: ['nn.tanh', 'nn.Tanh'],
    tfjs: ['tanh', 'tf.tanh'],
    jaxjs: ['np.tanh'],
    burn: ['Tanh'],
  },
  advice: {
    use: 'Small networks and recurrent ones; outputs that must lie between −1 and 1.',
    pitfalls: 'Wants inputs of a variance near 1.',
  },
})

export const hardTanh = activation('hardTanh', (x, { low, high }) => x.max(low).min(high), {
  parameters: { low: { default: -1, range: [-1e6, 1e6] }, high: { default: 1, range: [-1e6, 1e6] } },
  summary: 'x held between low and high',
  source: 'Collobert, Large scale machine learning, 2004',
  year: 2004,
  frameworks: {
    pytorch: ['nn.Hardtanh', 'F.hardtanh'],
    keras: ['hard_tanh'],
    jax: [{ name: 'jax.nn.hard_tanh', note: 'Slope 1 at the edges.' }],
    flax: [{ name: 'nnx.hard_tanh', note: 'Slope 1 at the edges.' }],
    mlx: ['nn.hard_tanh', 'nn.HardTanh'],
    jaxjs: [{ name: 'nn.hardTanh', note: 'Slope 1 at the edges.' }],
    burn: ['Hardtanh'],
  },
})

export const lecunTanh = activation('lecunTanh', (x) => apply('tanh', x.mul(2 / 3)).mul(1.7159), {
  aliases: ['scaledTanh'],
  summary: '1.7159·tanh(⅔·x): ±1 at ±1',
  source: 'LeCun, Bottou, Orr & Müller, Efficient BackProp, 1998, section 4.4',
  year: 1998,
})

export const softsign = activation('softsign', (x) => apply('softsign', x), {
  aliases: ['elliott'],
  summary: 'x / (1 + |x|)',
  source: 'Elliott, A better activation function for artificial neural networks, 1993',
  year: 1993,
  frameworks: {
    pytorch: ['nn.Softsign', 'F.softsign'],
    keras: ['softsign'],
    jax: ['jax.nn.soft_sign'],
    flax: ['nnx.soft_sign'],
    mlx: ['nn.softsign', 'nn.Softsign'],
    tfjs: ['softsign'],
    jaxjs: ['nn.softSign'],
    burn: ['Softsign'],
  },
})

export const arctan = activation('arctan', (x) => atan(x), {
  aliases: ['atan'],
  summary: 'arctan x',
})

/** Away from 0 as 1/√(1/x² + α): its derivative, (…)^−³ᐟ²/x³, does not cancel, and x² would overflow. */
export const isru = activation(
  'isru',
  (x, { alpha }) => {
    const near = x.div(x.mul(x).mul(alpha).add(1).sqrt())
    const t = constant(1).div(x)
    const far = apply('copySign', constant(1).div(t.mul(t).add(alpha).sqrt()), x)
    return select(x.abs().lt(2 ** -8), near, far)
  },
  {
    parameters: { alpha: { default: 1, range: [1e-3, 1e3] } },
    summary: 'x / √(1 + α·x²)',
    source: 'Carlile et al., Improving deep learning by inverse square root linear units, arXiv:1710.09967',
    year: 2017,
    advice: { use: 'A sigmoid without an exponential.' },
  },
)

export const sqnl = activation(
  'sqnl',
  (x) => {
    const held = clip(x, -2, 2)
    return held.mul(constant(1).sub(held.abs().mul(0.25)))
  },
  {
    summary: 'x − x·|x|/4 for |x| ≤ 2, ±1 beyond',
    source: 'Wuraola & Patel, SQNL: a new computationally efficient activation function, IJCNN 2018',
    year: 2018,
  },
)

export const cloglog = activation('cloglog', (x) => expm1(exp(x).neg()).neg(), {
  aliases: ['complementaryLogLog'],
  summary: '1 − exp(−eˣ)',
  source: 'Gomes & Ludermir, Complementary log-log and probit, HIS 2008',
  year: 2008,
  advice: { use: 'Probabilities that approach 1 much faster than 0.' },
})

export const logLog = activation('logLog', (x) => exp(exp(x.neg()).neg()), {
  aliases: ['gompertz', 'gumbelCdf'],
  summary: 'exp(−e⁻ˣ): cloglog, mirrored',
  advice: { use: 'Probabilities that approach 0 much faster than 1.' },
})

export const laplace = activation('laplace', (x, { mu, sigma }) => normalCdf(x.sub(mu).div(sigma)), {
  parameters: {
    mu: { default: Math.SQRT1_2, range: [-10, 10] },
    sigma: { default: Math.sqrt(1 / (4 * Math.PI)), range: [1e-3, 10] },
  },
  summary: 'Φ((x − μ)/σ), μ = √½ and σ = √(1/4π): near relu² around its fixed point, but bounded',
  source: 'Ma et al., Mega: moving average equipped gated attention, arXiv:2209.10655',
  year: 2022,
  advice: { use: 'Attention in place of softmax.' },
})

/**
 * As log1p((1 − e⁻ᵅ)·eᵅˣ / (1 + e⁻ᵅ·eᵅˣ))/α for x ≤ ½, where the quotient of the definition would cancel; beyond, what
 * is left to 1 is the same of 1 − x.
 */
export const softClipping = activation(
  'softClipping',
  (x, { alpha }) => {
    const isAbove = x.gt(0.5)
    const power = exp(select(isAbove, constant(1).sub(x), x).mul(alpha))
    const ratio = power.mul(expm1(alpha.neg()).neg()).div(power.mul(exp(alpha.neg())).add(1))
    const rise = log1p(ratio).div(alpha)
    return select(isAbove, constant(1).sub(rise), rise)
  },
  {
    parameters: { alpha: { default: 1, range: [1e-2, 1e3] } },
    summary: 'ln((1 + exp(α·x)) / (1 + exp(α·(x − 1)))) / α: nearly straight from 0 to 1',
    source: 'Klimek & Perelstein, Neural network-based approach to phase space integration, arXiv:1810.11509',
    year: 2018,
    advice: { use: 'Outputs between 0 and 1 that should not saturate early.' },
  },
)

export const dyt = activation(
  'dyt',
  (x, { alpha, gamma, beta }) => apply('tanh', x.mul(alpha)).mul(gamma).add(beta),
  {
    parameters: {
      alpha: { default: 0.5, range: [-100, 100], learned: true },
      gamma: { default: 1, range: [-100, 100], learned: true },
      beta: { default: 0, range: [-100, 100], learned: true },
    },
    aliases: ['dynamicTanh'],
    summary: 'γ·tanh(α·x) + β, all learned',
    source: 'Zhu, Chen, He, LeCun & Liu, Transformers without normalization, arXiv:2503.10622',
    year: 2025,
    advice: { use: 'In place of a normalisation layer: γ and β one per feature, α one for all.' },
  },
)

export const derf = activation(
  'derf',
  (x, { alpha, shift, gamma, beta }) => erf(x.mul(alpha).add(shift)).mul(gamma).add(beta),
  {
    parameters: {
      alpha: { default: 0.5, range: [-100, 100], learned: true },
      shift: { default: 0, range: [-100, 100], learned: true },
      gamma: { default: 1, range: [-100, 100], learned: true },
      beta: { default: 0, range: [-100, 100], learned: true },
    },
    aliases: ['dynamicErf'],
    summary: 'γ·erf(α·x + s) + β, all learned',
    source: 'Chen, Lu, Zhu, Sun & Liu, Stronger normalization-free transformers, arXiv:2512.10938',
    year: 2025,
    advice: { use: 'In place of a normalisation layer, as dyt.' },
  },
)
