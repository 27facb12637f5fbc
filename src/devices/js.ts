/**
 * The reference device: float64 in JavaScript. Slow and everywhere; the oracle of the fast devices.
 *
 * Row numbers lie in float64 as well, where they are exact.
 */

import { PRIMITIVES } from '../expr/index.ts'
import type { Buffer, Program } from '../kernel/kernel.ts'
import { emitProgram } from '../targets/js/program.ts'
import { Bindings, bufferNamed, checkBind, checkWrite, foreign } from './buffers.ts'
import type { Device, Executable, Numbers, Region } from './device.ts'

export const jsDevice: Device = {
  name: 'js',
  precision: 'float64',
  load: (program) => new JsExecutable(program),
}

class JsRegion implements Region {
  readonly owner: Executable
  readonly array: Float64Array

  constructor(owner: Executable, length: number) {
    this.owner = owner
    this.array = new Float64Array(length)
  }

  get length(): number {
    return this.array.length
  }

  write(data: ArrayLike<number>, offset = 0): void {
    checkWrite('region', this.length, data.length, offset)
    this.array.set(data, offset)
  }
}

/** What an external buffer stands for; the generated code reads it at the start of each kernel. */
interface Binding {
  array: Float64Array
  offset: number
}

class JsExecutable implements Executable {
  readonly #buffers: readonly Buffer[]
  readonly #memory: Float64Array
  readonly #bound: readonly Binding[]
  readonly #bindings: Bindings
  readonly #entries: Readonly<Record<string, () => void>>

  constructor(program: Program) {
    this.#buffers = program.buffers
    this.#memory = new Float64Array(program.size)
    this.#bound = program.buffers.map(() => ({ array: new Float64Array(0), offset: 0 }))
    this.#bindings = new Bindings(program)
    const load = new Function('memory', 'bound', 'primitives', emitProgram(program))
    this.#entries = load(this.#memory, this.#bound, PRIMITIVES)
  }

  run(entry: string): void {
    this.#bindings.checkEntry(entry)
    this.#entries[entry]?.()
  }

  read(buffer: string): Numbers {
    return this.view(buffer).slice()
  }

  write(buffer: string, data: ArrayLike<number>, offset = 0): void {
    const view = this.view(buffer)
    checkWrite(buffer, view.length, data.length, offset)
    view.set(data, offset)
  }

  view(name: string): Float64Array {
    const { buffer, number } = bufferNamed(this.#buffers, name)
    const { array, offset } = this.#bound[number] as Binding
    if (buffer.place === 'external') return array.subarray(offset)
    return this.#memory.subarray(buffer.place.offset, buffer.place.offset + buffer.size)
  }

  allocate(length: number): Region {
    return new JsRegion(this, length)
  }

  bind(name: string, region: Region, offset = 0): void {
    const { buffer, number } = bufferNamed(this.#buffers, name)
    checkBind(buffer, region, offset)
    if ((region as JsRegion).owner !== this) throw foreign(name)
    const binding = this.#bound[number] as Binding
    binding.array = (region as JsRegion).array
    binding.offset = offset
    this.#bindings.add(name)
  }
}
