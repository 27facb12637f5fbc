/** Program → module: a function for each kernel, an exported one for each entry, which calls its kernels. */

import { expandForFloat32 } from '../../expr/index.ts'
import type { Kernel, Program } from '../../kernel/kernel.ts'
import type { Features } from './code/features.ts'
import { assemble, type WasmFunction } from './code/module.ts'
import { Pool } from './code/pool.ts'
import { emitKernel } from './kernel.ts'

export interface EmittedProgram {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The first byte of memory that the program does not use. */
  readonly end: number
}

/** The export's name of an entry. */
export const entryExport = (entry: string): string => `run ${entry}`

/** The export's name of the global that holds the byte address of an external buffer. */
export const addressExport = (buffer: string): string => `address ${buffer}`

const BYTES = 4
const CACHE_LINE = 64

/** Emits a program for float32. Static memory starts at address 0; constants lie behind it. */
export function emitProgram(program: Program, features: Features): EmittedProgram {
  const { buffers, kernels, entries, size } = program
  const externals = buffers.flatMap(({ place }, number) => (place === 'external' ? [number] : []))
  const address = Math.ceil((size * BYTES) / CACHE_LINE) * CACHE_LINE
  const pool = new Pool(address)
  const surroundings = {
    buffers,
    globalOf: (buffer: number) => externals.indexOf(buffer),
    pool,
    features,
  }
  const functions = kernels.map((kernel) => emitKernel(expanded(kernel), surroundings))
  const runs = Object.entries(entries).map(
    ([name, order]): WasmFunction => ({
      locals: [],
      code: order.map((kernel) => ['call', kernel]),
      exported: entryExport(name),
    }),
  )
  const bytes = assemble({
    functions: [...functions, ...runs],
    globals: externals.map((number) => addressExport(buffers[number]?.name ?? '')),
    memory: pool.end,
    data: { offset: address, bytes: pool.bytes },
  })
  return { bytes, end: pool.end }
}

/** The same kernel in core primitives alone. */
function expanded(kernel: Kernel): Kernel {
  const { fold } = kernel
  const stores = kernel.stores.map((store) => ({ ...store, value: expandForFloat32(store.value) }))
  const core = { ...kernel, stores }
  if (!fold) return core
  const { initial, body } = fold
  return {
    ...core,
    fold: { ...fold, body: expandForFloat32(body), ...(initial && { initial: expandForFloat32(initial) }) },
  }
}
