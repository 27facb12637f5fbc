/** Adaptive softmax against PyTorch 1.13 in float64, with the same weights. */

import { describe, expect, it } from 'vitest'
import { AdaptiveLogSoftmaxWithLoss, grad, tensor } from '../../../src/nn/index.ts'
import { fillWithSines } from '../sines.ts'

const model = () =>
  fillWithSines(new AdaptiveLogSoftmaxWithLoss(8, 10, { cutoffs: [3, 6], divValue: 2, headBias: true }))

const rows = [0, 1, 2, 3, 4]
const x = tensor(rows.map((r) => Array.from({ length: 8 }, (_, c) => Math.cos(3 * r + c * c))))
const target = tensor([0, 2, 4, 7, 9])

/** What torch.nn.AdaptiveLogSoftmaxWithLoss(8, 10, [3, 6], div_value=2, head_bias=True) gives. */
const PYTORCH = {
  output: [-1.756268706473099, -4.219292125083191, -4.284894632364555, -3.22901926154083, -3.213687225178781],
  loss: 3.3406323901280914,
  firstRow: [
    -1.756268706473099, -2.284672688160825, -1.530623567518389, -1.3606971757220585, -3.1083441762007076,
    -6.56137172775209, -2.7920848485883125, -2.8589837821114648, -3.3282872019593412, -2.955387886391965,
  ],
  predictions: [3, 5, 0, 5, 0],
}

describe('AdaptiveLogSoftmaxWithLoss', () => {
  it('names its parameters as PyTorch does', () => {
    const shapes = model()
      .namedParameters()
      .map(([path, { shape }]) => `${path} ${shape.join('×')}`)
    expect(shapes).toEqual([
      'head.weight 5×8',
      'head.bias 5',
      'tail.0.0.weight 4×8',
      'tail.0.1.weight 3×4',
      'tail.1.0.weight 2×8',
      'tail.1.1.weight 4×2',
    ])
  })

  it('gives the log-probabilities, loss and predictions of PyTorch', () => {
    const adaptive = model()
    const near = (got: Float32Array, want: readonly number[]) =>
      void want.forEach((value, i) => void expect(got[i]).toBeCloseTo(value, 5))
    near(adaptive.forward(x, target).data(), PYTORCH.output)
    near(adaptive.logProb(x).data(), PYTORCH.firstRow)
    expect(adaptive.loss(x, target).item()).toBeCloseTo(PYTORCH.loss, 5)
    expect([...adaptive.predict(x).data()]).toEqual(PYTORCH.predictions)
  })

  it('takes classes as a column, too, and has a gradient in every parameter', () => {
    const adaptive = model()
    const column = tensor([[0], [2], [4], [7], [9]])
    expect(adaptive.forward(x, column).shape).toEqual([5, 1])
    for (const slope of grad(adaptive.loss(x, target), adaptive.parameters()))
      expect(slope.data().some((value) => value !== 0)).toBe(true)
  })

  it('refuses cutoffs out of order and classes that are not one per row', () => {
    expect(() => new AdaptiveLogSoftmaxWithLoss(8, 10, { cutoffs: [6, 3] })).toThrow('got [6, 3]')
    expect(() => new AdaptiveLogSoftmaxWithLoss(8, 10, { cutoffs: [10] })).toThrow('from 1 to 9')
    expect(() => model().forward(x, tensor([1, 2]))).toThrow('expected [5], got [2]')
  })
})
