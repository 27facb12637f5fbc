/**
 * The fast device: float32 in WebAssembly, on the thread that calls and, where a program has work for them, on
 * more. Modules are compiled once per structure of a program; every executable has an instance and a memory of
 * its own.
 */

import { OgeeError, UsageError } from '../base/index.ts'
import type { Buffer, BufferType, Program } from '../kernel/kernel.ts'
import { detectFeatures, type Features } from '../targets/wasm/code/features.ts'
import { IMPORTED_MEMORY, MOST_PAGES, PAGE, pagesOf } from '../targets/wasm/code/module.ts'
import { type EmittedProgram, emitProgram } from '../targets/wasm/program.ts'
import { LEAVE, NO_ANSWER } from '../targets/wasm/threads/control.ts'
import { entryExport, type Team, teamExport } from '../targets/wasm/threads/team.ts'
import { Bindings, bufferNamed, checkWrite, foreign } from './buffers.ts'
import { Crew, type Post } from './crew.ts'
import type { Device, Executable, Numbers, Region } from './device.ts'
import { defaultThreads, hasThreads, mayBlock } from './host.ts'
import { Race } from './race.ts'

const BYTES = 4
const CACHE_LINE = 64
/** What 32-bit addresses reach. */
const MOST_BYTES = 2 ** 32
/** Operations after which a series of runs looks whether threads have come: a millisecond or so. */
const WORK_WITHOUT_A_LOOK = 2e7
/** Modules kept for programs to come; a comparison has a handful of shapes. */
const MOST_MODULES = 64

interface Compiled extends Omit<EmittedProgram, 'bytes'> {
  readonly module: WebAssembly.Module
}

export interface WasmOptions {
  /** The most threads a program may run on; it runs on fewer where it is too small for them. Default: 'auto'. */
  readonly threads?: number | 'auto'
  /** Default: what the host has. */
  readonly features?: Features
  /** Operations of a run from which a thread more pays. Default: as measured. */
  readonly workPerThread?: number
  /** Milliseconds after which a thread that gives no answer is given up. Default: by the work it has. */
  readonly patience?: number
}

export function wasmDevice(options: WasmOptions = {}): Device {
  const { features = detectFeatures(), workPerThread, patience } = options
  const most = threadsOf(options.threads ?? 'auto')
  const modules = new Map<string, Compiled>()
  let crew: Crew | undefined
  return {
    name: 'wasm',
    precision: 'float32',
    load(program, threads = most) {
      const loaded = compiled(program, Math.min(most, threads))
      if (!loaded.team) return new WasmExecutable(program, loaded)
      const memory = sharedMemory(loaded.end)
      if (!memory) return new WasmExecutable(program, compiled(program, 1))
      crew ??= new Crew(most - 1)
      return new WasmExecutable(program, loaded, { crew, memory })
    },
  }

  function compiled(program: Program, threads: number): Compiled {
    const key = `${threads} ${structureOf(program)}`
    const known = modules.get(key)
    if (known) return known
    if (program.size * BYTES >= MOST_BYTES) throw noMemory(program.size)
    const { bytes, ...emitted } = emitProgram(program, features, {
      most: threads,
      workPerThread,
      hostSleeps: mayBlock,
      patience,
    })
    const made = { module: new WebAssembly.Module(bytes), ...emitted }
    const oldest = modules.keys().next().value
    if (modules.size >= MOST_MODULES && oldest !== undefined) modules.delete(oldest)
    modules.set(key, made)
    return made
  }
}

/** One where the host has no more to give. */
function threadsOf(threads: number | 'auto'): number {
  if (threads === 'auto') return defaultThreads()
  if (Number.isInteger(threads) && threads >= 1) return hasThreads ? threads : 1
  throw new UsageError({
    where: 'threads',
    problem: 'not a number of threads',
    expected: "a whole number of at least 1, or 'auto'",
    got: `${threads}`,
  })
}

/** Programs of the same structure have the same code. */
function structureOf(program: Program): string {
  return JSON.stringify(program)
}

class WasmRegion implements Region {
  readonly memory: WebAssembly.Memory
  readonly #type: BufferType
  readonly address: number
  readonly length: number

  constructor(memory: WebAssembly.Memory, type: BufferType, address: number, length: number) {
    this.memory = memory
    this.#type = type
    this.address = address
    this.length = length
  }

