/** Bounded, from one side to the other. */

import { apply } from '../../expr/index.ts'
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
    pitfalls:
      'In hidden layers gradients shrink at least fourfold a layer; train on logits, not on its output.',
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
    pitfalls: 'Saturates on both sides: keep the variance of its inputs near 1.',
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
