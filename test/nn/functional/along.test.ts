/** Softmax and its kin where naive formulas overflow or round everything away. Oracle: float64, shifted. */

import { describe, expect, it } from 'vitest'
import { gradients, type Node } from '../../../src/graph/index.ts'
import { F, logSumExp, Tensor, tensor } from '../../../src/nn/index.ts'

/** Rows of logits: ordinary, huge, with a common offset, masked, and spread wider than float32's exponents. */
const ROWS = [
  [0.5, -1, 2],
  [1e4, -1e4, 0],
  [1e4, 1e4, 1e4 - 1],
  [-1e4, -1e4, -1e4],
  [-Infinity, 3, 1],
  [200, -200, 199],
]

function exactLogSumExp(row: readonly number[]): number {
  const greatest = Math.max(...row)
  return greatest + Math.log(row.reduce((sum, x) => sum + Math.exp(x - greatest), 0))
}

const x = tensor(ROWS)
/** Logits are exact in float32; what is computed from them is good to a few ulp. */
const near = (got: number, want: number) => {
  if (!Number.isFinite(want)) return expect(got).toBe(want)
  return expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-6 * Math.max(1e-30, Math.abs(want)))
}

describe('functions along an axis', () => {
  it('give probabilities that add up to 1, whatever the logits', () => {
    const rows = F.softmax(x, { dim: 1 }).toList() as number[][]
    rows.forEach((row, i) => {
      const total = exactLogSumExp(ROWS[i] as number[])
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6)
      row.forEach((value, j) => {
        const want = Math.exp((ROWS[i]?.[j] as number) - total)
        /** What underflows in float32 is 0; below 1e-30 the argument of exp has few digits left. */
        if (want > 1e-30) expect(Math.abs(value - want)).toBeLessThan(1e-5 * want)
        else expect(value).toBeLessThan(1e-29)
      })
    })
  })

  it('give the logarithm of a sum of exponentials without an overflow', () => {
    const got = logSumExp(x, { dim: 1 }).data()
    ROWS.forEach((row, i) => void near(got[i] as number, exactLogSumExp(row)))
  })

  it('give logarithms of probabilities that a large common offset does not round away', () => {
    const got = F.log_softmax(x, { dim: 1 }).toList() as number[][]
    ROWS.forEach((row, i) => {
      const [greatest, ...others] = row.toSorted((a, b) => b - a)
      const rest = Math.log1p(others.reduce((sum, other) => sum + Math.exp(other - (greatest as number)), 0))
      row.forEach((logit, j) => {
        const want = logit - (greatest as number) - rest
        const value = got[i]?.[j] as number
        if (Number.isFinite(want)) expect(Math.abs(value - want)).toBeLessThan(3e-7 * (1 + Math.abs(want)))
        else expect(value).toBe(want)
      })
    })
  })

  it('of a single class are 1 and 0', () => {
    const single = tensor([[1e4], [-3]])
    expect([...F.softmax(single, { dim: 1 }).data()]).toEqual([1, 1])
    expect([...F.log_softmax(single, { dim: 1 }).data()]).toEqual([0, 0])
    expect([...logSumExp(single, { dim: 1 }).data()]).toEqual([1e4, -3])
  })

  it('have the limits of the logarithm of the sum', () => {
    const rows = tensor([
      [Infinity, 1],
      [Infinity, Infinity],
      [-Infinity, -Infinity],
      [-Infinity, 2],
      [NaN, 1],
    ])
    expect([...logSumExp(rows, { dim: 1 }).data()]).toEqual([Infinity, Infinity, -Infinity, 2, NaN])
  })

  it('have the softmax as the slope of the logarithm of the sum, for masked and huge logits too', () => {
    const total = logSumExp(x, { dim: 1 }).sum()
    const [slope] = gradients(total.node, [x.node]) as [Node]
    const got = new Tensor(slope).data()
    F.softmax(x, { dim: 1 })
      .data()
      .forEach((value, i) => void expect(got[i]).toBeCloseTo(value, 6))
  })

  it('act along any axis', () => {
    const diagonal = tensor([1e4, 0, 0, 1e4], [2, 2])
    const columns = F.softmax(diagonal, { dim: 0 })
    expect([...columns.data()]).toEqual([1, 0, 0, 1])
    expect([...logSumExp(tensor([[1e4, 0]]), { dim: 0 }).data()]).toEqual([1e4, 0])
  })
})
