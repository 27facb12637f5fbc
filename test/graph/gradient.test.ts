/** What gradients are where calculus leaves a choice, and where they flow at all. */

import { describe, expect, it } from 'vitest'
import { apply } from '../../src/expr/expr.ts'
import {
  argument,
  constantNode,
  contract,
  detach,
  elementwise,
  gradients,
  input,
  lookup,
  maximum,
  type Node,
  slice,
  topological,
} from '../../src/graph/index.ts'
import { computeNodes } from './reference.ts'

const [p, q] = [argument(0), argument(1)]
const square = (x: Node) => elementwise(p.mul(p), [x])
const sum = (x: Node) => contract(x.shape.length === 1 ? 'i->' : 'ij->', x)

function slopeOf(loss: Node, leaf: Node, data: Record<string, readonly number[]>): number[] {
  const [slope] = gradients(loss, [leaf])
  expect(slope?.shape).toEqual(leaf.shape)
  return [...(computeNodes([slope as Node], data).get(slope as Node) ?? [])]
}

describe('gradients', () => {
  const x = input('x', [3])

  it('refuse a loss that is not a scalar, and say its shape', () => {
    expect(() => gradients(x, [x])).toThrow('a loss of shape [], got [3]')
  })

  it('are zeros of the right shape where the loss does not depend on a node', () => {
    expect(slopeOf(sum(square(x)), input('other', [2, 2]), {})).toEqual([0, 0, 0, 0])
  })

  it('are 1 for the loss itself', () => {
    const loss = sum(x)
    expect(slopeOf(loss, loss, { x: [1, 2, 3] })).toEqual([1])
  })

  it('reach nodes within a graph, and what lies behind them', () => {
    const middle = square(x)
    const [outer, inner] = gradients(sum(square(middle)), [middle, x]) as [Node, Node]
    const values = computeNodes([outer, inner], { x: [1, 2, 3] })
    expect([...(values.get(outer) ?? [])]).toEqual([2, 8, 18])
    expect([...(values.get(inner) ?? [])]).toEqual([4, 32, 108])
  })

  it('do not flow through a detachment, but past it', () => {
    const loss = sum(elementwise(p.mul(q), [detach(square(x)), x]))
    expect(slopeOf(loss, x, { x: [1, 2, 3] })).toEqual([1, 4, 9])
  })

  it('are shared equally among the elements that attain a maximum', () => {
    expect(slopeOf(sum(maximum(x, 0)), x, { x: [5, 1, 5] })).toEqual([0.5, 0, 0.5])
  })

  it('take the slope 0 of a rectifier at 0, as PyTorch does', () => {
    const rectified = elementwise(apply('max', p, 0), [x])
    expect(slopeOf(sum(rectified), x, { x: [-1, 0, 1] })).toEqual([0, 0, 1])
  })

  it('add up over both operands of a contraction with itself', () => {
    expect(slopeOf(contract('i,i->', x, x), x, { x: [1, 2, 3] })).toEqual([2, 4, 6])
  })

  it('of a slice are zeros in the other columns', () => {
    expect(slopeOf(sum(square(slice(x, 1, 1))), x, { x: [1, 2, 3] })).toEqual([0, 4, 0])
  })

  it('of looked-up rows add up where a row was looked up twice', () => {
    const rows = lookup(x, constantNode([2, 0, 2], [3]))
    expect(slopeOf(sum(rows), x, { x: [1, 2, 3] })).toEqual([1, 0, 2])
  })

  it('exist for rows of a bound table, which has none itself', () => {
    const table = input('table', [0, 2], { external: true })
    const rows = lookup(table, input('numbers', [2], { type: 'i32' }))
    const [slope] = gradients(sum(square(rows)), [rows])
    expect(slope?.shape).toEqual([2, 2])
    expect(topological([slope as Node]).some(({ op }) => op === 'scatter')).toBe(false)
  })
})
