/**
 * The reference device: float64 in JavaScript. Slow and everywhere; the oracle of the fast devices.
 *
 * Row numbers lie in float64 as well, where they are exact.
 */

import { PRIMITIVES } from '../expr/index.ts'
import type { Buffer, Program } from '../kernel/kernel.ts'
import { emitProgram } from '../targets/js/program.ts'
import { Bindings, bufferNamed, checkWrite, foreign } from './buffers.ts'
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

  read(length: number, offset = 0): Numbers {
    return this.array.slice(offset, offset + length)
  }
}

class JsExecutable implements Executable {
  readonly #buffers: readonly Buffer[]
  readonly #memory: Float64Array
  readonly #bindings: Bindings<JsRegion>
  readonly #entries: Readonly<Record<string, () => void>>

  constructor(program: Program) {
    this.#buffers = program.buffers
    this.#memory = new Float64Array(program.size)
    this.#bindings = new Bindings(program)
    const load = new Function('memory', 'bound', 'primitives', emitProgram(program))
    this.#entries = load(this.#memory, this.#bindings.bound, PRIMITIVES)
  }

  run(entry: string, times = 1): void {
    this.#bindings.check(entry, times)
    for (let run = 0; run < times; run++) {
      this.#entries[entry]?.()
      this.#bindings.move(entry, 1)
    }
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
    if (buffer.place !== 'external')
      return this.#memory.subarray(buffer.place.offset, buffer.place.offset + buffer.size)
    const { region, offset } = this.#bindings.of(number)
    return region.array.subarray(offset)
  }

  allocate(length: number): Region {
    return new JsRegion(this, length)
  }

  bind(name: string, region: Region, offset = 0, step = 0): void {
    const { number } = bufferNamed(this.#buffers, name)
    if ((region as JsRegion).owner !== this) throw foreign(name)
    this.#bindings.bind(number, region as JsRegion, offset, step)
  }
}
