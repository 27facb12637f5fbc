/** Pieces of straight lines, and their close kin. At kinks the derivative is PyTorch's: relu′(0) = 0. */

import { clip, constant, log1p, select } from '../../expr/index.ts'
import { activation } from '../activation.ts'

export const linear = activation('linear', (x) => x, {
  aliases: ['identity'],
  summary: 'x',
  frameworks: {
    pytorch: ['nn.Identity'],
    keras: ['linear'],
    jax: ['jax.nn.identity'],
    flax: ['nnx.identity'],
    mlx: ['nn.Identity'],
    tfjs: ['linear'],
    jaxjs: ['nn.identity'],
    burn: ['Identity'],
  },
  advice: { use: 'The output of a regression.' },
})

export const relu = activation('relu', (x) => x.max(0), {
  summary: 'max(x, 0)',
  source: 'Nair & Hinton, Rectified linear units improve restricted Boltzmann machines, ICML 2010',
  year: 2010,
  frameworks: {
    pytorch: ['nn.ReLU', 'F.relu'],
    keras: [
      {
        names: ['relu', 'layers.ReLU'],
        note: 'Also takes a negative slope, a threshold and a greatest value.',
      },
    ],
    jax: ['jax.nn.relu'],
    flax: ['nnx.relu'],
    mlx: ['nn.relu', 'nn.ReLU'],
    tfjs: ['relu', 'tf.relu', { name: 'tf.layers.reLU', note: 'Also takes a greatest value.' }],
    jaxjs: [{ name: 'nn.relu', note: 'Slope 1 at 0.' }],
    burn: ['Relu'],
  },
  advice: {
    use: 'The cheapest; the first thing to try in a hidden layer, with weights as He et al. (2015) draw them.',
  },
})

export const relu6 = activation('relu6', (x) => clip(x, 0, 6), {
  summary: 'min(max(x, 0), 6)',
  source: 'Krizhevsky, Convolutional deep belief networks on CIFAR-10, 2010',
  year: 2010,
  frameworks: {
    pytorch: ['nn.ReLU6', 'F.relu6'],
    keras: ['relu6'],
    jax: ['jax.nn.relu6'],
    flax: ['nnx.relu6'],
    mlx: ['nn.relu6', 'nn.ReLU6'],
    tfjs: [{ names: ['relu6', 'tf.relu6'], note: 'Slope 1 at 6.' }],
    jaxjs: [{ name: 'nn.relu6', note: 'Slope 1 at 0 and at 6.' }],
    burn: ['activation::relu6'],
  },
  advice: { use: 'Networks that are to run in fixed-point arithmetic: its range is known beforehand.' },
})

export const leakyRelu = activation('leakyRelu', (x, { slope }) => select(x.gt(0), x, x.mul(slope)), {
  parameters: { slope: { default: 0.01, range: [-1, 1] } },
  summary: 'x for x > 0, slope·x below',
  source: 'Maas, Hannun & Ng, Rectifier nonlinearities improve neural network acoustic models, ICML 2013',
  year: 2013,
  frameworks: {
    pytorch: ['nn.LeakyReLU', 'F.leaky_relu'],
    keras: [
      { name: 'leaky_relu', defaults: { slope: 0.2 } },
      { name: 'layers.LeakyReLU', defaults: { slope: 0.3 } },
    ],
    jax: [{ name: 'jax.nn.leaky_relu', note: 'Slope 1 at 0.' }],
    flax: [{ name: 'nnx.leaky_relu', note: 'Slope 1 at 0.' }],
    mlx: [
      {
        names: ['nn.leaky_relu', 'nn.LeakyReLU'],
        note: 'Computed as max(slope·x, x), with slope 1 at 0.',
      },
    ],
    tfjs: [
      { name: 'tf.leakyRelu', defaults: { slope: 0.2 } },
      { name: 'tf.layers.leakyReLU', defaults: { slope: 0.3 } },
    ],
    jaxjs: [{ name: 'nn.leakyRelu', note: 'Slope 1 at 0.' }],
    burn: [{ name: 'LeakyRelu', note: 'Slope 1 at 0.' }],
  },
  advice: {
    use: 'Where units of relu die: gradients flow on both sides.',
    pitfalls: 'The default slope is 0.01, 0.2 or 0.3, as the framework has it.',
  },
})

export const prelu = activation('prelu', (x, { slope }) => leakyRelu(x, { slope }), {
  parameters: { slope: { default: 0.25, range: [-10, 10], learned: true } },
  aliases: ['parametricRelu'],
  summary: 'x for x > 0, slope·x below, with the slope learned',
  source: 'He, Zhang, Ren & Sun, Delving deep into rectifiers, arXiv:1502.01852',
  year: 2015,
  frameworks: {
    pytorch: ['nn.PReLU', 'F.prelu'],
    keras: [{ name: 'layers.PReLU', defaults: { slope: 0 }, note: 'A slope per feature.' }],
    flax: [{ name: 'nnx.PReLU', defaults: { slope: 0.01 }, note: 'Slope 1 at 0.' }],
    mlx: [{ names: ['nn.PReLU', 'nn.prelu'], note: 'The gradient at 0 is 1 + slope.' }],
    tfjs: [
      { name: 'tf.layers.prelu', defaults: { slope: 0 }, note: 'A slope per feature.' },
      { name: 'tf.prelu', note: 'Takes the slopes as a tensor.' },
    ],
    burn: ['PRelu'],
  },
  advice: { pitfalls: 'Weight decay on the slopes pulls them towards relu: leave them out of it.' },
})

