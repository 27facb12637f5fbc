/** What devices check alike before they touch memory: names, bounds, bindings. */

import { nearestName, OgeeError } from '../base/index.ts'
import { externalsOf } from '../kernel/external.ts'
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

/** What an external buffer stands for: a region of this program's, from element `offset` on. */
export interface Binding<R extends Region = Region> {
  region: R | undefined
  offset: number
  /** By how many elements that moves on after each run of an entry that touches the buffer. */
  step: number
}

/** What external buffers are bound to, and whether runs find there what they need. */
export class Bindings<R extends Region = Region> {
  /** By the numbers of buffers. */
  readonly bound: readonly Binding<R>[]
  readonly #buffers: readonly Buffer[]
  /** By entry, the external buffers that it touches. */
  readonly #touched: ReadonlyMap<string, readonly number[]>

  constructor(program: Program) {
    const { buffers, entries } = program
    this.#buffers = buffers
    this.bound = buffers.map(() => ({ region: undefined, offset: 0, step: 0 }))
    this.#touched = new Map(
      Object.entries(entries).map(([entry, order]) => [entry, externalsOf(program, order)]),
    )
  }

  /** Throws unless the buffer is external and the region holds all that it needs. Nothing is allocated: once a step. */
  bind(number: number, region: R, offset: number, step: number): void {
    const buffer = this.#buffers[number] as Buffer
    if (buffer.place !== 'external')
      throw new OgeeError({ where: buffer.name, problem: 'only external buffers can be bound' })
    if (!Number.isInteger(step) || step < 0)
      throw new OgeeError({
        where: buffer.name,
        problem: 'no such step from run to run',
        expected: 'a whole number of elements, at least 0',
        got: `${step}`,
      })
    checkRoom(buffer, region, offset, offset)
    const binding = this.bound[number] as Binding<R>
    binding.region = region
    binding.offset = offset
    binding.step = step
  }

  /** What a buffer is bound to. */
  of(number: number): Binding<R> & { region: R } {
    const binding = this.bound[number] as Binding<R>
    if (isBound(binding)) return binding
    throw unbound((this.#buffers[number] as Buffer).name)
  }

  /** Throws unless there is such an entry, and each of so many runs will find what it touches. */
  check(entry: string, runs: number): void {
    const touched = this.#touched.get(entry)
    if (!touched) throw missing('entry', entry, this.#touched.keys())
    for (const number of touched) {
      const binding = this.bound[number]
      if (!isBound(binding)) throw unbound(this.#lacking(touched))
      const { region, offset, step } = binding
      if (step > 0) checkRoom(this.#buffers[number] as Buffer, region, offset, offset + (runs - 1) * step)
    }
  }

  /** Notes that an entry has run so many times. */
  move(entry: string, runs: number): void {
    for (const number of this.#touched.get(entry) ?? []) {
      const binding = this.bound[number] as Binding<R>
      binding.offset += runs * binding.step
    }
  }

  #lacking(touched: readonly number[]): string {
    const lacking = touched.filter((number) => !isBound(this.bound[number]))
    return lacking.map((number) => this.#buffers[number]?.name).join(', ')
  }
}

function isBound<R extends Region>(binding: Binding<R> | undefined): binding is Binding<R> & { region: R } {
  return binding?.region !== undefined
}

/** The region holds what is needed of it from element `first` on, and from `last` on. */
function checkRoom({ name, size }: Buffer, region: Region, first: number, last: number): void {
  if (Number.isInteger(first) && first >= 0 && last + size <= region.length) return
  throw new OgeeError({
    where: name,
    problem: 'the region is too small',
    expected: `${size} elements from element ${last} on`,
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

function unbound(name: string): OgeeError {
  return new OgeeError({ where: name, problem: 'not bound', hint: 'bind it to a region first' })
}

function missing(what: string, name: string, names: Iterable<string>): OgeeError {
  const nearest = nearestName(name, names)
  const hint = nearest === undefined ? {} : { hint: `did you mean ${nearest}?` }
  return new OgeeError({ where: 'program', problem: `no ${what} is called ${name}`, ...hint })
}
