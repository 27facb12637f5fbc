/** The local variables of a function. Temporaries are used again once the code that needed them is complete. */

import type { ValueType } from './module.ts'

export class Locals {
  /** Of all but the parameters. */
  readonly types: ValueType[] = []
  readonly #parameters: number
  readonly #free: Record<ValueType, number[]> = { i32: [], i64: [], f32: [], f64: [], v128: [] }
  readonly #taken: number[] = []
  readonly #counters = new Map<number, number>()

  constructor(parameters = 0) {
    this.#parameters = parameters
  }

  /** A local of its own. */
  declare(type: ValueType): number {
    return this.#parameters + this.types.push(type) - 1
  }

  /** A local that is free again after `releaseTemporaries`. */
  temporary(type: ValueType): number {
    const local = this.#free[type].pop() ?? this.declare(type)
    this.#taken.push(local)
    return local
  }

  /** For the bodies of innermost loop nests, one after the other: never while a loop around them is open. */
  releaseTemporaries(): void {
    for (let local = this.#taken.pop(); local !== undefined; local = this.#taken.pop())
      this.#free[this.types[local - this.#parameters] as ValueType].push(local)
  }

  /** The counter of the loops at this depth. */
  counter(depth: number): number {
    const known = this.#counters.get(depth) ?? this.declare('i32')
    this.#counters.set(depth, known)
    return known
  }
}

/** The type of a value of so many lanes, of float64 if it is wide. */
export function floatType(lanes: number, wide = false): ValueType {
  if (lanes > 1) return 'v128'
  return wide ? 'f64' : 'f32'
}
