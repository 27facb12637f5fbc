/** What this host's WebAssembly can do, found out by asking it to validate a function. */

import type { Code } from './assembler.ts'
import { assemble, encodeFunction } from './module.ts'

export interface Features {
  /** Vectors of four float32. */
  readonly simd: boolean
  /** Fused multiply-add of vectors; needs `simd`. */
  readonly relaxed: boolean
}

const VECTOR: Code = [
  ['i32.const', 0],
  ['v128.load', 0],
]
const STORED: Code = [['v128.store', 0]]

const PROBES: Readonly<Record<keyof Features, Code>> = {
  simd: [['i32.const', 0], VECTOR, STORED],
  relaxed: [['i32.const', 0], VECTOR, VECTOR, VECTOR, ['f32x4.relaxed_madd'], STORED],
}

export function detectFeatures(): Features {
  return { simd: validates(PROBES.simd), relaxed: validates(PROBES.relaxed) }
}

function validates(code: Code): boolean {
  const data = { offset: 0, bytes: new Uint8Array(0) }
  const memory = { size: 1, shared: false }
  const functions = [encodeFunction({ locals: [], code })]
  return WebAssembly.validate(assemble({ functions, memory, data }))
}
