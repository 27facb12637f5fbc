/** The exponential, and what has it below 0: there it is expm1, which keeps its digits near 0. */

import { exp, expm1, select } from '../../expr/index.ts'
import { activation } from '../activation.ts'

const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805

export const exponential = activation('exponential', (x) => exp(x), {
  aliases: ['exp'],
  summary: 'eˣ',
  frameworks: { keras: ['exponential'] },
  advice: {
    use: 'Positive outputs on a logarithmic scale, such as the rate of a Poisson distribution.',
    pitfalls: 'Explodes in hidden layers; softplus gives positive outputs that do not.',
  },
})

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
    tfjs: ['tf.elu', { names: ['elu', 'tf.layers.elu'], note: 'Refuses any α but 1.' }],
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
    mlx: [{ names: ['nn.celu', 'nn.CELU'], note: 'Slope 0 at 0.' }],
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
      mlx: [{ names: ['nn.selu', 'nn.SELU'], note: 'λ and α rounded to 1.0507 and 1.67326.' }],
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

export const pelu = activation(
  'pelu',
  (x, { a, b }) => select(x.gt(0), x.mul(a.div(b)), expm1(x.div(b)).mul(a)),
  {
    parameters: {
      a: { default: 1, range: [1e-3, 1e3], learned: true },
      b: { default: 1, range: [1e-3, 1e3], learned: true },
    },
    summary: '(a/b)·x for x > 0, a·(exp(x/b) − 1) below, with a and b learned',
    source: 'Trottier, Giguère & Chaib-draa, Parametric exponential linear unit, arXiv:1605.09332',
    year: 2016,
    advice: { pitfalls: 'a and b must stay positive: learning does not see to it.' },
  },
)

export const mpelu = activation(
  'mpelu',
  (x, { alpha, beta }) => select(x.gt(0), x, expm1(x.mul(beta)).mul(alpha)),
  {
    parameters: {
      alpha: { default: 1, range: [-100, 100], learned: true },
      beta: { default: 1, range: [0, 100], learned: true },
    },
    summary: 'x for x > 0, α·(exp(β·x) − 1) below, with α and β learned',
    source: 'Li, Fan, Li, Wu & Ming, Multiple parametric exponential linear units, arXiv:1606.00305',
    year: 2016,
  },
)

/** α·(eˣ − 1 − x) + β·x with the terms in x gathered: at −∞ they would be ∞ − ∞. */
export const xielu = activation(
  'xielu',
  (x, { alphaP, alphaN, beta }) =>
    select(
      x.gt(0),
      x.mul(alphaP).add(beta).mul(x),
      expm1(x)
        .mul(alphaN)
        .add(x.mul(beta.sub(alphaN))),
    ),
  {
    parameters: {
      alphaP: { default: 0.8, range: [0, 100], learned: true },
      alphaN: { default: 0.8, range: [0, 100], learned: true },
      beta: { default: 0.5, range: [0, 10] },
    },
    summary: 'αₚ·x² + β·x for x > 0, αₙ·(eˣ − 1 − x) + β·x below, with αₚ and αₙ learned',
    source: 'Huang & Schlag, Deriving activation functions using integration, arXiv:2411.13010',
    year: 2024,
    advice: {
      use: 'Feed-forward blocks of language models.',
      pitfalls: 'The reference code learns softplus⁻¹ of αₚ and of αₙ − β, and is −8·10⁻⁷ at 0.',
    },
  },
)
