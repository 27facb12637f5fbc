/** The operands of the points of a tile: what several points read is read once, by the first of them. */

import { type Access, FOLDED, type Kernel, type Load } from '../../kernel/kernel.ts'
import { distance, shiftAccess } from './access.ts'
import { type Code, get } from './code/assembler.ts'
import { floatType, type Locals } from './code/locals.ts'
import { emitLoad, type Site } from './memory.ts'
import type { Point } from './point.ts'

/** What one load reads at points that are told alike, and the local that keeps it for all of them. */
interface Read {
  readers: number
  local: number | undefined
}

interface Operand {
  readonly access: Access
  /** By where it is read. */
  readonly reads: ReadonlyMap<number, Read>
}

export class Reads {
  readonly #loads: readonly Load[]
  readonly #site: Site
  readonly #locals: Locals
  readonly #points: readonly Point[]
  /** By name, as far as they have been asked for. */
  readonly #operands = new Map<string, Operand>()

  constructor({ loads }: Kernel, site: Site, locals: Locals, points: readonly Point[]) {
    this.#loads = loads
    this.#site = site
    this.#locals = locals
    this.#points = points
  }

  /** For the expressions of a point: the code that pushes a variable. `folded` holds the fold's result. */
  at(point: Point, folded?: number): (name: string) => Code {
    return (name) => {
      if (name === FOLDED && folded !== undefined) return get(folded)
      return this.#read(name, point)
    }
  }

  #read(name: string, point: Point): Code {
    const { access, reads } = this.#operand(name)
    const read = reads.get(placeOf(access, point)) as Read
    if (read.local !== undefined) return get(read.local)
    const code = emitLoad(shiftAccess(access, point), this.#site)
    if (read.readers === 1) return code
    read.local = this.#locals.temporary(floatType(this.#site.lanes))
    return [code, ['local.tee', read.local]]
  }

  #operand(name: string): Operand {
    const known = this.#operands.get(name)
    if (known) return known
    const access = this.#loads.find((load) => load.name === name)?.access
    if (!access) throw new ReferenceError(`no load is called ${name}`)
    const operand = { access, reads: countReaders(access, this.#points) }
    this.#operands.set(name, operand)
    return operand
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
