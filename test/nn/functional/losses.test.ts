/** Losses in PyTorch's spelling, with its reductions. Oracle: PyTorch 1.13 in float64, gradients by its autograd. */

import { describe, expect, it } from 'vitest'
import { F, grad, type Tensor, tensor } from '../../../src/nn/index.ts'

const z = tensor([
  [0.5, -1, 2],
  [1, 0, -2],
])
const y = tensor([
  [0, 1, 0.5],
  [1, 1, 0],
])
const classes = tensor([2, 1])
const weight = [1, 0.5, 3]
const shares = tensor([
  [0.2, 0.3, 0.5],
  [1, 0, 0],
])
const probabilities = tensor([
  [0.2, 0.5, 0.9],
  [0.99, 0.25, 1e-3],
])

type Loss = (options: { reduction?: 'mean' | 'sum' | 'none' }) => Tensor

const CASES: readonly (readonly [string, Loss, readonly number[]])[] = [
  [
    'cross_entropy',
    (options) => F.cross_entropy(z, classes, options),
    [0.24131129665715703, 1.3490122167681864],
  ],
  [
    'cross_entropy, smoothed',
    (options) => F.cross_entropy(z, classes, { labelSmoothing: 0.2, ...options }),
    [0.541311296657157, 1.415678883434853],
  ],
  [
    'nll_loss',
    (options) => F.nll_loss(F.log_softmax(z, { dim: 1 }), classes, options),
    [0.24131129665715703, 1.3490122167681864],
  ],
  [
    'binary_cross_entropy_with_logits',
    (options) => F.binary_cross_entropy_with_logits(z, y, options),
    [
      0.9740769841801067,
      1.3132616875182228,
      1.1269280110429727,
      0.31326168751822286,
      Math.LN2,
      0.1269280110429726,
    ],
  ],
  ['mse_loss', (options) => F.mse_loss(z, y, options), [0.25, 4, 2.25, 0, 1, 4]],
  ['l1_loss', (options) => F.l1_loss(z, y, options), [0.5, 2, 1.5, 0, 1, 2]],
  [
    'huber_loss',
    (options) => F.huber_loss(z, y, { delta: 0.7, ...options }),
    [0.125, 1.155, 0.805, 0, 0.455, 1.155],
  ],
]

/** With what their means are where those are not the means of all, and the gradients of the means. */
const WEIGHED: readonly (readonly [
  string,
  Loss,
  { readonly all: readonly number[]; readonly mean: number; readonly slopes: readonly number[] },
])[] = [
  [
    'cross_entropy of weighed classes',
    (options) => F.cross_entropy(z, classes, { weight, ...options }),
    {
      all: [0.7239338899714711, 0.6745061083840932],
      mean: 0.3995542852444469,
      slopes: [
        0.15024890754860287, 0.03352506280344638, -0.18377397035204923, 0.10076921609974873,
        -0.10578621995108298, 0.005017003851334247,
      ],
    },
  ],
  [
    'cross_entropy of weighed classes, smoothed',
    (options) => F.cross_entropy(z, classes, { weight: tensor(weight), labelSmoothing: 0.2, ...options }),
    {
      all: [0.8515405009743241, 1.2776418850710638],
      mean: 0.6083378245843964,
      slopes: [
        0.11617639774612355, 0.020648746999292224, -0.13682514474541574, 0.12202928349202918,
        -0.07191023174104, -0.050119051750989185,
      ],
    },
  ],
  [
    'cross_entropy of rows of which one is ignored',
    (options) => F.cross_entropy(z, tensor([-100, 1]), { ignoreIndex: -100, ...options }),
    {
      all: [0, 1.3490122167681864],
      mean: 1.3490122167681864,
      slopes: [0, 0, 0, 0.7053845126982412, -0.7405035396575809, 0.03511902695933973],
    },
  ],
  [
    'cross_entropy of weighed classes of which one is ignored, smoothed',
    (options) =>
      F.cross_entropy(z, tensor([2, 0]), { weight, ignoreIndex: 2, labelSmoothing: 0.2, ...options }),
    {
      all: [0, 1.0172467717783382],
      mean: 1.0172467717783382,
      slopes: [0, 0, 0, -0.09074370269860131, 0.25211277304332774, -0.1613690703447263],
    },
  ],
  [
    'cross_entropy of shares',
    (options) => F.cross_entropy(z, shares, options),
    {
      all: [1.441311296657157, 0.34901221676818633],
      mean: 0.8951617567126717,
      slopes: [
        -0.012354803929981659, -0.13044371336465627, 0.14279851729463794, -0.1473077436508794,
        0.12974823017120957, 0.017559513479669865,
      ],
    },
  ],
  [
    'cross_entropy of shares of weighed classes, smoothed',
    (options) => F.cross_entropy(z, shares, { weight, labelSmoothing: 0.1, ...options }),
    {
      all: [1.21298000343274, 0.6831294942732623],
      mean: 0.9480547488530011,
      slopes: [
        0.05240936420041662, -0.040338673090184476, -0.012070691110232139, -0.09633979750009003,
        0.1279023083464367, -0.03156251084634664,
      ],
    },
  ],
  [
    'nll_loss of weighed classes of which one is ignored',
    (options) => F.nll_loss(F.log_softmax(z, { dim: 1 }), classes, { weight, ignoreIndex: 1, ...options }),
    {
      all: [0.7239338899714711, 0],
      mean: 0.24131129665715703,
      slopes: [0.1752903921400367, 0.03911257327068745, -0.21440296541072412, 0, 0, 0],
    },
  ],
  [
    'binary_cross_entropy_with_logits whose yes counts three times',
    (options) => F.binary_cross_entropy_with_logits(z, y, { posWeight: 3, ...options }),
    {
      all: [
        0.9740769841801067, 3.9397850625546686, 1.2538560220859452, 0.9397850625546686, 2.0794415416798357,
        0.1269280110429727,
      ],
      mean: 1.552312114016366,
      slopes: [
        0.10374322186697577, -0.36552928931500245, 0.04359902599262744, -0.13447071068499752, -0.25,
        0.019867153670352924,
      ],
    },
  ],
  [
    'binary_cross_entropy_with_logits whose yes counts otherwise in each column',
    (options) => F.binary_cross_entropy_with_logits(z, y, { posWeight: weight, ...options }),
    {
      all: [
        0.9740769841801067, 0.6566308437591114, 1.2538560220859452, 0.31326168751822286, 0.34657359027997264,
        0.1269280110429727,
      ],
      mean: 0.611887856477722,
      slopes: [
        0.10374322186697577, -0.06092154821916707, 0.04359902599262744, -0.04482357022833252,
        -0.041666666666666664, 0.019867153670352924,
      ],
    },
  ],
  [
    'smooth_l1_loss',
    (options) => F.smooth_l1_loss(z, y, { beta: 0.7, ...options }),
    {
      all: [0.17857142857142858, 1.65, 1.15, 0, 0.65, 1.65],
      mean: 0.8797619047619047,
      slopes: [0.11904761904761905, -1 / 6, 1 / 6, 0, -1 / 6, -1 / 6],
    },
  ],
]

