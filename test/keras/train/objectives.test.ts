/** Losses row by row, from outputs and from what goes into the last activation. Oracle: Keras 3.15 in float64. */

import { describe, expect, it } from 'vitest'
import { type LossName, objectiveOf } from '../../../src/keras/train/objectives.ts'
import { type Tensor, tensor } from '../../../src/nn/index.ts'

const SHARES = [
  [0.2, 0.5, 0.3],
  [0.7, 0.2, 0.1],
]
const softmaxInput = (p: number) => Math.log(p) + 3
const sigmoidInput = (p: number) => Math.log(p / (1 - p))

function near(got: Tensor | undefined, want: readonly number[]): void {
  want.forEach((value, i) => void expect(got?.data()[i]).toBeCloseTo(value, 6))
}

describe('losses', () => {
  it.each<[LossName, (p: number) => number, number[][], readonly number[]]>([
    ['sparseCategoricalCrossentropy', softmaxInput, [[1], [0]], [Math.LN2, 0.35667494]],
    [
      'categoricalCrossentropy',
      softmaxInput,
      [
        [0, 1, 0],
        [0.5, 0.5, 0],
      ],
      [Math.LN2, 0.98305643],
    ],
    [
      'binaryCrossentropy',
      sigmoidInput,
      [
        [0, 1, 0.5],
        [1, 1, 0],
      ],
      [0.56553823, 0.69049114],
    ],
  ])('%s of probabilities, and of what makes them', (name, inputOf, target, want) => {
    const { fromOutput, fromLogits } = objectiveOf(name)
    near(fromOutput(tensor(SHARES), tensor(target)), want)
    near(fromLogits?.(tensor(SHARES.map((row) => row.map(inputOf))), tensor(target)), want)
  })

  it('of classes take shares of what does not add up to 1', () => {
    const twice = tensor(SHARES.map((row) => row.map((p) => 2 * p)))
    near(
      objectiveOf('categoricalCrossentropy').fromOutput(
        twice,
        tensor([
          [0, 1, 0],
          [0.5, 0.5, 0],
        ]),
      ),
      [Math.LN2, 0.98305643],
    )
  })

  it('stay finite at probabilities of 0 and 1', () => {
    const [none, all] = [tensor([[0]]), tensor([[1]])]
    const { fromOutput } = objectiveOf('binaryCrossentropy')
    /** −ln 1e-7, once. */
    expect(fromOutput(none, all).item()).toBeCloseTo(16.118, 3)
    expect(fromOutput(all, none).item()).toBeCloseTo(16.118, 3)
  })

  it("of numbers: Huber's", () => {
    const target = tensor([
      [0, 3, 0.5],
      [1, 1, 0],
    ])
    near(objectiveOf('huber').fromOutput(tensor(SHARES), target), [0.68, 0.12333333])
  })

  it('refuse targets that are no shares', () => {
    const { fromOutput } = objectiveOf('categoricalCrossentropy')
    expect(() => fromOutput.checkTarget?.(Float32Array.of(0, 2), 2, 2)).toThrow(
      'expected numbers from 0 to 1, got 2',
    )
  })
})
