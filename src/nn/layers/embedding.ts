/** Learned rows by number. */

import { formatShape, OgeeError, type Random, sizeOf } from '../../base/index.ts'
import { lookup, reshape } from '../../graph/index.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import { nextStream } from '../random.ts'
import { Tensor } from '../tensor.ts'

export interface EmbeddingOptions {
  /** Of the normal distribution that rows start from. Default: 1, as in PyTorch. */
  readonly std?: number
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/**
 * Whole numbers in [0, count), [rows] or [rows, length], → [rows, dimension] or [rows, length, dimension]. Numbers that
 * are known when the graph is built are checked; others must lie in range, which no run checks.
 */
export class Embedding extends Module {
  readonly weight: Parameter

  constructor(count: number, dimension: number, { std = 1, random = nextStream() }: EmbeddingOptions = {}) {
    super()
    if (![count, dimension].every((extent) => Number.isInteger(extent) && extent >= 1))
      throw new OgeeError({
        where: 'Embedding',
        problem: 'no such number of rows or columns',
        expected: 'whole numbers of at least 1',
        got: `${count}, ${dimension}`,
      })
    const shape = [count, dimension]
    this.weight = new Parameter(shape, Float32Array.from(random.normal(sizeOf(shape), 0, std)), 'embedding')
  }

  override forward(indices: Tensor): Tensor {
    const { node, shape } = indices
    if (node.op === 'constant') this.check(node.attributes.data)
    const rows = lookup(this.weight.node, reshape(node, [sizeOf(shape)]))
    return new Tensor(reshape(rows, [...shape, this.weight.shape[1] as number]))
  }

  /** Throws where one of them is no whole number in [0, count). */
  check(indices: ArrayLike<number>): void {
    const [count = 0] = this.weight.shape
    const outside = Array.from(indices).find((i) => !(Number.isInteger(i) && i >= 0 && i < count))
    if (outside === undefined) return
    throw new OgeeError({
      where: `Embedding${formatShape(this.weight.shape)}`,
      problem: 'there is no such row',
      expected: `a whole number from 0 to ${count - 1}`,
      got: `${outside}`,
    })
  }
}
