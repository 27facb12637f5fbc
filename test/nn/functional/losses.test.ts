/** Losses in PyTorch's spelling, with its reductions. Oracle: PyTorch 1.13 in float64. */

import { describe, expect, it } from 'vitest'
import { F, type Tensor, tensor } from '../../../src/nn/index.ts'

const z = tensor([
  [0.5, -1, 2],
  [1, 0, -2],
])
const y = tensor([
  [0, 1, 0.5],
  [1, 1, 0],
])
const classes = tensor([2, 1])

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

describe('losses', () => {
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
  })
})
