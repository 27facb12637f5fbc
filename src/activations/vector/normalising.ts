/**
 * Softmax and its kin. Logits may be of any size; −∞ is a mask. A row of nothing but −∞ is NaN throughout, and so is
 * one with an ∞ or a NaN in it, as in PyTorch and JAX.
 */

import { exp, log } from '../../expr/index.ts'
import { pointwise } from './axes.ts'
import { vectorActivation } from './entry.ts'
import { shifted } from './shifted.ts'

const NO_DEFAULT = 'Its dim has no default worth relying on.'
const AXIS_REQUIRED = 'The axis must be given.'

export const softmax = vectorActivation(
  'softmax',
  (x, { axis }) => {
    const { exponentials, sum } = shifted(x, axis)
    return pointwise((a, b) => a.div(b), exponentials, sum)
  },
  {
    summary: 'exp(xᵢ) / Σⱼ exp(xⱼ)',
    source: 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs',
    year: 1990,
    frameworks: {
      pytorch: [{ names: ['F.softmax', 'nn.Softmax'], note: NO_DEFAULT }],
      keras: ['softmax', { name: 'layers.Softmax', note: 'Also takes a mask.' }],
      jax: [{ name: 'jax.nn.softmax', note: 'Also over several axes at once, and with a mask.' }],
      flax: ['nnx.softmax'],
      mlx: ['nn.softmax', 'nn.Softmax'],
      tfjs: ['tf.softmax', { name: 'tf.layers.softmax', note: 'Its axis is 1, the second.' }],
      jaxjs: ['nn.softmax'],
      burn: [{ name: 'activation::softmax', note: AXIS_REQUIRED }],
    },
    advice: {
      use: 'The output of a classifier among exclusive classes; attention weights.',
      pitfalls: 'Its logarithm loses what logSoftmax keeps: losses take logits.',
    },
  },
)

/** With the digits of differences, however large the logits. */
export const logSoftmax = vectorActivation(
  'logSoftmax',
  (x, { axis }) => {
    const { differences, sum } = shifted(x, axis)
    return pointwise((a, b) => a.sub(log(b)), differences, sum)
  },
  {
    summary: 'xᵢ − log Σⱼ exp(xⱼ)',
    source: 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs',
    year: 1990,
    frameworks: {
      pytorch: [{ names: ['F.log_softmax', 'nn.LogSoftmax'], note: NO_DEFAULT }],
      keras: ['log_softmax'],
      jax: ['jax.nn.log_softmax'],
      flax: ['nnx.log_softmax'],
      mlx: ['nn.log_softmax', 'nn.LogSoftmax'],
      tfjs: ['tf.logSoftmax'],
      jaxjs: ['nn.logSoftmax'],
      burn: [{ name: 'activation::log_softmax', note: AXIS_REQUIRED }],
    },
  },
)

export const softmin = vectorActivation(
  'softmin',
  (x, { axis }) =>
    softmax(
      pointwise((a) => a.neg(), x),
      { axis },
    ),
  {
    summary: 'exp(−xᵢ) / Σⱼ exp(−xⱼ)',
    frameworks: {
      pytorch: [{ names: ['F.softmin', 'nn.Softmin'], note: NO_DEFAULT }],
      mlx: ['nn.softmin', 'nn.Softmin'],
      burn: [{ name: 'activation::softmin', note: AXIS_REQUIRED }],
    },
  },
)

export const softmax2d = vectorActivation('softmax2d', (x, { axis }) => softmax(x, { axis }), {
  axis: -3,
  summary: 'softmax over the channels of [channels, height, width], at every place',
  frameworks: { pytorch: ['nn.Softmax2d'] },
})

/** Shifted by max(xᵢ, 0), so that the 1 cannot underflow unseen. A row of nothing but −∞ is zeros. */
export const quietSoftmax = vectorActivation(
  'quietSoftmax',
  (x, { axis }) => {
    const { exponentials, sum, greatest } = shifted(x, axis, (most) => most.max(0))
    return pointwise((e, total, shift) => e.div(total.add(exp(shift.neg()))), exponentials, sum, greatest)
  },
  {
    aliases: ['softmax1', 'softmaxOne'],
    summary: 'exp(xᵢ) / (1 + Σⱼ exp(xⱼ)): may attend to nothing',
    source: 'Miller 2023, Attention is off by one',
    year: 2023,
    frameworks: { burn: [{ name: 'activation::quiet_softmax', note: AXIS_REQUIRED }] },
  },
)
