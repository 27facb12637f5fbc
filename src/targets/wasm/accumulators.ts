/**
 * The accumulators of a tile's fold, in the order in which its code asks for them. When the lanes of a vector
 * lie along an axis of the fold, an output has several — one for each vector, one for numbers left over — and
 * they are combined when the fold is done, always in the same order.
 */

import type { Fold } from '../../kernel/kernel.ts'
import { type Code, get } from './code/assembler.ts'
import { floatType, type Locals } from './code/locals.ts'
import { COMBINE, type Spelling } from './code/operations.ts'
import { LANES } from './code/pool.ts'
import { numberOf, type Point } from './point.ts'

interface Accumulator {
  readonly local: number
  readonly point: Point
  readonly lanes: number
}

/** More than a fold has vectors, and more than they have lanes. */
const MOST_PARTS = 64
const MOST_LANES = 8

export class Accumulators {
  readonly #fold: Fold
  readonly #locals: Locals
  readonly #spelling: Spelling
  readonly #known = new Map<number, Accumulator>()
  /** By output, those of its vectors. */
  readonly #vectors = new Map<number, Accumulator[]>()

  /** `spelling`: of the outputs. */
  constructor(fold: Fold, locals: Locals, spelling: Spelling) {
    this.#fold = fold
    this.#locals = locals
    this.#spelling = spelling
  }

  /** The local of an output's own accumulator. */
  main(point: Point): number {
    return this.part(point, 0, this.#spelling.lanes)
  }

  /** The local of the accumulator for one of the fold's vectors. */
  part(point: Point, part: number, lanes: number): number {
    const output = numberOf(point)
    const key = (output * MOST_PARTS + part) * MOST_LANES + lanes
    const known = this.#known.get(key)
    if (known) return known.local
    const local = this.#locals.temporary(floatType(lanes))
    const made = { local, point, lanes }
    this.#known.set(key, made)
    if (!this.#isMain(lanes)) this.#vectors.set(output, [...(this.#vectors.get(output) ?? []), made])
    return local
  }

  /** Sets all of them up: an output's own to what `initial` pushes, the others to what changes nothing. */
  start(initial: (point: Point) => Code | undefined): Code {
    const { combine } = this.#fold
    return [...this.#known.values()].map(({ local, point, lanes }): Code => {
      const neutral = this.#spelling.pool.float(combine === 'sum' ? 0 : -Infinity, lanes)
      const value = this.#isMain(lanes) ? (initial(point) ?? neutral) : neutral
      return [value, ['local.set', local]]
    })
  }

  /** Combines an output's vectors, first to last, then their lanes in pairs, into its own accumulator. */
  finish(point: Point): Code {
    const [first, ...others] = this.#vectors.get(numberOf(point)) ?? []
    if (!first) return []
    const vector = { ...this.#spelling, lanes: LANES }
    const combine = COMBINE[this.#fold.combine]
    const total = others.reduce<Code>(
      (sum, { local }) => combine([sum, get(local)], vector),
      get(first.local),
    )
    const lane = (index: number): Code => [get(first.local), ['f32x4.extract_lane', index]]
    const scalar = (a: Code, b: Code) => combine([a, b], this.#spelling)
    const main = this.main(point)
    const lanes = scalar(scalar(lane(0), lane(1)), scalar(lane(2), lane(3)))
    return [total, ['local.set', first.local], scalar(get(main), lanes), ['local.set', main]]
  }

  #isMain(lanes: number): boolean {
    return lanes === this.#spelling.lanes
  }
}
