/** Noise against overfitting. */

import type { Random } from '../../base/index.ts'
import { alphaDropout, checkProbability, dropout } from '../functional/dropout.ts'
import { Module } from '../module.ts'
import { Streams } from '../random.ts'
import type { Tensor } from '../tensor.ts'

export interface DropoutOptions {
  /** Default: the shared stream (`manualSeed`). */
  readonly random?: Random
}

/** Noise that is drawn in training, anew in every step, with a probability. */
abstract class Noise extends Module {
  readonly p: number
  readonly #streams: Streams

  constructor(p: number, { random }: DropoutOptions) {
    super()
    checkProbability(p)
    this.p = p
    this.#streams = new Streams(random)
  }

  protected abstract noisy(x: Tensor, random: Random): Tensor

  override forward(x: Tensor): Tensor {
    return this.training ? this.noisy(x, this.#streams.next()) : x
  }
}

/** In training each element is 0 with probability p, anew in every step; in evaluation nothing happens. */
export class Dropout extends Noise {
  constructor(p = 0.5, options: DropoutOptions = {}) {
    super(p, options)
  }

  protected override noisy(x: Tensor, random: Random): Tensor {
    return dropout(x, this.p, random)
  }
}

/** Dropout for networks of SELU: in training each element is SELU's limit on the left with probability p. */
export class AlphaDropout extends Noise {
  constructor(p = 0.5, options: DropoutOptions = {}) {
    super(p, options)
  }

  protected override noisy(x: Tensor, random: Random): Tensor {
    return alphaDropout(x, this.p, random)
  }
}
