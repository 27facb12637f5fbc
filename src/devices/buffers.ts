/** What devices check alike before they touch memory: names, bounds, bindings. */

import { nearestName, OgeeError } from '../base/index.ts'
import type { Buffer, Program } from '../kernel/kernel.ts'
import type { Region } from './device.ts'

/** The buffer of that name and its number. */
export function bufferNamed(buffers: readonly Buffer[], name: string): { buffer: Buffer; number: number } {
  const number = buffers.findIndex((each) => each.name === name)
  const buffer = buffers[number]
  if (buffer) return { buffer, number }
  throw missing(
    'buffer',
    name,
    buffers.map((each) => each.name),
  )
}

/** Numbers that are copied in must fit. */
export function checkWrite(where: string, room: number, length: number, offset: number): void {
  if (Number.isInteger(offset) && offset >= 0 && offset + length <= room) return
  throw new OgeeError({
    where,
    problem: 'the numbers do not fit',
    expected: `at most ${room} elements`,
    got: `${length} from element ${offset} on`,
  })
}

/** An external buffer can be bound to a region that holds all it needs. */
export function checkBind({ name, place, size }: Buffer, region: Region, offset: number): void {
  if (place !== 'external')
    throw new OgeeError({ where: name, problem: 'only external buffers can be bound' })
  if (Number.isInteger(offset) && offset >= 0 && offset + size <= region.length) return
  throw new OgeeError({
    where: name,
    problem: 'the region is too small',
    expected: `${size} elements from element ${offset} on`,
    got: `a region of ${region.length}`,
  })
}

/** A region is bound where it was allocated: elsewhere its address is that of something else. */
export function foreign(name: string): OgeeError {
  return new OgeeError({
    where: name,
    problem: 'the region belongs to another program',
    hint: 'Data is placed with the trainer that goes over it.',
  })
}

/** Which external buffers are bound. An entry is checked once: what is bound stays bound. */
export class Bindings {
  readonly #needed: ReadonlyMap<string, readonly string[]>
  readonly #bound = new Set<string>()
  readonly #ready = new Set<string>()

  constructor(program: Program) {
    this.#needed = externalsOf(program)
  }

  add(buffer: string): void {
    this.#bound.add(buffer)
  }

  /** Throws unless there is such an entry and all that it touches is bound. */
  checkEntry(entry: string): void {
    if (this.#ready.has(entry)) return
    const needed = this.#needed.get(entry)
    if (!needed) throw missing('entry', entry, this.#needed.keys())
    const lacking = needed.filter((name) => !this.#bound.has(name))
    if (lacking.length > 0) throw unbound(lacking.join(', '))
    this.#ready.add(entry)
  }
}

export function unbound(name: string): OgeeError {
  return new OgeeError({ where: name, problem: 'not bound', hint: 'bind it to a region first' })
}

/** The names of the external buffers that each entry touches. */
function externalsOf({ buffers, kernels, entries }: Program): Map<string, string[]> {
  const namesIn = (order: readonly number[]) => {
    const accesses = order
      .flatMap((number) => kernels[number] ?? [])
      .flatMap(({ loads, stores }) => [...loads, ...stores])
      .flatMap(({ access }) => (access.lookup ? [access, access.lookup.indices] : [access]))
    const touched = accesses.flatMap(({ buffer }) => buffers[buffer] ?? [])
    return new Set(touched.filter(({ place }) => place === 'external').map(({ name }) => name))
  }
  return new Map(Object.entries(entries).map(([entry, order]) => [entry, [...namesIn(order)]]))
}

function missing(what: string, name: string, names: Iterable<string>): OgeeError {
  const nearest = nearestName(name, names)
  const hint = nearest === undefined ? {} : { hint: `did you mean ${nearest}?` }
  return new OgeeError({ where: 'program', problem: `no ${what} is called ${name}`, ...hint })
}
