/**
 * The fast device: float32 in WebAssembly, on the thread that calls. Modules are compiled once per structure
 * of a program; every executable has an instance and a memory of its own.
 */

import { OgeeError } from '../base/index.ts'
import { Expr } from '../expr/expr.ts'
import type { Buffer, BufferType, Program } from '../kernel/kernel.ts'
import { detectFeatures, type Features } from '../targets/wasm/code/features.ts'
import { PAGE } from '../targets/wasm/code/module.ts'
import { addressExport, emitProgram, entryExport } from '../targets/wasm/program.ts'
import { Bindings, bufferNamed, checkBind, checkWrite, unbound } from './buffers.ts'
import type { Device, Executable, Numbers, Region } from './device.ts'

const BYTES = 4
const CACHE_LINE = 64
/** What 32-bit addresses reach. */
const MOST_BYTES = 2 ** 32
/** Modules kept for programs to come; a comparison has a handful of shapes. */
const MOST_MODULES = 64

interface Compiled {
  readonly module: WebAssembly.Module
  readonly end: number
}

/** The device for a set of features; `features` is what the host has unless a test says otherwise. */
export function wasmDevice(features: Features = detectFeatures(), name = 'wasm'): Device {
  const modules = new Map<string, Compiled>()
  return { name, precision: 'float32', load: (program) => new WasmExecutable(program, compiled(program)) }

  function compiled(program: Program): Compiled {
    const key = structureOf(program)
    const known = modules.get(key)
    if (known) return known
    if (program.size * BYTES >= MOST_BYTES) throw noMemory(program.size)
    const { bytes, end } = emitProgram(program, features)
    const made = { module: new WebAssembly.Module(bytes), end }
    const oldest = modules.keys().next().value
    if (modules.size >= MOST_MODULES && oldest !== undefined) modules.delete(oldest)
    modules.set(key, made)
    return made
  }
}

/** Programs of the same structure have the same code. Equal expressions are one object with one id. */
function structureOf(program: Program): string {
  return JSON.stringify(program, (_, value) => (value instanceof Expr ? value.id : value))
}

class WasmRegion implements Region {
  readonly #memory: WebAssembly.Memory
  readonly #type: BufferType
  readonly address: number
  readonly length: number

  constructor(memory: WebAssembly.Memory, type: BufferType, address: number, length: number) {
    this.#memory = memory
    this.#type = type
    this.address = address
    this.length = length
  }

  write(data: ArrayLike<number>, offset = 0): void {
    checkWrite('region', this.length, data.length, offset)
    viewOf(this.#memory, this.#type, this.address, this.length).set(data, offset)
  }
}

function viewOf({ buffer }: WebAssembly.Memory, type: BufferType, address: number, length: number) {
  return type === 'i32' ? new Int32Array(buffer, address, length) : new Float32Array(buffer, address, length)
}

class WasmExecutable implements Executable {
  readonly #buffers: readonly Buffer[]
  readonly #memory: WebAssembly.Memory
  readonly #entries: ReadonlyMap<string, () => void>
  readonly #addresses: ReadonlyMap<string, WebAssembly.Global>
  readonly #bindings: Bindings
  readonly #bound = new Map<string, { region: Region; offset: number }>()
  /** The first free byte. */
  #end: number

  constructor(program: Program, { module, end }: Compiled) {
    const { exports } = withMemory(program.size, () => new WebAssembly.Instance(module))
    this.#buffers = program.buffers
    this.#memory = exports.memory as WebAssembly.Memory
    this.#end = end
    this.#bindings = new Bindings(program)
    this.#entries = new Map(
      Object.keys(program.entries).map((entry) => [entry, exports[entryExport(entry)] as () => void]),
    )
    this.#addresses = new Map(
      program.buffers
        .filter(({ place }) => place === 'external')
        .map(({ name }) => [name, exports[addressExport(name)] as WebAssembly.Global]),
    )
  }

  run(entry: string): void {
    this.#bindings.checkEntry(entry)
    this.#entries.get(entry)?.()
  }

  read(buffer: string): Numbers {
    return Float32Array.from(this.view(buffer))
  }

  write(buffer: string, data: ArrayLike<number>, offset = 0): void {
    const view = this.view(buffer)
    checkWrite(buffer, view.length, data.length, offset)
    view.set(data, offset)
  }

  view(name: string): Float32Array | Int32Array {
    const { buffer } = bufferNamed(this.#buffers, name)
    if (buffer.place !== 'external')
      return viewOf(this.#memory, buffer.type, buffer.place.offset * BYTES, buffer.size)
    const bound = this.#bound.get(name)
    if (!bound) throw unbound(name)
    const { region, offset } = bound
    const address = (region as WasmRegion).address + offset * BYTES
    return viewOf(this.#memory, buffer.type, address, region.length - offset)
  }

  allocate(length: number, type: BufferType): Region {
    const address = Math.ceil(this.#end / CACHE_LINE) * CACHE_LINE
    const end = address + length * BYTES
    const pages = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE)
    if (pages > 0) withMemory(length, () => this.#memory.grow(pages))
    this.#end = end
    return new WasmRegion(this.#memory, type, address, length)
  }

  bind(name: string, region: Region, offset = 0): void {
    const { buffer } = bufferNamed(this.#buffers, name)
    checkBind(buffer, region, offset)
    const address = this.#addresses.get(name)
    if (address) address.value = (region as WasmRegion).address + offset * BYTES
    this.#bound.set(name, { region, offset })
    this.#bindings.add(name)
  }
}

/** Runs what asks the host for memory; a refusal is a RangeError. */
function withMemory<T>(elements: number, ask: () => T): T {
  try {
    return ask()
  } catch (error) {
    throw error instanceof RangeError ? noMemory(elements) : error
  }
}

function noMemory(elements: number): OgeeError {
  return new OgeeError({
    where: 'wasm',
    problem: `no memory for ${elements} more elements`,
    expected: 'at most 4 GiB in all',
  })
}
