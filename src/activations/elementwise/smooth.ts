/** Smooth relatives of the rectifier, and of its logarithm. */

import { apply, select } from '../../expr/index.ts'
import { activation } from '../activation.ts'

export const softplus = activation('softplus', (x, { beta }) => apply('softplus', x.mul(beta)).div(beta), {
  parameters: { beta: { default: 1, range: [1e-6, 1e6] } },
  summary: 'log(1 + exp(β·x)) / β',
  source: 'Dugas et al., Incorporating second-order functional knowledge for better option pricing, 2001',
  year: 2001,
  frameworks: {
    pytorch: [{ name: 'nn.Softplus', note: 'x itself where β·x is above a threshold, 20.' }, 'F.softplus'],
    keras: ['softplus'],
    jax: ['jax.nn.softplus'],
    flax: ['nnx.softplus'],
    mlx: ['nn.softplus', 'nn.Softplus'],
    tfjs: ['softplus', 'tf.softplus'],
    jaxjs: [{ name: 'nn.softplus', note: '∞ from x = 88.4 on, and its gradient NaN.' }],
    burn: ['Softplus'],
  },
  advice: { use: 'Outputs that must be positive: variances, rates, scales.' },
})

export const logSigmoid = activation('logSigmoid', (x) => apply('softplus', x.neg()).neg(), {
  summary: 'log σ(x) = −softplus(−x)',
  frameworks: {
    pytorch: ['nn.LogSigmoid', 'F.logsigmoid'],
    keras: ['log_sigmoid'],
    jax: ['jax.nn.log_sigmoid'],
    flax: ['nnx.log_sigmoid'],
    mlx: ['nn.log_sigmoid', 'nn.LogSigmoid'],
    tfjs: ['tf.logSigmoid'],
    jaxjs: [{ name: 'nn.logSigmoid', note: '−∞ below −88.4, and its gradient NaN.' }],
    burn: ['activation::log_sigmoid'],
  },
  advice: { use: 'Inside losses on logits; not meant for hidden layers.' },
})

/**
 * For x ≤ 0 the form (b/2)/(r − x) with r = √(x² + b), where the sum x + r would cancel. Beyond 2⁵⁰, r is |x|
 * in float32 and x² would soon overflow; the halves stand inside the sums for the same reason.
 */
export const squareplus = activation(
  'squareplus',
  (x, { b }) => {
    const halfR = select(x.abs().lt(2 ** 50), x.mul(x).add(b).sqrt(), x.abs()).mul(0.5)
    const halfX = x.mul(0.5)
    return select(x.gt(0), halfR.add(halfX), b.mul(0.25).div(halfR.sub(halfX)))
  },
  {
    parameters: { b: { default: 4, range: [1e-6, 1e6] } },
    summary: '(x + √(x² + b)) / 2',
    source: 'Barron, Squareplus: a softplus-like algebraic rectifier, arXiv:2112.11687',
    year: 2021,
    frameworks: {
      keras: ['squareplus'],
      jax: ['jax.nn.squareplus'],
      jaxjs: [{ name: 'nn.squareplus', note: '∞ from |x| = 1.8·10¹⁹ on, and 0 from −11600 down.' }],
    },
    advice: { use: 'softplus without exponential or logarithm.' },
  },
)
