/**
 * The one place where graph, target and device meet: entries become a program, a device loads it, and tensors
 * go in and out by name, in order, whatever layout the program keeps them in.
 */

import { checkShape, formatShape, OgeeError, type Shape, sizeOf } from '../base/index.ts'
import type { Device, Executable, Numbers, Region } from '../devices/device.ts'
import {
  buildProgram,
  type Entry,
  type GraphProgram,
  type SeriesBuffers,
  type Slot,
  type State,
  storageOf,
} from '../graph/index.ts'
import type { BufferType } from '../kernel/kernel.ts'
import { pack, packRows, unpack, unpackRows } from './pack.ts'
import { type EntryProfile, profileEntry } from './profile.ts'
import { Series } from './series.ts'

/** Compiles entries that share states and inputs. States start from their `data`. */
export function compile(entries: Readonly<Record<string, Entry>>, device: Device): Compiled {
  return new Compiled(buildProgram(entries), device)
}

export class Compiled {
  readonly #graph: GraphProgram
  readonly #device: Device
  readonly #executable: Executable
  /** Live views, by buffer: made once, so that a step allocates nothing. */
  readonly #views = new Map<string, ReturnType<Executable['view']>>()

  constructor(graph: GraphProgram, device: Device) {
    this.#graph = graph
    this.#device = device
    this.#executable = device.load(graph.program)
    for (const { slot, data } of graph.constants) this.#write(slot, data)
    for (const { name, size } of graph.program.buffers) this.#fill(name, size)
    this.writeStates()
  }

  run(entry: string): void {
    this.#executable.run(entry)
  }

  /** Writes an input, row-major. Throws when the count of numbers is not that of its shape. */
  write(input: string, data: ArrayLike<number>): void {
    const slot = this.#graph.inputs.get(input)
    /** An input that nothing depends on has no memory, and nobody misses it. */
    if (slot) this.#write(slot, data)
  }

  /** A copy of an output of an entry, row-major: what the last run left, if that was a run of this entry. */
  read(entry: string, output: string): Numbers {
    return this.#read(this.#outputSlot(entry, output))
  }

  /** An output of one element, without a copy: a loss. */
  scalar(entry: string, output: string): number {
    return this.#viewOfScalar(this.#outputSlot(entry, output))[0] as number
  }

  /**
   * Writes rows `start` to `start + count` of `data`, row-major, to the first rows of an input [rows, columns]. The
   * other rows keep what they held.
   */
  putRows(input: string, data: ArrayLike<number>, start: number, count: number): void {
    const slot = this.#graph.inputs.get(input)
    if (slot) packRows(data, start, count, slot.shape[1] as number, slot.storage, this.#viewOf(slot))
  }

  /** Copies the first `count` rows of an output [rows, columns] to the rows of `data` from `start` on. */
  takeRows(entry: string, output: string, data: Numbers, start: number, count: number): void {
    const slot = this.#outputSlot(entry, output)
    unpackRows(this.#viewOf(slot), slot.storage, slot.shape[1] as number, data, start, count)
  }

  /** Copies every state's `data` into the program. */
  writeStates(): void {
    for (const [state, slot] of this.#graph.states) this.#write(slot, state.data)
  }

  /** Copies every state's value back to its `data`. */
  readStates(): void {
    for (const [state, slot] of this.#graph.states) state.data.set(this.#read(slot))
  }

  /**
   * A table [rows, columns…] in the device's memory, for external inputs of the same columns. Without data it
   * is room to be filled by `writeRows`.
   */
  table(rows: number, columns: readonly number[], data?: ArrayLike<number>): Region {
    const shape = [rows, ...columns]
    checkShape('table', shape)
    if (data) checkLength('table', shape, data)
    const region = this.#allocate(storageOf(shape, false).size, 'f32')
    if (data) this.writeRows(region, 0, columns, data)
    return region
  }

  /** Writes rows of a table, in order, from row `start` on. */
  writeRows(table: Region, start: number, columns: readonly number[], data: ArrayLike<number>): void {
    const rows = data.length / Math.max(1, sizeOf(columns))
    const shape = [rows, ...columns]
    checkShape('rows', shape)
    const storage = storageOf(shape, false)
    const stride = storage.strides[0] as number
    table.write(pack(data, shape, storage).subarray(0, rows * stride), start * stride)
  }

  /** Room for `length` row numbers. */
  indices(length: number): Region {
    checkShape('row numbers', [length])
    return this.#allocate(length, 'i32')
  }

  /** Lets an external input stand for a region from element `offset` on, and from `step` further on after each run. */
  bind(input: string, region: Region, offset = 0, step = 0): void {
    const slot = this.#graph.inputs.get(input)
    if (slot) this.#executable.bind(slot.buffer, region, offset, step)
  }

  /** What an entry that repeats needs for up to `most` runs in a row. */
  series(entry: string, most: number): Series {
    this.#views.clear()
    return new Series(this.#executable, entry, this.#graph.series.get(entry) as SeriesBuffers, most)
  }

  /** Where a run of an entry goes. All that it reads must have been written and bound; it changes nothing here. */
  profile(entry: string): EntryProfile {
    return profileEntry(this.#graph.program, this.#executable, entry, this.#device)
  }

  /** The name of a state's buffer. */
  bufferOf(state: State): string | undefined {
    return this.#graph.states.get(state)?.buffer
  }

  #write(slot: Slot, data: ArrayLike<number>): void {
    checkLength(slot.buffer, slot.shape, data)
    this.#executable.write(slot.buffer, pack(data, slot.shape, slot.storage))
  }

  #fill(buffer: string, size: number): void {
    const value = this.#graph.fills.get(buffer)
    if (value !== undefined) this.#executable.write(buffer, new Float64Array(size).fill(value))
  }

  #read({ buffer, shape, storage }: Slot): Numbers {
    return unpack(this.#executable.read(buffer), shape, storage)
  }

  #outputSlot(entry: string, output: string): Slot {
    const slot = this.#graph.outputs.get(entry)?.get(output)
    if (slot) return slot
    throw new OgeeError({ where: 'compiled program', problem: `no output ${entry}.${output}` })
  }

  #viewOfScalar(slot: Slot): ReturnType<Executable['view']> {
    if (sizeOf(slot.shape) === 1) return this.#viewOf(slot)
    const got = `shape ${formatShape(slot.shape)}`
    throw new OgeeError({ where: slot.buffer, problem: 'not a scalar', got })
  }

  #viewOf({ buffer }: Slot): ReturnType<Executable['view']> {
    const known = this.#views.get(buffer) ?? this.#executable.view(buffer)
    this.#views.set(buffer, known)
    return known
  }

  /** Memory may move when it grows; then the views are gone. */
  #allocate(length: number, type: BufferType): Region {
    this.#views.clear()
    return this.#executable.allocate(Math.max(1, length), type)
  }
}

function checkLength(where: string, shape: Shape, data: ArrayLike<number>): void {
  if (data.length === sizeOf(shape)) return
  throw new OgeeError({
    where,
    problem: 'the numbers do not fill the shape',
    expected: `${sizeOf(shape)} for ${formatShape(shape)}`,
    got: `${data.length}`,
  })
}