export const rrelu = activation(
  'rrelu',
  (x, { lower, upper, draw }) => leakyRelu(x, { slope: lower.add(upper.sub(lower).mul(draw)) }),
  {
    parameters: {
      lower: { default: 1 / 8, range: [-1, 1] },
      upper: { default: 1 / 3, range: [-1, 1] },
      draw: { default: 0.5, range: [0, 1], random: true },
    },
    aliases: ['randomizedRelu', 'randomizedLeakyRelu'],
    summary:
      'x for x > 0, slope·x below: slopes drawn between lower and upper in training, afterwards their mean',
    source: 'Xu, Wang, Chen & Li, Empirical evaluation of rectified activations, arXiv:1505.00853',
    year: 2015,
    frameworks: { pytorch: ['nn.RReLU', 'F.rrelu'], burn: ['RRelu'] },
    advice: { use: 'Small data sets: the random slopes act against overfitting.' },
  },
)

/** The test is for what is let through, so that a NaN is. */
export const threshold = activation(
  'threshold',
  (x, { threshold, value }) => select(x.le(threshold), value, x),
  {
    parameters: {
      threshold: { default: 0, range: [-1e6, 1e6] },
      value: { default: 0, range: [-1e6, 1e6] },
    },
    summary: 'x for x > threshold, value below',
    frameworks: {
      pytorch: [{ names: ['nn.Threshold', 'F.threshold'], note: 'Both parameters must be given.' }],
      keras: [{ name: 'threshold', note: 'Both parameters must be given.' }],
      burn: [{ name: 'Threshold', note: 'Both parameters must be given.' }],
    },
    advice: { pitfalls: 'Jumps, unless value is the threshold; no gradient flows into either.' },
  },
)

export const thresholdedRelu = activation('thresholdedRelu', (x, { theta }) => select(x.le(theta), 0, x), {
  parameters: { theta: { default: 1, range: [0, 1e6] } },
  aliases: ['truncatedRectified', 'trec'],
  summary: 'x for x > θ, 0 below',
  source: 'Konda, Memisevic & Krueger, Zero-bias autoencoders, arXiv:1402.3337',
  year: 2014,
  frameworks: { tfjs: ['tf.layers.thresholdedReLU'], burn: ['ThresholdedRelu'] },
  advice: { use: 'Sparse codes without biases.' },
})

/** The inner choice is there for NaN alone. */
export const step = activation(
  'step',
  (x, { threshold }) => select(x.le(threshold), 0, select(x.gt(threshold), 1, x)),
  {
    parameters: { threshold: { default: 0, range: [-1e6, 1e6] } },
    aliases: ['heaviside', 'binaryStep'],
    summary: '1 for x > threshold, 0 below',
    source: 'McCulloch & Pitts, A logical calculus of the ideas immanent in nervous activity, 1943',
    year: 1943,
    frameworks: {
      mlx: [{ names: ['nn.step', 'nn.Step'], note: '1 at the threshold itself.' }],
      tfjs: [{ name: 'tf.step', note: 'Takes the value below 0 in place of a threshold.' }],
    },
  },
)

export const relu2 = activation('relu2', (x) => x.max(0).mul(x.max(0)), {
  aliases: ['reluSquared', 'squaredRelu'],
  summary: 'max(x, 0)²',
  source: 'So et al., Primer: searching for efficient transformers for language modeling, arXiv:2109.08668',
  year: 2021,
  frameworks: { mlx: ['nn.relu2', 'nn.ReLU2'] },
  advice: {
    use: 'Feed-forward blocks of transformers: sparse, and smoother than relu.',
    pitfalls: 'Grows as the square: outliers of a layer become larger outliers of the next.',
  },
})

export const starRelu = activation('starRelu', (x, { scale, bias }) => relu2(x).mul(scale).add(bias), {
  parameters: {
    scale: { default: 0.8944, range: [-10, 10], learned: true },
    bias: { default: -0.4472, range: [-10, 10], learned: true },
  },
  summary: 's·max(x, 0)² + b, with s and b learned; they start where mean 0 and variance 1 are kept',
  source: 'Yu et al., MetaFormer baselines for vision, arXiv:2210.13452',
  year: 2022,
})

export const nlrelu = activation('nlrelu', (x, { beta }) => log1p(x.max(0).mul(beta)), {
  parameters: { beta: { default: 1, range: [1e-3, 1e3] } },
  summary: 'ln(1 + β·max(x, 0))',
  source: 'Liu et al., Natural-logarithm-rectified activation function, arXiv:1908.03682',
  year: 2019,
  advice: { use: 'Inputs whose positive values range over orders of magnitude.' },
})

export const flexibleRelu = activation('flexibleRelu', (x, { bias }) => relu(x).add(bias), {
  parameters: { bias: { default: 0, range: [-100, 100], learned: true } },
  summary: 'max(x, 0) + b, with b learned',
  source: 'Qiu, Xu & Cai, FReLU: flexible rectified linear units, arXiv:1706.08098',
  year: 2017,
  advice: { pitfalls: 'FReLU is also the name of the funnel activation, which is a convolution.' },
})

/** The derivative is 0 at 0. */
export const modulus = activation('modulus', (x) => x.abs(), {
  aliases: ['abs', 'absolute'],
  summary: '|x|',
  source: 'Vallés-Pérez et al., Empirical study of the modulus as activation function, arXiv:2301.05993',
  year: 2023,
})

export const softModulusQ = activation(
  'softModulusQ',
  (x) => {
    const a = x.abs()
    return select(a.le(1), constant(2).sub(a).mul(x).mul(x), a)
  },
  {
    summary: '|x| beyond ±1, x²·(2 − |x|) between',
    source: 'Vallés-Pérez et al., Empirical study of the modulus as activation function, arXiv:2301.05993',
    year: 2023,
  },
)
