/** The operands of the points of a tile: what several points read is read once, by the first of them. */

import { FOLDED, type Kernel } from '../../kernel/kernel.ts'
import { shiftAccess } from './access.ts'
import type { Code } from './code/assembler.ts'
import { floatType, type Locals } from './code/locals.ts'
import { emitLoad, type Site } from './memory.ts'
import type { Point } from './point.ts'

export class Reads {
  readonly #kernel: Kernel
  readonly #site: Site
  readonly #locals: Locals
  /** How many points read the same, and the local that keeps it for them. */
  readonly #readers = new Map<string, number>()
  readonly #kept = new Map<string, number>()

  constructor(kernel: Kernel, site: Site, locals: Locals, points: readonly Point[]) {
    this.#kernel = kernel
    this.#site = site
    this.#locals = locals
    for (const { name } of kernel.loads)
      for (const point of points) {
        const key = this.#keyOf(name, point)
        this.#readers.set(key, (this.#readers.get(key) ?? 0) + 1)
      }
  }

  /** For the expressions of a point: the code that pushes a variable. `folded` holds the fold's result. */
  at(point: Point, folded?: number): (name: string) => Code {
    return (name) => {
      if (name === FOLDED && folded !== undefined) return [['local.get', folded]]
      const known = this.#kept.get(this.#keyOf(name, point))
      return known === undefined ? this.#read(name, point) : [['local.get', known]]
    }
  }

  #read(name: string, point: Point): Code {
    const code = emitLoad(shiftAccess(this.#accessOf(name), point), this.#site)
    const key = this.#keyOf(name, point)
    if (this.#readers.get(key) === 1) return code
    const local = this.#locals.temporary(floatType(this.#site.lanes))
    this.#kept.set(key, local)
    return [code, ['local.tee', local]]
  }

  /** Two points that are told alike read the same. */
  #keyOf(name: string, point: Point): string {
    const { offset, lookup } = shiftAccess(this.#accessOf(name), point)
    return `${name} ${offset} ${lookup?.indices.offset}`
  }

  #accessOf(name: string) {
    const load = this.#kernel.loads.find((each) => each.name === name)
    if (!load) throw new ReferenceError(`no load is called ${name}`)
    return load.access
  }
}
