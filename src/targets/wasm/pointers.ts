/**
 * Where operands lie while loops run: a pointer for each set of accesses that move alike, kept in one local
 * per loop that moves it. Constant distances (other buffers in static memory, the rows of a tile) go into the
 * offsets of loads and stores and cost nothing.
 *
 * Code is emitted from the innermost loop outwards: asking for an address notes what each loop around it must
 * set up, and the loop takes those notes when it is built.
 */

import type { Access, Buffer } from '../../kernel/kernel.ts'
import { type Code, get } from './code/assembler.ts'
import type { Locals } from './code/locals.ts'

const BYTES = 4

/** Push `code`, then load or store with `offset`. */
export interface Address {
  readonly code: Code
  readonly offset: number
}

/** Accesses that move alike. */
interface Stream {
  /** An external buffer's number; undefined in static memory. */
  readonly external: number | undefined
  /** In bytes; 0 for loops that run only once. */
  readonly strides: readonly number[]
  /** A row number is read in the loop `level` (−1: before all loops), where it last changes. */
  readonly lookup: { readonly indices: Access; readonly stride: number; readonly level: number } | undefined
  /** The local that follows each loop, by level. */
  readonly moving: Map<number, number>
  /** The local that holds the address of the row that was looked up. */
  row: number | undefined
}

export interface Moves {
  /** Before the loops of a level. */
  readonly start: Code
  /** At the end of an iteration that covers `width` indices. */
  step(width: number): Code
  /** To the index that a local holds, from the first. */
  jump(index: number): Code
}

export class Pointers {
  readonly #locals: Locals
  readonly #buffers: readonly Buffer[]
  /** Which levels run more than once. */
  readonly #iterates: readonly boolean[]
  readonly #streams = new Map<string, Stream>()
  /** Of accesses without lookups, by their list of strides: those that were moved along axes share it. */
  readonly #known = new Map<readonly number[], Stream>()
  readonly #bases = new Map<number, number>()
  readonly #moving = new Map<number, Set<Stream>>()
  readonly #rows = new Map<number, Set<Stream>>()

  constructor(locals: Locals, buffers: readonly Buffer[], iterates: readonly boolean[]) {
    this.#locals = locals
    this.#buffers = buffers
    this.#iterates = iterates
  }

  /** Where an access lies inside of the outermost `depth` loops. */
  address(access: Access, depth: number): Address {
    const place = this.#buffers[access.buffer]?.place
    const base = place === undefined || place === 'external' ? 0 : place.offset
    return { code: this.#pointer(this.#streamOf(access), depth), offset: (base + access.offset) * BYTES }
  }

  /** What the loops of a level do for the addresses asked for since. */
  takeMoves(level: number): Moves {
    const moves = [...take(this.#moving, level)].map((stream) => {
      const local = stream.moving.get(level) as number
      const start: Code = [this.#pointer(stream, level), ['local.set', local]]
      return { local, stride: stream.strides[level] as number, start }
    })
    return {
      start: moves.map(({ start }) => start),
      step: (width) =>
        moves.flatMap(
          ({ local, stride }): Code => [
            ['local.get', local],
            ['i32.const', stride * width],
            ['i32.add'],
            ['local.set', local],
          ],
        ),
      jump: (index) =>
        moves.flatMap(
          ({ local, stride }): Code => [
            ['local.get', local],
            ['local.get', index],
            ['i32.const', stride],
            ['i32.mul'],
            ['i32.add'],
            ['local.set', local],
          ],
        ),
    }
  }

  /** Reads the row numbers that change in the loop `level`, for the addresses asked for since. */
  takeRows(level: number): Code {
    return [...take(this.#rows, level)].map((stream): Code => {
      const { indices, stride } = stream.lookup as NonNullable<Stream['lookup']>
      const { code, offset } = this.address(indices, level + 1)
      const isWhole = this.#buffers[indices.buffer]?.type === 'i32'
      const index: Code = isWhole
        ? [code, ['i32.load', offset]]
        : [code, ['f32.load', offset], ['i32.trunc_sat_f32_u']]
      const start = this.#pointer(this.#withoutLookup(stream), level + 1)
      const scaled: Code = [index, ['i32.const', stride], ['i32.mul']]
      return [start, scaled, ['i32.add'], ['local.set', stream.row as number]]
    })
  }

  /** Reads the addresses of external buffers; `wordOf` says where in memory a buffer's is kept. */
  takeBases(wordOf: (buffer: number) => number): Code {
    return [...this.#bases].map(
      ([buffer, local]): Code => [
        ['i32.const', 0],
        ['i32.load', wordOf(buffer)],
        ['local.set', local],
      ],
    )
  }

  #pointer(stream: Stream, depth: number): Code {
    const { strides, lookup, moving } = stream
    for (let level = depth - 1; level >= -1; level--) {
      if (lookup?.level === level) {
        stream.row ??= this.#locals.declare('i32')
        note(this.#rows, level, stream)
        return get(stream.row)
      }
      if (level < 0 || strides[level] === 0) continue
      const local = moving.get(level) ?? this.#locals.declare('i32')
      moving.set(level, local)
      note(this.#moving, level, stream)
      return get(local)
    }
    return this.#base(stream)
  }

  #base({ external }: Stream): Code {
    if (external === undefined) return [['i32.const', 0]]
    const local = this.#bases.get(external) ?? this.#locals.declare('i32')
    this.#bases.set(external, local)
    return get(local)
  }

  #streamOf(access: Access): Stream {
    const { buffer, strides, lookup } = access
    const external = typeof this.#buffers[buffer]?.place === 'object' ? undefined : buffer
    const known = lookup ? undefined : this.#known.get(strides)
    if (known && known.external === external) return known
    const stream = this.#makeStream(access, external)
    if (!lookup) this.#known.set(strides, stream)
    return stream
  }

  #makeStream({ strides, lookup }: Access, external: number | undefined): Stream {
    return this.#interned({
      external,
      strides: strides.map((stride, level) => (this.#iterates[level] ? stride * BYTES : 0)),
      lookup: lookup && {
        indices: lookup.indices,
        stride: lookup.stride * BYTES,
        level: lookup.indices.strides.findLastIndex((stride, level) => stride !== 0 && this.#iterates[level]),
      },
    })
  }

  #withoutLookup({ external, strides }: Stream): Stream {
    return this.#interned({ external, strides, lookup: undefined })
  }

  #interned(parts: Pick<Stream, 'external' | 'strides' | 'lookup'>): Stream {
    const key = JSON.stringify([parts.external ?? null, parts.strides, parts.lookup ?? null])
    const stream = this.#streams.get(key) ?? { ...parts, moving: new Map(), row: undefined }
    this.#streams.set(key, stream)
    return stream
  }
}

function note(notes: Map<number, Set<Stream>>, level: number, stream: Stream): void {
  const noted = notes.get(level)
  if (noted) noted.add(stream)
  else notes.set(level, new Set([stream]))
}

function take(notes: Map<number, Set<Stream>>, level: number): Set<Stream> {
  const taken = notes.get(level) ?? new Set()
  notes.delete(level)
  return taken
}
