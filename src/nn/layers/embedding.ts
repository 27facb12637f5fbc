/** Learned rows by number. */

import { type Random, sizeOf } from '../../base/index.ts'
import { lookup } from '../../graph/index.ts'
import { Module } from '../module.ts'
import { Parameter } from '../parameter.ts'
import { nextStream } from '../random.ts'
import { Tensor } from '../tensor.ts'

/** [rows] of whole numbers in [0, count) → [rows, dimension]; rows start as N(0, std²), std 1 as in PyTorch. */
export class Embedding extends Module {
  readonly weight: Parameter

  constructor(count: number, dimension: number, options: { std?: number; random?: Random } = {}) {
    super()
    const { std = 1, random = nextStream() } = options
    const shape = [count, dimension]
    this.weight = new Parameter(shape, Float32Array.from(random.normal(sizeOf(shape), 0, std)), 'embedding')
  }

  override forward(indices: Tensor): Tensor {
    return new Tensor(lookup(this.weight.node, indices.node))
  }
}
