/** Linear above 0, exponential below. Below 0 they are expm1, which keeps its digits near 0. */

import { expm1, select } from '../../expr/index.ts'
import { activation } from '../activation.ts'

const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805

export const elu = activation('elu', (x, { alpha }) => select(x.gt(0), x, expm1(x).mul(alpha)), {
  parameters: { alpha: { default: 1, range: [0, 100] } },
  summary: 'x for x > 0, α·(eˣ − 1) below',
  source: 'Clevert, Unterthiner & Hochreiter, Exponential linear units, arXiv:1511.07289',
  year: 2015,
  frameworks: {
    pytorch: ['nn.ELU', 'F.elu'],
    keras: ['elu', 'layers.ELU'],
    jax: ['jax.nn.elu'],
    flax: ['nnx.elu'],
    mlx: ['nn.elu', 'nn.ELU'],
    tfjs: [{ name: 'elu', note: 'Refuses any α but 1.' }, 'tf.elu', 'tf.layers.elu'],
    jaxjs: [{ name: 'nn.elu', note: 'Its gradient is NaN from x = 88.4 on.' }],
    burn: ['Elu'],
  },
  advice: { pitfalls: 'For α other than 1 its slope jumps at 0; celu has a continuous one for every α.' },
})

export const celu = activation('celu', (x, { alpha }) => select(x.gt(0), x, expm1(x.div(alpha)).mul(alpha)), {
  parameters: { alpha: { default: 1, range: [1e-6, 100] } },
  summary: 'x for x > 0, α·(exp(x/α) − 1) below: continuously differentiable for every α',
  source: 'Barron, Continuously differentiable exponential linear units, arXiv:1704.07483',
  year: 2017,
  frameworks: {
    pytorch: ['nn.CELU', 'F.celu'],
    keras: ['celu'],
    jax: ['jax.nn.celu'],
    flax: ['nnx.celu'],
    mlx: [{ name: 'nn.celu', note: 'Slope 0 at 0.' }, 'nn.CELU'],
    jaxjs: [{ name: 'nn.celu', note: 'Its gradient is NaN from x = 88.4·α on.' }],
    burn: ['Celu'],
  },
})

/** λ and α make mean 0 and variance 1 a fixed point. */
export const selu = activation(
  'selu',
  (x) => select(x.gt(0), x.mul(SELU_SCALE), expm1(x).mul(SELU_SCALE * SELU_ALPHA)),
  {
    summary: 'λ·x for x > 0, λ·α·(eˣ − 1) below, λ = 1.0507…, α = 1.6733…',
    source: 'Klambauer, Unterthiner, Mayr & Hochreiter, Self-normalizing neural networks, arXiv:1706.02515',
    year: 2017,
    frameworks: {
      pytorch: ['nn.SELU', 'F.selu'],
      keras: ['selu'],
      jax: ['jax.nn.selu'],
      flax: ['nnx.selu'],
      mlx: [{ name: 'nn.selu', note: 'λ and α rounded to 1.0507 and 1.67326.' }, 'nn.SELU'],
      tfjs: ['selu', 'tf.selu'],
      jaxjs: [{ name: 'nn.selu', note: 'Slope λ at 0; its gradient is NaN from x = 88.4 on.' }],
      burn: [{ name: 'Selu', note: 'Slope λ at 0.' }],
    },
    advice: {
      use: 'Deep plain networks without normalisation layers, with weights of variance 1 / fan-in.',
      pitfalls: 'Normalises itself only with such weights, standardised inputs and alpha dropout.',
    },
  },
)
