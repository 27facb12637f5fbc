/** Losses from logits, where probabilities would be 0, 1 or nothing at all. Oracle: float64. */

import { describe, expect, it } from 'vitest'
import { gradients, type Node } from '../../../src/graph/index.ts'
import {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  F,
  meanSquaredError,
  Tensor,
  tensor,
} from '../../../src/nn/index.ts'

const column = (numbers: readonly number[]) => tensor(numbers.map((number) => [number]))

function slopesOf(loss: Tensor, x: Tensor): Float32Array {
  const [slope] = gradients(loss.sum().node, [x.node]) as [Node]
  return new Tensor(slope).data()
}

describe('cross-entropy from logits', () => {
  const rows = [
    [1e4, -1e4, 0],
    [1e4, -1e4, 0],
    [1e4, 1e4, -1e4],
    [0.5, -1, 2],
    [-Infinity, 3, 1],
  ]
  const classes = [0, 1, 0, 2, 1]
  const logits = tensor(rows)

  it('is exact to float32 for logits of ±1e4 and for masked classes', () => {
    const losses = crossEntropy(logits, column(classes)).data()
    rows.forEach((row, i) => {
      const chosen = row[classes[i] as number] as number
      const want = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - Math.max(...row)), 0))
      const exact = want + Math.max(...row) - chosen
      expect(Math.abs((losses[i] as number) - exact)).toBeLessThan(3e-7 * (1 + exact))
    })
    expect(losses[2]).toBeCloseTo(Math.LN2, 6)
  })

  it('has the slope softmax − 1 for the class that is right and softmax for the others', () => {
    const slopes = slopesOf(crossEntropy(logits, column(classes)), logits)
    F.softmax(logits, { dim: 1 })
      .data()
      .forEach((share, i) => {
        const isRight = i % 3 === classes[Math.floor(i / 3)]
        expect(slopes[i]).toBeCloseTo(isRight ? share - 1 : share, 6)
      })
  })

  it('of a single class is 0, and so is its slope', () => {
    const single = tensor([[5], [-1e4]])
    const loss = crossEntropy(single, column([0, 0]))
    expect([...loss.data()]).toEqual([0, 0])
    expect([...slopesOf(loss, single)]).toEqual([0, 0])
  })

  it('refuses what are no rows of logits', () => {
    expect(() => crossEntropy(tensor([1, 2]), column([0, 1]))).toThrow('[rows, columns]')
  })
})

describe('binary cross-entropy from logits', () => {
  it('is ln(1 + e^∓z), for any z, with the slope σ(z) − y', () => {
    const z = [-1e4, -20, -1, 0, 1, 20, 1e4]
    for (const y of [0, 1]) {
      const logits = column(z)
      const loss = binaryCrossEntropyWithLogits(logits, column(z.map(() => y)))
      const slopes = slopesOf(loss, logits)
      loss.data().forEach((value, i) => {
        const wrong = (z[i] as number) * (y === 1 ? -1 : 1)
        const want = Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)))
        /** softplus(z) − y·z cancels: its error is that of z itself. */
        expect(Math.abs(value - want)).toBeLessThanOrEqual(3e-7 * (1 + Math.abs(wrong)))
        expect(slopes[i]).toBeCloseTo(1 / (1 + Math.exp(-(z[i] as number))) - y, 6)
      })
    }
  })
})

describe('mean squared error', () => {
  it('is the mean over the columns, per row', () => {
    const output = tensor([1, 2, 3, 5], [2, 2])
    const target = tensor([0, 2, 3, 1], [2, 2])
    expect(meanSquaredError(output, target).toList()).toEqual([[0.5], [8]])
  })
})
