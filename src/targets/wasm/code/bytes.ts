/** Bytes as they are written: WebAssembly's numbers, in memory that grows. */

/** So many are copied one by one before the engine's own copy has begun. */
const FEW = 8

export class Bytes {
  #buffer = new Uint8Array(256)
  #length = 0

  byte(value: number): this {
    if (this.#length === this.#buffer.length) this.#reserve(this.#length + 1)
    this.#buffer[this.#length++] = value
    return this
  }

  append(bytes: Uint8Array | readonly number[]): this {
    const start = this.#length
    this.#reserve(start + bytes.length)
    if (bytes.length > FEW) this.#buffer.set(bytes, start)
    else for (let i = 0; i < bytes.length; i++) this.#buffer[start + i] = bytes[i] as number
    this.#length = start + bytes.length
    return this
  }

  /** A whole number of at least 0, seven bits a byte, lowest first. */
  unsigned(value: number): this {
    let rest = value
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.byte((rest & 0x7f) | 0x80)
    return this.byte(rest)
  }

  /** A 32-bit number; bit 6 of the last byte is its sign. */
  signed(value: number): this {
    let rest = value | 0
    for (; rest < -0x40 || rest > 0x3f; rest >>= 7) this.byte((rest & 0x7f) | 0x80)
    return this.byte(rest & 0x7f)
  }

  /** What `write` writes, behind its length. */
  sized(write: (inner: Bytes) => void): this {
    const inner = new Bytes()
    write(inner)
    return this.unsigned(inner.#length).append(inner.#buffer.subarray(0, inner.#length))
  }

  /** A count, then each item. */
  vector<T>(items: readonly T[], write: (item: T, index: number) => void): this {
    this.unsigned(items.length)
    items.forEach(write)
    return this
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(0, this.#length)
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return
    const larger = new Uint8Array(Math.max(length, 2 * this.#buffer.length))
    larger.set(this.#buffer)
    this.#buffer = larger
  }
}
