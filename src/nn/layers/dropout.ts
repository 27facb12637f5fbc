/** Noise against overfitting. */

import { OgeeError, type Random } from '../../base/index.ts'
import { select } from '../../expr/index.ts'
import { argument, elementwise, noise } from '../../graph/index.ts'
import { Module } from '../module.ts'
import { Streams } from '../random.ts'
import { Tensor } from '../tensor.ts'

export interface DropoutOptions {
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/**
 * In training each element is 0 with probability p, anew in every step, and the others are divided by 1 − p, so
 * that means stay; in evaluation nothing happens. Srivastava et al. 2014, as PyTorch and Keras have it.
 */
export class Dropout extends Module {
  readonly p: number
  readonly #streams: Streams

  constructor(p = 0.5, { random }: DropoutOptions = {}) {
    super()
    if (!(p >= 0 && p <= 1))
      throw new OgeeError({
        where: 'Dropout',
        problem: 'p is no probability',
        expected: 'a number from 0 to 1',
        got: `${p}`,
      })
    this.p = p
    this.#streams = new Streams(random)
  }

  override forward(x: Tensor): Tensor {
    if (!this.training || this.p === 0) return x
    const kept = argument(0).mul(1 / (1 - this.p))
    const drawn = noise(x.shape, this.#streams.next())
    return new Tensor(elementwise(select(argument(1).lt(this.p), 0, kept), [x.node, drawn]))
  }
}
