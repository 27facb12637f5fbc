/** Functions, globals and data → the bytes of a WebAssembly module. All functions take and return nothing. */

import { type Code, encode, unsigned } from './assembler.ts'

export type ValueType = 'i32' | 'f32' | 'v128'

const VALUE_TYPES: Readonly<Record<ValueType, number>> = { i32: 0x7f, f32: 0x7d, v128: 0x7b }

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

type Bytes = readonly number[]

export function assemble({ functions, globals, memory, data }: WasmModule): Uint8Array<ArrayBuffer> {
  const pages = Math.max(1, Math.ceil(memory / PAGE))
  const exported = [
    entity('memory', KINDS.memory, 0),
    ...globals.map((name, i) => entity(name, KINDS.global, i)),
    ...functions.flatMap(({ exported }, i) => (exported ? [entity(exported, KINDS.function, i)] : [])),
  ]
  const bytes = [
    ...HEADER,
    ...section(1, [FUNCTION_TYPE]),
    ...section(
      3,
      functions.map(() => [0x00]),
    ),
    ...section(5, [[0x00, ...unsigned(pages)]]),
    ...section(
      6,
      globals.map(() => [VALUE_TYPES.i32, MUTABLE, ...encode([['i32.const', 0], ['end']])]),
    ),
    ...section(7, exported),
    ...section(10, functions.map(body)),
    ...section(11, [segment(data.offset, data.bytes)]),
  ]
  return Uint8Array.from(bytes)
}

function section(id: number, items: readonly Bytes[]): Bytes {
  return [id, ...sized(vector(items))]
}

function vector(items: readonly Bytes[]): Bytes {
  return [...unsigned(items.length), ...items.flat()]
}

function sized(bytes: Bytes): Bytes {
  return [...unsigned(bytes.length), ...bytes]
}

function entity(name: string, kind: number, index: number): Bytes {
  return [...sized([...new TextEncoder().encode(name)]), kind, ...unsigned(index)]
}

function body({ locals, code }: WasmFunction): Bytes {
  const runs: { type: ValueType; count: number }[] = []
  for (const type of locals) {
    const last = runs.at(-1)
    if (last?.type === type) last.count++
    else runs.push({ type, count: 1 })
  }
  const declared = runs.map(({ type, count }) => [...unsigned(count), VALUE_TYPES[type]])
  return sized([...vector(declared), ...encode([...code, ['end']])])
}

function segment(offset: number, bytes: Uint8Array): Bytes {
  return [0x00, ...encode([['i32.const', offset], ['end']]), ...sized([...bytes])]
}
