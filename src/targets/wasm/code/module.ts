/** Functions, globals and data → the bytes of a WebAssembly module. All functions take and return nothing. */

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
  readonly locals: readonly ValueType[]
  readonly code: Code
  /** The name under which hosts can call it. */
  readonly exported?: string
}

export interface WasmModule {
  /** In order: a call's immediate is a position in this list. */
  readonly functions: readonly WasmFunction[]
  /** Names of mutable i32 globals, in order, all exported. */
  readonly globals: readonly string[]
  /** Of the exported memory `memory`, in bytes. */
  readonly memory: number
  readonly data: { readonly offset: number; readonly bytes: Uint8Array }
}

export const PAGE = 65536
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
const FUNCTION_TYPE = [0x60, 0x00, 0x00]
const MUTABLE = 0x01
const KINDS = { function: 0x00, memory: 0x02, global: 0x03 }

/** The numbers by which the format knows its sections. */
const SECTIONS = { types: 1, functions: 3, memories: 5, globals: 6, exports: 7, code: 10, data: 11 }

export function assemble({ functions, globals, memory, data }: WasmModule): Uint8Array<ArrayBuffer> {
  const pages = Math.max(1, Math.ceil(memory / PAGE))
  const exported: [name: string, kind: number, index: number][] = [
    ['memory', KINDS.memory, 0],
    ...globals.map((name, i) => [name, KINDS.global, i] satisfies [string, number, number]),
  ]
  for (const [i, { exported: name }] of functions.entries())
    if (name) exported.push([name, KINDS.function, i])
  const bytes = new Bytes().append(HEADER)
  const section = <T>(id: number, items: readonly T[], write: (out: Bytes, item: T) => void) =>
    bytes.byte(id).sized((out) => out.vector(items, (item) => write(out, item)))
  section(SECTIONS.types, [FUNCTION_TYPE], (out, type) => out.append(type))
  section(SECTIONS.functions, functions, (out) => out.byte(0))
  section(SECTIONS.memories, [pages], (out, count) => out.byte(0).unsigned(count))
  section(SECTIONS.globals, globals, (out) => {
    out.byte(VALUE_TYPES.i32).byte(MUTABLE)
    encode([['i32.const', 0]], out)
  })
  section(SECTIONS.exports, exported, (out, [name, kind, index]) => {
    out.sized((inner) => inner.append(new TextEncoder().encode(name)))
    out.byte(kind).unsigned(index)
  })
  section(SECTIONS.code, functions, (out, body) => out.sized((inner) => writeBody(inner, body)))
  section(SECTIONS.data, [data], (out, { offset, bytes: content }) => {
    out.byte(0)
    encode([['i32.const', offset]], out)
    out.sized((inner) => inner.append(content))
  })
  return bytes.finish()
}

/** Locals of one type in a row are declared together. */
function writeBody(out: Bytes, { locals, code }: WasmFunction): void {
  const runs: { type: ValueType; count: number }[] = []
  for (const type of locals) {
    const last = runs.at(-1)
    if (last?.type === type) last.count++
    else runs.push({ type, count: 1 })
  }
  out.vector(runs, ({ type, count }) => out.unsigned(count).byte(VALUE_TYPES[type]))
  encode(code, out)
}
