/**
 * Constants of kernels, each filling a vector in linear memory (a float32 four times, a float64 twice): V8
 * rebuilds a `v128.const` or a splat in every loop iteration where it reads memory for nothing (1.3 to 1.7
 * times the time of an activation).
 */

import type { Code } from './assembler.ts'

/** Lanes of a vector of float32. */
export const LANES = 4
const WORDS = 4
const BYTES = 4 * WORDS

const bits = new DataView(new ArrayBuffer(8))

/** The words of a vector filled with a number, lowest first. */
function wordsOf(value: number, wide: boolean): readonly number[] {
  if (wide) bits.setFloat64(0, value)
  else bits.setFloat32(0, value)
  const first = bits.getUint32(0)
  const second = wide ? bits.getUint32(4) : first
  return [second, first, second, first]
}

export class Pool {
  readonly #address: number
  readonly #vectors = new Map<string, { readonly words: readonly number[]; readonly position: number }>()
  /** By number, of float32 and of float64. A map takes −0 for 0: that is none of these. */
  readonly #known = [new Map<number, number>(), new Map<number, number>()] as const

  /** `address`: of its first byte in linear memory, aligned to 16. */
  constructor(address: number) {
    this.#address = address
  }

  /** Pushes a constant: a vector of it, or a number; a float64 if it is wide. */
  float(value: number, lanes: number, wide = false): Code {
    const load = lanes > 1 ? 'v128.load' : wide ? 'f64.load' : 'f32.load'
    return [
      ['i32.const', 0],
      [load, this.#addressOf(value, wide)],
    ]
  }

  /** Pushes the bits of a number: a vector of them, or an integer. */
  bits(value: number, lanes: number, wide: boolean): Code {
    if (lanes > 1) return this.float(value, lanes, wide)
    return [
      ['i32.const', 0],
      [wide ? 'i64.load' : 'i32.load', this.#addressOf(value, wide)],
    ]
  }

  get bytes(): Uint8Array {
    const words = [...this.#vectors.values()].flatMap((vector) => vector.words)
    return new Uint8Array(Uint32Array.from(words).buffer)
  }

  get end(): number {
    return this.#address + this.#vectors.size * BYTES
  }

  #addressOf(value: number, wide: boolean): number {
    const known = this.#known[wide ? 1 : 0]
    const address = (Object.is(value, -0) ? undefined : known.get(value)) ?? this.#place(value, wide)
    if (!Object.is(value, -0)) known.set(value, address)
    return address
  }

  #place(value: number, wide: boolean): number {
    const words = wordsOf(value, wide)
    const key = words.join()
    const vector = this.#vectors.get(key) ?? { words, position: this.#vectors.size }
    this.#vectors.set(key, vector)
    return this.#address + vector.position * BYTES
  }
}
