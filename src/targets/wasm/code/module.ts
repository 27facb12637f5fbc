/** Functions and data → the bytes of a WebAssembly module. Functions take whole numbers and return nothing. */

import { type Code, encode } from './assembler.ts'
import { Bytes } from './bytes.ts'

export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'

const VALUE_TYPES: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
}

export interface WasmFunction {
  /** How many i32 it takes: its first locals. Default: 0. */
  readonly parameters?: number
  /** Without the parameters. */
  readonly locals: readonly ValueType[]
  readonly code: Code
  /** The name under which hosts can call it. */
  readonly exported?: string
}

/** A function as bytes, for which nothing of its code need be kept. */
export interface EncodedFunction {
  readonly parameters: number
  readonly body: Uint8Array
  readonly exported: string | undefined
}

export interface WasmModule {
  /** In order: a call's immediate is a position in this list. */
  readonly functions: readonly EncodedFunction[]
  /** In bytes; the module's own, exported as `memory`, or one that threads share: `IMPORTED_MEMORY`. */
  readonly memory: { readonly size: number; readonly shared: boolean }
  readonly data: { readonly offset: number; readonly bytes: Uint8Array }
}

export const PAGE = 65536
/** What 32-bit addresses reach. Shared memory must say how far it may grow. */
export const MOST_PAGES = 65536
export const IMPORTED_MEMORY = { module: 'ogee', name: 'memory' } as const

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const FUNCTION_TYPE = 0x60
const KINDS = { function: 0x00, memory: 0x02 }
const LIMITS = { own: 0x00, shared: 0x03 }

/** The numbers by which the format knows its sections. */
const SECTIONS = { types: 1, imports: 2, functions: 3, memories: 5, exports: 7, code: 10, data: 11 }

/** How many pages hold so many bytes; a memory has at least one. */
export function pagesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / PAGE))
}

export function assemble({ functions, memory, data }: WasmModule): Uint8Array<ArrayBuffer> {
  const exported: [name: string, kind: number, index: number][] = [['memory', KINDS.memory, 0]]
  for (const [i, { exported: name }] of functions.entries())
    if (name) exported.push([name, KINDS.function, i])
  const pages = pagesOf(memory.size)
  const signatures = [...new Set(functions.map(({ parameters }) => parameters))]
  const bytes = new Bytes().append(HEADER)
  const section = <T>(id: number, items: readonly T[], write: (out: Bytes, item: T) => void) =>
    bytes.byte(id).sized((out) => out.vector(items, (item) => write(out, item)))
  section(SECTIONS.types, signatures, (out, parameters) =>
    out
      .byte(FUNCTION_TYPE)
      .vector(Array(parameters).fill(VALUE_TYPES.i32), (type) => out.byte(type))
      .unsigned(0),
  )
  if (memory.shared)
    section(SECTIONS.imports, [IMPORTED_MEMORY], (out, { module, name }) => {
      writeName(out, module)
      writeName(out, name)
      out.byte(KINDS.memory).byte(LIMITS.shared).unsigned(pages).unsigned(MOST_PAGES)
    })
  section(SECTIONS.functions, functions, (out, { parameters }) =>
    out.unsigned(signatures.indexOf(parameters)),
  )
  if (!memory.shared)
    section(SECTIONS.memories, [pages], (out, count) => out.byte(LIMITS.own).unsigned(count))
  section(SECTIONS.exports, exported, (out, [name, kind, index]) => {
    writeName(out, name)
    out.byte(kind).unsigned(index)
  })
  section(SECTIONS.code, functions, (out, { body }) => out.unsigned(body.length).append(body))
  section(SECTIONS.data, [data], (out, { offset, bytes: content }) => {
    out.byte(0)
    encode([['i32.const', offset]], out)
    out.sized((inner) => inner.append(content))
  })
  return bytes.finish()
}

function writeName(out: Bytes, name: string): void {
  out.sized((inner) => inner.append(new TextEncoder().encode(name)))
}

/** Locals of one type in a row are declared together. */
export function encodeFunction({ parameters = 0, locals, code, exported }: WasmFunction): EncodedFunction {
  const runs: { type: ValueType; count: number }[] = []
  for (const type of locals) {
    const last = runs.at(-1)
    if (last?.type === type) last.count++
    else runs.push({ type, count: 1 })
  }
  const out = new Bytes()
  out.vector(runs, ({ type, count }) => out.unsigned(count).byte(VALUE_TYPES[type]))
  encode(code, out)
  return { parameters, body: out.finish(), exported }
}
