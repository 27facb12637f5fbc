/** The operands of the points of a tile: what several points read is read once, by the first of them. */

import { type Access, FOLDED, type Kernel } from '../../kernel/kernel.ts'
import { shiftAccess } from './access.ts'
import type { Code } from './code/assembler.ts'
import { floatType, type Locals } from './code/locals.ts'
import { emitLoad, type Site } from './memory.ts'
import type { Point } from './point.ts'

/** What one load reads at points that are told alike, and the local that keeps it for all of them. */
interface Read {
  readers: number
  local: number | undefined
}

export class Reads {
  readonly #site: Site
  readonly #locals: Locals
  readonly #accesses: ReadonlyMap<string, Access>
  /** By load, and by where it reads. */
  readonly #reads: ReadonlyMap<string, Map<number, Read>>

  constructor({ loads }: Kernel, site: Site, locals: Locals, points: readonly Point[]) {
    this.#site = site
    this.#locals = locals
    this.#accesses = new Map(loads.map(({ name, access }) => [name, access]))
    this.#reads = new Map(loads.map(({ name, access }) => [name, countReaders(access, points)]))
  }

  /** For the expressions of a point: the code that pushes a variable. `folded` holds the fold's result. */
  at(point: Point, folded?: number): (name: string) => Code {
    return (name) => {
      if (name === FOLDED && folded !== undefined) return [['local.get', folded]]
      return this.#read(name, point)
    }
  }

  #read(name: string, point: Point): Code {
    const access = this.#accesses.get(name)
    if (!access) throw new ReferenceError(`no load is called ${name}`)
    const read = this.#reads.get(name)?.get(placeOf(access, point)) as Read
    if (read.local !== undefined) return [['local.get', read.local]]
    const code = emitLoad(shiftAccess(access, point), this.#site)
    if (read.readers === 1) return code
    read.local = this.#locals.temporary(floatType(this.#site.lanes))
    return [code, ['local.tee', read.local]]
  }
}

function countReaders(access: Access, points: readonly Point[]): Map<number, Read> {
  const reads = new Map<number, Read>()
  for (const point of points) {
    const place = placeOf(access, point)
    const known = reads.get(place)
    if (known) known.readers++
    else reads.set(place, { readers: 1, local: undefined })
  }
  return reads
}

/** A number that tells apart what an access reads at the points of a tile: their steps are few and small. */
function placeOf({ strides, lookup }: Access, point: Point): number {
  const own = distance(strides, point)
  return lookup ? own + distance(lookup.indices.strides, point) * LOOKUP_STEP : own
}

/** Longer than any row that is looked up. */
const LOOKUP_STEP = 2 ** 32

function distance(strides: readonly number[], point: Point): number {
  let sum = 0
  for (let axis = 0; axis < point.length; axis++) sum += (strides[axis] as number) * (point[axis] as number)
  return sum
}
