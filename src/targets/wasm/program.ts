/**
 * Program → module: a function for each kernel, an exported one for each entry, which calls its kernels. Where
 * several threads are worth it, also what they need to run an entry together.
 */

import { expandForFloat32 } from '../../expr/index.ts'
import type { Kernel, Program } from '../../kernel/kernel.ts'
import type { Features } from './code/features.ts'
import { assemble } from './code/module.ts'
import { Pool } from './code/pool.ts'
import { packOperands } from './pack.ts'
import { controlAt } from './threads/control.ts'
import { emitFunctions, planTeam, type Team, type ThreadOptions } from './threads/team.ts'

export interface EmittedProgram {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** The first byte of memory that the program does not use. */
  readonly end: number
  /**
   * By external buffer, the byte address of the word that holds its byte address; the word behind it says by how many
   * bytes that moves on after each run.
   */
  readonly words: ReadonlyMap<string, number>
  /** Where threads pay: the module then imports its memory, which must be shared. */
  readonly team?: Team
}

const BYTES = 4
const CACHE_LINE = 64
/** Of an external buffer. */
const WORDS = 2
const ALONE: ThreadOptions = { most: 1, hostSleeps: false }

/**
 * Emits a program for float32. Static memory starts at address 0; behind it lie the words of external
 * buffers, the words by which threads agree, and constants.
 */
export function emitProgram(program: Program, features: Features, threads = ALONE): EmittedProgram {
  const core = packOperands({ ...program, kernels: program.kernels.map(expanded) }, features)
  const { buffers, size } = core
  const externals = buffers.filter(({ place }) => place === 'external')
  const start = align(size * BYTES)
  const words = new Map(externals.map(({ name }, i) => [name, start + i * WORDS * BYTES]))
  const wordsEnd = align(start + words.size * WORDS * BYTES)
  const planned = planTeam(core, threads)
  const team = planned && { ...planned, control: controlAt(wordsEnd) }
  const address = team?.control.end ?? wordsEnd
  const pool = new Pool(address)
  const wordOf = (buffer: number) => words.get(buffers[buffer]?.name ?? '') as number
  const functions = emitFunctions(core, { buffers, wordOf, pool, features }, team, threads)
  const bytes = assemble({
    functions,
    memory: { size: pool.end, shared: team !== undefined },
    data: { offset: address, bytes: pool.bytes },
  })
  return { bytes, end: pool.end, words, ...(team && { team }) }
}

function align(bytes: number): number {
  return Math.ceil(bytes / CACHE_LINE) * CACHE_LINE
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
