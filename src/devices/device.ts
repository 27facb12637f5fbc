/** What a device offers, and only that: it loads programs and runs them. It never sees a graph. */

import type { Program } from '../kernel/kernel.ts'

/** A device's numbers: float32, except on the float64 oracle. */
export type Numbers = Float32Array | Float64Array

export interface Device {
  readonly name: string
  readonly precision: 'float32' | 'float64'
  /** `threads`: the most it may run on, where that is less than the device's own. */
  load(program: Program, threads?: number): Executable
}

/** A region of the executable's memory that external buffers can be bound to. */
export interface Region {
  readonly length: number
  /** Copies numbers in, from element `offset` on. */
  write(data: ArrayLike<number>, offset?: number): void
  /** Copies so many numbers out, from element `offset` on. */
  read(length: number, offset?: number): Numbers | Int32Array
}

/** A program in a device's memory. Buffers go by their name in the program; static memory starts as zeros. */
export interface Executable {
  /** Runs an entry from its first kernel to its last, `times` times (default: 1). */
  run(entry: string, times?: number): void
  /** Copies a buffer out. */
  read(buffer: string): Numbers
  /** Copies numbers in, from element `offset` of the buffer on. */
  write(buffer: string, data: ArrayLike<number>, offset?: number): void
  /** A live view of a static buffer: no copy. Valid until the next `allocate`. */
  view(buffer: string): Numbers | Int32Array
  /** New memory of `length` elements, zeroed. */
  allocate(length: number, type: 'f32' | 'i32'): Region
  /**
   * Lets an external buffer stand for `region` from element `offset` on, and after each run of an entry that touches
   * it from `step` elements further on (default: 0). Cheap: two stores.
   */
  bind(buffer: string, region: Region, offset?: number, step?: number): void
}
