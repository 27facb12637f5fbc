/**
 * The WebAssembly instructions we use: their bytes and what follows them. WebAssembly core specification 2.0,
 * section 5.4; relaxed SIMD proposal, section "Binary format".
 */

/** How an immediate is written. `memory`: alignment, then byte offset. */
export type Immediate = 'u32' | 's32' | 'byte' | 'memory' | 'none'

interface Row {
  readonly bytes: readonly number[]
  readonly immediates: readonly Immediate[]
}

const plain = (opcode: number, ...immediates: Immediate[]): Row => ({ bytes: [opcode], immediates })

/** SIMD opcodes stand behind a prefix, as LEB128. */
const simd = (opcode: number, ...immediates: Immediate[]): Row => {
  const bytes = opcode < 0x80 ? [opcode] : [(opcode & 0x7f) | 0x80, opcode >> 7]
  return { bytes: [0xfd, ...bytes], immediates }
}

export const OPCODES = {
  loop: plain(0x03, 'none'),
  if: plain(0x04, 'none'),
  end: plain(0x0b),
  br: plain(0x0c, 'u32'),
  call: plain(0x10, 'u32'),
  select: plain(0x1b),
  'local.get': plain(0x20, 'u32'),
  'local.set': plain(0x21, 'u32'),
  'local.tee': plain(0x22, 'u32'),
  'global.get': plain(0x23, 'u32'),
  'i32.load': plain(0x28, 'memory'),
  'f32.load': plain(0x2a, 'memory'),
  'f32.store': plain(0x38, 'memory'),
  'i32.const': plain(0x41, 's32'),
  'i32.add': plain(0x6a),
  'i32.sub': plain(0x6b),
  'i32.mul': plain(0x6c),
  'i32.and': plain(0x71),
  'i32.or': plain(0x72),
  'i32.shl': plain(0x74),
  'i32.shr_u': plain(0x76),
  'f32.eq': plain(0x5b),
  'f32.lt': plain(0x5d),
  'f32.le': plain(0x5f),
  'f32.abs': plain(0x8b),
  'f32.neg': plain(0x8c),
  'f32.floor': plain(0x8e),
  'f32.nearest': plain(0x90),
  'f32.sqrt': plain(0x91),
  'f32.add': plain(0x92),
  'f32.sub': plain(0x93),
  'f32.mul': plain(0x94),
  'f32.div': plain(0x95),
  'f32.min': plain(0x96),
  'f32.max': plain(0x97),
  'f32.copysign': plain(0x98),
  'f32.convert_i32_s': plain(0xb2),
  'i32.reinterpret_f32': plain(0xbc),
  'f32.reinterpret_i32': plain(0xbe),
  'i32.trunc_sat_f32_u': { bytes: [0xfc, 0x01], immediates: [] },
  'v128.load': simd(0x00, 'memory'),
  'v128.load32_splat': simd(0x09, 'memory'),
  'v128.store': simd(0x0b, 'memory'),
  'f32x4.splat': simd(0x13),
  'f32x4.extract_lane': simd(0x1f, 'byte'),
  'f32x4.eq': simd(0x41),
  'f32x4.lt': simd(0x43),
  'f32x4.le': simd(0x45),
  'v128.and': simd(0x4e),
  'v128.or': simd(0x50),
  'v128.bitselect': simd(0x52),
  'v128.load32_lane': simd(0x56, 'memory', 'byte'),
  'v128.store32_lane': simd(0x5a, 'memory', 'byte'),
  'f32x4.floor': simd(0x68),
  'f32x4.nearest': simd(0x6a),
  'i32x4.shl': simd(0xab),
  'i32x4.shr_u': simd(0xad),
  'f32x4.abs': simd(0xe0),
  'f32x4.neg': simd(0xe1),
  'f32x4.sqrt': simd(0xe3),
  'f32x4.add': simd(0xe4),
  'f32x4.sub': simd(0xe5),
  'f32x4.mul': simd(0xe6),
  'f32x4.div': simd(0xe7),
  'f32x4.min': simd(0xe8),
  'f32x4.max': simd(0xe9),
  'f32x4.pmin': simd(0xea),
  'f32x4.pmax': simd(0xeb),
  'f32x4.convert_i32x4_s': simd(0xfa),
  'f32x4.relaxed_madd': simd(0x105),
} as const satisfies Readonly<Record<string, Row>>

export type Opcode = keyof typeof OPCODES
