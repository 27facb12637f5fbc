/** Bytes as they are written: WebAssembly's numbers, in memory that grows. */

export class Bytes {
  #buffer = new Uint8Array(256)
  #length = 0

  byte(value: number): this {
    return this.append([value])
  }

  append(bytes: Uint8Array | readonly number[]): this {
    this.#reserve(this.#length + bytes.length)
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
    return this
  }

  unsigned(value: number): this {
    const bytes: number[] = []
    pushUnsigned(value, bytes)
    return this.append(bytes)
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

/** An unsigned whole number, seven bits a byte, lowest first. */
export function pushUnsigned(value: number, bytes: number[]): void {
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
}

/** A signed 32-bit number; bit 6 of the last byte is its sign. */
export function pushSigned(value: number, bytes: number[]): void {
  let rest = value | 0
  for (; rest < -0x40 || rest > 0x3f; rest >>= 7) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest & 0x7f)
}
