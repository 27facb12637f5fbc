/**
 * Constants of float kernels, each four times side by side in linear memory: V8 rebuilds a `v128.const` or a
 * splat in every loop iteration where it reads memory for nothing (1.3 to 1.7 times the time of an activation).
 */

import type { Code } from './assembler.ts'

/** Lanes of a vector. */
export const LANES = 4
const BYTES = 4 * LANES

const bits = new DataView(new ArrayBuffer(4))

/** The pattern of a float32 number. */
function bitsOf(value: number): number {
  bits.setFloat32(0, value)
  return bits.getUint32(0)
}

export class Pool {
  readonly #address: number
  readonly #positions = new Map<number, number>()

  /** `address`: of its first byte in linear memory, aligned to 16. */
  constructor(address: number) {
    this.#address = address
  }

  /** Pushes a constant: a vector of it, or a number. */
  float(value: number, lanes: number): Code {
    return this.pattern(bitsOf(value), lanes)
  }

  /** Pushes a float of these bits. */
  pattern(pattern: number, lanes: number): Code {
    const position = this.#positions.get(pattern) ?? this.#positions.size
    this.#positions.set(pattern, position)
    const load = lanes > 1 ? 'v128.load' : 'f32.load'
    return [
      ['i32.const', 0],
      [load, this.#address + position * BYTES],
    ]
  }

  get bytes(): Uint8Array {
    const patterns = [...this.#positions.keys()].flatMap((pattern) => Array(LANES).fill(pattern))
    return new Uint8Array(Uint32Array.from(patterns).buffer)
  }

  get end(): number {
    return this.#address + this.#positions.size * BYTES
  }
}
