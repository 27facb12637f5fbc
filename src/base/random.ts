/**
 * Counter-based random numbers: a stream is a key, and its i-th number is a function of key and i alone.
 * Nothing is drawn in sequence, so the same seed gives the same bits in any order, thread or browser.
 *
 * Threefry-2x32 with 20 rounds: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011), section 3.3; rotations and key parity from its table 2.
 */

import { UsageError } from './error.ts'

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24]
const PARITY = 0x1bd11bda
const TWO_POW_MINUS_32 = 2 ** -32

/** Twenty rounds over one 64-bit counter; returns two 32-bit words. */
export function threefry(key0: number, key1: number, counter0: number, counter1: number): [number, number] {
  /** Three keys that take turns. */
  let a = key0
  let b = key1
  let c = PARITY ^ key0 ^ key1
  let x0 = (counter0 + key0) | 0
  let x1 = (counter1 + key1) | 0
  for (let block = 1; block <= 5; block++) {
    const first = block % 2 === 1 ? 0 : 4
    for (let round = first; round < first + 4; round++) {
      const rotation = ROTATIONS[round] as number
      x0 = (x0 + x1) | 0
      x1 = ((x1 << rotation) | (x1 >>> (32 - rotation))) ^ x0
    }
    const used = a
    a = b
    b = c
    c = used
    x0 = (x0 + a) | 0
    x1 = (x1 + b + block) | 0
  }
  return [x0 >>> 0, x1 >>> 0]
}

/** An immutable stream of random numbers. */
export class Random {
  readonly #key0: number
  readonly #key1: number

  private constructor(key0: number, key1: number) {
    this.#key0 = key0
    this.#key1 = key1
  }

  /** The stream of a seed: a whole number of at least 0 and below 2⁵³ (0 is a seed like any other). */
  static seed(seed: number): Random {
    if (!Number.isSafeInteger(seed) || seed < 0)
      throw new UsageError({
        where: 'seed',
        problem: 'not a seed',
        expected: 'a whole number from 0 to 2⁵³ − 1',
        got: `${seed}`,
      })
    return new Random((seed % 2 ** 32) | 0, Math.floor(seed / 2 ** 32))
  }

  /** An independent stream for a purpose, a layer, an epoch: same label, same stream. */
  fork(label: string | number): Random {
    const [word0, word1] = typeof label === 'number' ? [label, 0x6e756d] : hashText(label)
    return new Random(...threefry(this.#key0, this.#key1, word0, word1))
  }

  /** The i-th pair of 32-bit words. */
  words(index: number): [number, number] {
    return threefry(this.#key0, this.#key1, index | 0, Math.floor(index / 2 ** 32))
  }

  /** `count` numbers, uniform in [low, high). */
  uniform(count: number, low = 0, high = 1): Float64Array {
    const out = new Float64Array(count)
    for (let i = 0; i < count; i += 2) {
      const pair = this.words(i >> 1)
      out[i] = low + (high - low) * pair[0] * TWO_POW_MINUS_32
      if (i + 1 < count) out[i + 1] = low + (high - low) * pair[1] * TWO_POW_MINUS_32
    }
    return out
  }

  /** `count` numbers of a normal distribution (Box–Muller, both members of each pair are used). */
  normal(count: number, mean = 0, std = 1): Float64Array {
    const out = new Float64Array(count)
    for (let i = 0; i < count; i += 2) {
      const [word0, word1] = this.words(i >> 1)
      const radius = std * Math.sqrt(-2 * Math.log((word0 + 1) * TWO_POW_MINUS_32))
      const angle = 2 * Math.PI * word1 * TWO_POW_MINUS_32
      out[i] = mean + radius * Math.cos(angle)
      if (i + 1 < count) out[i + 1] = mean + radius * Math.sin(angle)
    }
    return out
  }

  /** The i-th number of the stream as a whole number in [0, below), below ≤ 2³². */
  integer(index: number, below: number): number {
    return Math.floor(this.words(index)[0] * TWO_POW_MINUS_32 * below)
  }

  /** The numbers 0 … count − 1 in random order (Fisher–Yates). */
  permutation(count: number): Uint32Array {
    const out = Uint32Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i, i + 1)
      const swapped = out[i] as number
      out[i] = out[j] as number
      out[j] = swapped
    }
    return out
  }
}

/** A text as two 32-bit words: FNV-1a over its code units, with two offsets. */
export function hashText(text: string): [number, number] {
  let a = 0x811c9dc5
  let b = 0x01000193
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b) ^ (a >>> 15)
  }
  return [a >>> 0, b >>> 0]
}
