/** The local variables of a function. Temporaries are used again once the code that needed them is complete. */

import type { ValueType } from './module.ts'

export class Locals {
  readonly types: ValueType[] = []
  readonly #free: number[] = []
  readonly #taken: number[] = []
  readonly #counters = new Map<number, number>()

  /** A local of its own. */
  declare(type: ValueType): number {
    return this.types.push(type) - 1
  }

  /** A local that is free again after `releaseTemporaries`. */
  temporary(type: ValueType): number {
    const at = this.#free.findIndex((local) => this.types[local] === type)
    const local = at < 0 ? this.declare(type) : (this.#free.splice(at, 1)[0] as number)
    this.#taken.push(local)
    return local
  }

  /** For the bodies of innermost loop nests, one after the other: never while a loop around them is open. */
  releaseTemporaries(): void {
    this.#free.push(...this.#taken.splice(0))
  }

  /** The counter of the loops at this depth. */
  counter(depth: number): number {
    const known = this.#counters.get(depth) ?? this.declare('i32')
    this.#counters.set(depth, known)
    return known
  }
}

/** The type of a value of so many lanes. */
export function floatType(lanes: number): ValueType {
  return lanes > 1 ? 'v128' : 'f32'
}
