/**
 * The stream that initial weights and random tensors draw from when none is given. Each draw takes a stream of
 * its own, so what is drawn depends on the seed and on how many draws came before, as in PyTorch.
 */

import { Random } from '../base/index.ts'

const shared = { stream: Random.seed(0), draws: 0 }

/** Starts the shared stream anew. A whole number of at least 0. */
export function manualSeed(seed: number): void {
  shared.stream = Random.seed(seed)
  shared.draws = 0
}

/** A stream nobody else has. */
export function nextStream(): Random {
  return shared.stream.fork(shared.draws++)
}

/** Streams for one module after another draw of it: from a stream of its own, taken when it first draws. */
export class Streams {
  #random: Random | undefined
  #draws = 0

  constructor(random?: Random) {
    this.#random = random
  }

  next(): Random {
    this.#random ??= nextStream()
    return this.#random.fork(this.#draws++)
  }
}
