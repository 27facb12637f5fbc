/** Learned rows by number. */

import { formatShape, OgeeError, type Random, sizeOf } from '../../base/index.ts'
import { lookup } from '../../graph/index.ts'
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
 * [rows] of whole numbers in [0, count) → [rows, dimension]. Numbers that are known when the graph is built are
 * checked; others must lie in range, which no run checks.
 */
export class Embedding extends Module {
  readonly weight: Parameter

  constructor(count: number, dimension: number, { std = 1, random = nextStream() }: EmbeddingOptions = {}) {
    super()
    const shape = [count, dimension]
    this.weight = new Parameter(shape, Float32Array.from(random.normal(sizeOf(shape), 0, std)), 'embedding')
  }

  override forward(indices: Tensor): Tensor {
    const { node } = indices
    if (node.op === 'constant') this.#check(node.attributes.data)
    return new Tensor(lookup(this.weight.node, node))
  }

  #check(indices: ArrayLike<number>): void {
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
