/**
 * The one place where graph, target and device meet: entries become a program, a device loads it, and tensors
 * go in and out by name, in order, whatever layout the program keeps them in.
 */

import { formatShape, OgeeError, sizeOf } from '../base/index.ts'
import type { Device, Executable, Numbers, Region } from '../devices/device.ts'
import { buildProgram, type Entry, type GraphProgram, type Slot, storageOf } from '../graph/index.ts'
import { pack, unpack } from './pack.ts'

/** Compiles entries that share states and inputs. States start from their `data`. */
export function compile(entries: Readonly<Record<string, Entry>>, device: Device): Compiled {
  return new Compiled(buildProgram(entries), device)
}

export class Compiled {
  readonly #graph: GraphProgram
  readonly #executable: Executable

  constructor(graph: GraphProgram, device: Device) {
    this.#graph = graph
    this.#executable = device.load(graph.program)
    for (const { slot, data } of graph.constants) this.#write(slot, data)
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

  /** Writes an input of one element, without a copy. */
  writeScalar(input: string, value: number): void {
    const slot = this.#graph.inputs.get(input)
    if (slot) this.#executable.view(slot.buffer)[0] = value
  }

  /** An output of an entry, row-major. Valid until the next run of another entry. */
  read(entry: string, output: string): Numbers {
    const slot = this.#graph.outputs.get(entry)?.get(output)
    if (!slot) throw new OgeeError({ where: 'compiled program', problem: `no output ${entry}.${output}` })
    return this.#read(slot)
  }

  /** The first number of an output, without a copy: a loss. */
  scalar(entry: string, output: string): number {
    const slot = this.#graph.outputs.get(entry)?.get(output)
    return slot ? (this.#executable.view(slot.buffer)[0] as number) : Number.NaN
  }

  /** Copies every state's `data` into the program. */
  writeStates(): void {
    for (const [state, slot] of this.#graph.states) this.#write(slot, state.data)
  }

  /** Copies every state's value back to its `data`. */
  readStates(): void {
    for (const [state, slot] of this.#graph.states) state.data.set(this.#read(slot))
  }

  /** A table [rows, columns…] in the device's memory, for an external input of the same columns. */
  table(rows: number, columns: readonly number[], data: ArrayLike<number>): Region {
    const shape = [rows, ...columns]
    const storage = storageOf(shape, false)
    const region = this.#executable.allocate(Math.max(1, storage.size), 'f32')
    region.write(pack(data, shape, storage))
    return region
  }

  /** Room for `length` row numbers. */
  indices(length: number): Region {
    return this.#executable.allocate(Math.max(1, length), 'i32')
  }

  /** Lets an external input stand for a region from element `offset` on. */
  bind(input: string, region: Region, offset = 0): void {
    const slot = this.#graph.inputs.get(input)
    if (slot) this.#executable.bind(slot.buffer, region, offset)
  }

  #write(slot: Slot, data: ArrayLike<number>): void {
    if (data.length !== sizeOf(slot.shape))
      throw new OgeeError({
        where: slot.buffer,
        problem: 'the numbers do not fill the shape',
        expected: `${sizeOf(slot.shape)} for ${formatShape(slot.shape)}`,
        got: `${data.length}`,
      })
    this.#executable.write(slot.buffer, pack(data, slot.shape, slot.storage))
  }

  #read({ buffer, shape, storage }: Slot): Numbers {
    return unpack(this.#executable.read(buffer), shape, storage)
  }
}