  write(data: ArrayLike<number>, offset = 0): void {
    checkWrite('region', this.length, data.length, offset)
    viewOf(this.memory, this.#type, this.address, this.length).set(data, offset)
  }

  read(length: number, offset = 0): Float32Array | Int32Array {
    return viewOf(this.memory, this.#type, this.address, this.length).slice(offset, offset + length)
  }
}

function viewOf({ buffer }: WebAssembly.Memory, type: BufferType, address: number, length: number) {
  return type === 'i32' ? new Int32Array(buffer, address, length) : new Float32Array(buffer, address, length)
}

class WasmExecutable implements Executable {
  readonly #buffers: readonly Buffer[]
  readonly #memory: WebAssembly.Memory
  readonly #entries: ReadonlyMap<string, Run>
  readonly #words: ReadonlyMap<string, number>
  readonly #bindings: Bindings<WasmRegion>
  /** All of memory, as whole numbers. */
  #wholes: Int32Array<ArrayBufferLike>
  readonly #together: Together | undefined
  /** Of a run that broke off halfway: what memory holds since then is worth nothing. */
  #failure: OgeeError | undefined
  /** The first free byte. */
  #end: number

  constructor(
    program: Program,
    { module, end, words, team }: Compiled,
    shared?: { readonly crew: Crew; readonly memory: WebAssembly.Memory },
  ) {
    const { exports } = withMemory(program.size, () => instantiate(module, shared?.memory))
    const runOf = (name: string) => exports[name] as Run
    this.#buffers = program.buffers
    this.#memory = exports.memory as WebAssembly.Memory
    this.#wholes = new Int32Array(this.#memory.buffer)
    this.#end = end
    this.#words = words
    this.#bindings = new Bindings(program)
    this.#entries = new Map(Object.keys(program.entries).map((entry) => [entry, runOf(entryExport(entry))]))
    if (!team || !shared) return
    const { crew } = shared
    const post = postOf(module, shared.memory, team)
    const runs = [...team.work].map(([entry, work]) => {
      const run = this.#guarded(runOf(teamExport(entry)), crew, post)
      return [entry, { run, work, race: new Race() }] as const
    })
    this.#together = { crew, post, runs: new Map(runs) }
    crew.watch(this, post)
  }

  run(entry: string, times = 1): void {
    this.#checkWhole()
    this.#bindings.check(entry, times)
    const alone = this.#entries.get(entry) as Run
    if (this.#together) runTogether(this.#together, entry, alone, times)
    else alone(times)
    this.#bindings.move(entry, times)
  }

  /** A run on several threads after which, if it breaks off, there is none. */
  #guarded(run: Run, crew: Crew, post: Post): Run {
    return (times) => {
      try {
        run(times)
      } catch (error) {
        this.#failure = crew.explain(post, error)
        throw this.#failure
      }
    }
  }

  #checkWhole(): void {
    if (this.#failure) throw this.#failure
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
    this.#checkWhole()
    const { buffer, number } = bufferNamed(this.#buffers, name)
    if (buffer.place !== 'external')
      return viewOf(this.#memory, buffer.type, buffer.place.offset * BYTES, buffer.size)
    const { region, offset } = this.#bindings.of(number)
    return viewOf(this.#memory, buffer.type, region.address + offset * BYTES, region.length - offset)
  }

  allocate(length: number, type: BufferType): Region {
    const address = Math.ceil(this.#end / CACHE_LINE) * CACHE_LINE
    const end = address + length * BYTES
    const pages = Math.ceil((end - this.#memory.buffer.byteLength) / PAGE)
    if (pages > 0) withMemory(length, () => this.#memory.grow(pages))
    this.#end = end
    return new WasmRegion(this.#memory, type, address, length)
  }

  bind(name: string, region: Region, offset = 0, step = 0): void {
    const { number } = bufferNamed(this.#buffers, name)
    const { memory, address } = region as WasmRegion
    if (memory !== this.#memory) throw foreign(name)
    this.#bindings.bind(number, region as WasmRegion, offset, step)
    /** Once a step: nothing may be allocated here. Memory that has grown has a new buffer. */
    if (this.#wholes.buffer !== this.#memory.buffer) this.#wholes = new Int32Array(this.#memory.buffer)
    const word = (this.#words.get(name) as number) / BYTES
    this.#wholes[word] = address + offset * BYTES
    this.#wholes[word + 1] = step * BYTES
  }
}

/** Runs an entry so many times. */
type Run = (times: number) => void

/** What an executable's entries are run with on several threads. */
interface Together {
  readonly crew: Crew
  readonly post: Post
  /** Of the entries for which it may pay. */
  readonly runs: ReadonlyMap<string, { readonly run: Run; readonly work: number; readonly race: Race }>
}

/** Runs an entry on all threads, if that pays and they are there, or alone. */
function runTogether({ crew, post, runs }: Together, entry: string, alone: Run, times: number): void {
  const known = runs.get(entry)
  if (!known) {
    alone(times)
    return
  }
  const { run, work, race } = known
  const most = Math.ceil(WORK_WITHOUT_A_LOOK / work)
  for (let left = times; left > 0; left -= most) {
    const some = Math.min(left, most)
    if (crew.serves(post, some * work)) race.run(alone, run, some)
    else alone(some)
  }
}

/** @internal What threads need to serve a module. */
export function postOf(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  { threads, control }: Team,
): Post {
  const { command, failed, present, arrived, generation } = control
  const addresses = { command, failed, present, arrived, generation }
  const positions = Object.entries(addresses).map(([word, address]) => [word, address / BYTES] as const)
  return {
    module,
    memory,
    threads,
    words: new Int32Array(memory.buffer),
    at: Object.fromEntries(positions) as Post['at'],
    leave: LEAVE,
    noAnswer: NO_ANSWER,
  }
}

function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory | undefined,
): WebAssembly.Instance {
  if (!memory) return new WebAssembly.Instance(module)
  return new WebAssembly.Instance(module, { [IMPORTED_MEMORY.module]: { [IMPORTED_MEMORY.name]: memory } })
}

/** Undefined where the host has no room for as much as it may grow to, which it sets aside at once. */
function sharedMemory(bytes: number): WebAssembly.Memory | undefined {
  try {
    return new WebAssembly.Memory({ initial: pagesOf(bytes), maximum: MOST_PAGES, shared: true })
  } catch {
    return undefined
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