/** Sums of a few float32 numbers around 1. */
function near(got: Tensor, want: readonly number[]): void {
  expect(got.data()).toHaveLength(want.length)
  want.forEach((value, i) => void expect(got.data()[i]).toBeCloseTo(value, 6))
}

describe('losses', () => {
  it.each(WEIGHED)('%s: all, their mean, and its gradient', (_, loss, { all, mean, slopes }) => {
    near(loss({ reduction: 'none' }), all)
    near(loss({}), [mean])
    near(grad(loss({}), [z])[0] as Tensor, slopes)
  })

  it('binary_cross_entropy has the values and gradients of PyTorch, and is finite where all is lost', () => {
    near(F.binary_cross_entropy(probabilities, y), [0.5862681222511779])
    near(
      grad(F.binary_cross_entropy(probabilities, y), [probabilities])[0] as Tensor,
      [
        0.2083333333333333, -0.3333333333333333, 0.7407407407407409, -0.16835016835016833,
        -0.6666666666666666, 0.1668335001668335,
      ],
    )
    const lost = F.binary_cross_entropy(tensor([0, 1, 0, 1]), tensor([1, 0, 0, 1]), { reduction: 'none' })
    expect([...lost.data()].map(Math.abs)).toEqual([100, 100, 0, 0])
  })

  it.each(CASES)('%s: all, their sum, and their mean unless told otherwise', (_, loss, want) => {
    const sum = want.reduce((a, b) => a + b, 0)
    const all = loss({ reduction: 'none' }).data()
    want.forEach((value, i) => void expect(all[i]).toBeCloseTo(value, 6))
    expect(loss({ reduction: 'sum' }).item()).toBeCloseTo(sum, 5)
    expect(loss({}).item()).toBeCloseTo(sum / want.length, 6)
  })

  it('take tensors of any shape, but of one', () => {
    expect(F.mse_loss(tensor([1, 2]), tensor([1, 4])).item()).toBe(2)
    expect(() => F.mse_loss(tensor([[1], [2]]), tensor([1, 2]))).toThrow(
      'differ in shape — got [2, 1] and [2]',
    )
  })

  it('refuse a class that is none, and do not take it for nothing', () => {
    const wrong = (value: number) => () => F.cross_entropy(z, tensor([0, value]))
    expect(wrong(3)).toThrow(
      'target, row 1: there is no such class — expected a whole number from 0 to 2, one for each of 3 outputs, got 3\n' +
        '  hint: Classes are counted from 0.',
    )
    expect(wrong(-1)).toThrow('got -1')
    expect(wrong(0.5)).toThrow('got 0.5')
    expect(() => F.nll_loss(z, tensor([0, Number.NaN]))).toThrow('got NaN')
    expect(() => F.cross_entropy(z, tensor([0, -100]), { ignoreIndex: -1 })).toThrow('got -100')
    expect(() => F.binary_cross_entropy_with_logits(z, z)).toThrow('expected numbers from 0 to 1, got -1')
  })

  it('refuse options that are out of range', () => {
    expect(() => F.cross_entropy(z, classes, { weight: [1, 2] })).toThrow(
      'weight: a weight is needed for each class — expected 3 numbers of at least 0, got [2]',
    )
    expect(() => F.cross_entropy(z, classes, { weight: [1, -1, 1] })).toThrow('got 1,-1,1')
    expect(() => F.cross_entropy(z, classes, { labelSmoothing: 1.5 })).toThrow('no share of a row')
    expect(() => F.cross_entropy(z, shares, { labelSmoothing: -1 })).toThrow('no share of a row')
    expect(() => F.binary_cross_entropy_with_logits(z, y, { posWeight: [1, 2] })).toThrow(
      'posWeight: not a weight for each column — expected a number of at least 0, or 3 of them, got 1,2',
    )
    expect(() => F.binary_cross_entropy_with_logits(z, y, { posWeight: -1 })).toThrow('posWeight')
    expect(() => F.huber_loss(z, y, { delta: 0 })).toThrow('huberLoss: delta is out of range')
    expect(() => F.smooth_l1_loss(z, y, { beta: -1 })).toThrow('smooth_l1_loss: beta is out of range')
  })
})
