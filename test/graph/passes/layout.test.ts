/** Where activations lie in panels, and which copies that costs. */

import { describe, expect, it } from 'vitest'
import { apply } from '../../../src/expr/expr.ts'
import {
  argument,
  buildProgram,
  concat,
  contract,
  type Entry,
  elementwise,
  gradients,
  input,
  lookup,
  type Node,
  slice,
  storageOf,
} from '../../../src/graph/index.ts'
import { trainingStep } from '../step.ts'

const [p, q] = [argument(0), argument(1)]
const copiesIn = (entry: Entry) =>
  buildProgram({ main: entry }).program.kernels.filter(({ name }) => name === 'relayout').length

describe('the layout of a training step of two layers', () => {
  it('takes two copies: the rows into panels, the hidden values out of them for the weights’ gradient', () => {
    const relu = apply('max', p, 0)
    expect(copiesIn(trainingStep(relu, 16).entry)).toBe(2)
  })

  it('takes none where the rows of a batch fill no panels', () => {
    expect(copiesIn(trainingStep(apply('max', p, 0), 20).entry)).toBe(0)
  })
})

describe('panels', () => {
  const x = input('x', [16, 5], { batched: true })
  const isPanel = (node: Node) =>
    buildProgram({ main: { outputs: { node } } })
      .outputs.get('main')
      ?.get('node')?.storage.panel

  it('hold what is computed from the rows of a batch of a multiple of 8', () => {
    const weight = input('weight', [3, 5])
    expect(isPanel(elementwise(p.add(q), [x, input('bias', [5])]))).toBe(true)
    expect(isPanel(contract('bi,oi->bo', x, weight))).toBe(true)
    expect(isPanel(contract('bo,bi->oi', x, x))).toBe(false)
    expect(isPanel(elementwise(p.neg(), [input('odd', [12, 5], { batched: true })]))).toBe(false)
    expect(isPanel(elementwise(p.neg(), [weight]))).toBe(false)
  })

  it('hold the gradient of a slice, though its other columns belong to no batch', () => {
    const loss = contract('bi->', elementwise(p.mul(p), [slice(x, 1, 2)]))
    expect(isPanel(gradients(loss, [x])[0] as Node)).toBe(true)
    expect(isPanel(concat([input('weight', [16, 2]), x]))).toBe(true)
  })

  it('do not hold what a lookup makes: it copies whole rows', () => {
    const rows = input('rows', [16], { type: 'i32', batched: true })
    expect(isPanel(lookup(input('table', [4, 3]), rows))).toBe(false)
  })

  it('are not made of operands that belong to no batch', () => {
    const perRow = input('perRow', [16])
    expect(copiesIn({ outputs: { y: contract('bi,b->bi', x, perRow) } })).toBe(0)
  })
})

describe('storage', () => {
  it('pads plain rows to whole vectors, and to no stride of a multiple of 1 KiB', () => {
    expect(storageOf([3, 5], false)).toEqual({ panel: false, strides: [8, 1], size: 24, padded: true })
    expect(storageOf([3, 256], false).strides).toEqual([264, 1])
    expect(storageOf([256], false)).toEqual({ panel: false, strides: [1], size: 256, padded: true })
    expect(storageOf([2, 3, 5], false)).toEqual({
      panel: false,
      strides: [16, 5, 1],
      size: 32,
      padded: false,
    })
  })

  it('puts eight rows of a panel side by side, without padding', () => {
    expect(storageOf([16, 5], true)).toEqual({ panel: true, strides: [40, 8], size: 80, padded: false })
    expect(storageOf([16], true)).toEqual({ panel: true, strides: [8], size: 16, padded: false })
  })

  it('has room for a vector even for a scalar', () => {
    expect(storageOf([], false).size).toBe(4)
  })
})
