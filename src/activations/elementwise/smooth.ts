/** Smooth relatives of the rectifier, and of its logarithm. */

import { apply, constant, gate, log1p, select } from '../../expr/index.ts'
import { activation } from '../activation.ts'
import { isru } from './sigmoidal.ts'

export const softplus = activation('softplus', (x, { beta }) => apply('softplus', x.mul(beta)).div(beta), {
  parameters: { beta: { default: 1, range: [1e-6, 1e6] } },
  summary: 'log(1 + exp(β·x)) / β',
  source: 'Dugas et al., Incorporating second-order functional knowledge for better option pricing, 2001',
  year: 2001,
  frameworks: {
    pytorch: [{ names: ['nn.Softplus', 'F.softplus'], note: 'x itself where β·x is above a threshold, 20.' }],
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
 * Well below 0 as (b/2)/(r − x) with r = √(x² + b), where the sum x + r would cancel; near 0 that sum loses less than
 * the quotient. Beyond 2⁵⁰, r is |x| in float32 and x² would soon overflow; the halves stand inside the sums for the
 * same reason.
 */
export const squareplus = activation(
  'squareplus',
  (x, { b }) => {
    const halfR = select(x.abs().lt(2 ** 50), x.mul(x).add(b).sqrt(), x.abs()).mul(0.5)
    const halfX = x.mul(0.5)
    return select(x.gt(b.sqrt().mul(-0.5)), halfR.add(halfX), b.mul(0.25).div(halfR.sub(halfX)))
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

export const sparsePlus = activation(
  'sparsePlus',
  (x, { beta }) => {
    const rise = x.max(beta.neg()).add(beta)
    return select(x.ge(beta), x, rise.mul(rise).div(beta.mul(4)))
  },
  {
    parameters: { beta: { default: 1, range: [1e-3, 1e3] } },
    aliases: ['smelu', 'smoothRelu'],
    summary: '0 for x ≤ −β, x for x ≥ β, (x + β)²/(4·β) between',
    source: 'as SmeLU: Shamir, Lin & Coviello, Smooth activations and reproducibility, arXiv:2010.09931',
    year: 2020,
    frameworks: { keras: ['sparse_plus'], jax: ['jax.nn.sparse_plus'], jaxjs: ['nn.sparsePlus'] },
    advice: { use: 'Where retraining should reproduce predictions: smooth, with a true 0 and a true x.' },
  },
)

export const isrlu = activation('isrlu', (x, { alpha }) => select(x.lt(0), isru(x, { alpha }), x), {
  parameters: { alpha: { default: 1, range: [1e-3, 1e3] } },
  summary: 'x for x ≥ 0, x / √(1 + α·x²) below',
  source: 'Carlile et al., Improving deep learning by inverse square root linear units, arXiv:1710.09967',
  year: 2017,
  advice: { use: 'elu without an exponential.' },
})

/** √(x² + 1) − 1 as x²/(√(x² + 1) + 1), where it would cancel; beyond ±1 with t = 1/x, where x² may overflow. */
export const bentIdentity = activation(
  'bentIdentity',
  (x) => {
    const square = x.mul(x)
    const near = square.div(square.add(1).sqrt().add(1)).mul(0.5).add(x)
    const t = constant(1).div(x)
    const root = t.mul(t).add(1).sqrt()
    const far = gate(x, apply('copySign', root.mul(0.5), x).add(1)).sub(0.5)
    return select(x.abs().lt(1), near, far)
  },
  { summary: 'x + (√(x² + 1) − 1)/2: slopes from ½ to 1½' },
)

export const symlog = activation('symlog', (x) => select(x.lt(0), log1p(x.neg()).neg(), log1p(x)), {
  aliases: ['signedLog', 'logSquash'],
  summary: 'sign(x)·ln(1 + |x|)',
  source:
    'Hafner, Pasukonis, Ba & Lillicrap, Mastering diverse domains through world models, arXiv:2301.04104',
  year: 2023,
  advice: { use: 'Inputs and targets that range over orders of magnitude, of either sign.' },
})
