/** Noise against overfitting. */

import type { Random } from '../../base/index.ts'
import { checkProbability, dropout } from '../functional/dropout.ts'
import { Module } from '../module.ts'
import { Streams } from '../random.ts'
import type { Tensor } from '../tensor.ts'

export interface DropoutOptions {
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/** In training each element is 0 with probability p, anew in every step; in evaluation nothing happens. */
export class Dropout extends Module {
  readonly p: number
  readonly #streams: Streams

  constructor(p = 0.5, { random }: DropoutOptions = {}) {
    super()
    checkProbability(p)
    this.p = p
    this.#streams = new Streams(random)
  }

  override forward(x: Tensor): Tensor {
    return this.training ? dropout(x, this.p, this.#streams.next()) : x
  }
}
