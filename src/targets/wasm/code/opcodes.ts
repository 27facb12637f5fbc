/**
 * The WebAssembly instructions we use: their bytes and what follows them. WebAssembly core specification 2.0,
 * section 5.4; relaxed SIMD proposal and threads proposal, sections "Binary format".
 */

/** How an immediate is written. */
export type Immediate = 'u32' | 's32' | 'byte'

interface Row {
  /** The opcode, and what always follows it. */
  readonly bytes: readonly number[]
  readonly immediates: readonly Immediate[]
}

const plain = (opcode: number, ...immediates: Immediate[]): Row => ({ bytes: [opcode], immediates })

/** A block without results. */
const block = (opcode: number): Row => ({ bytes: [opcode, 0x40], immediates: [] })

/** SIMD opcodes stand behind a prefix, as LEB128. */
const prefixed = (opcode: number): number[] =>
  opcode < 0x80 ? [0xfd, opcode] : [0xfd, (opcode & 0x7f) | 0x80, opcode >> 7]

const simd = (opcode: number, ...immediates: Immediate[]): Row => ({ bytes: prefixed(opcode), immediates })

/** log₂ of the alignment promised: elements are aligned, vectors need not be. */
const ELEMENT_ALIGNMENT = 2

/** Of memory, at a byte offset. */
const access = (opcode: readonly number[], ...immediates: Immediate[]): Row => {
  return { bytes: [...opcode, ELEMENT_ALIGNMENT], immediates: ['u32', ...immediates] }
}

/** Atomic accesses stand behind a prefix; they must promise their natural alignment, which for i32 is ours. */
const atomic = (opcode: number): Row => access([0xfe, opcode])

export const OPCODES = {
  unreachable: plain(0x00),
  loop: block(0x03),
  if: block(0x04),
  end: plain(0x0b),
  br: plain(0x0c, 'u32'),
  return: plain(0x0f),
  call: plain(0x10, 'u32'),
  drop: plain(0x1a),
  select: plain(0x1b),
  'local.get': plain(0x20, 'u32'),
  'local.set': plain(0x21, 'u32'),
  'local.tee': plain(0x22, 'u32'),
  'i32.load': access([0x28]),
  'i64.load': access([0x29]),
  'f32.load': access([0x2a]),
  'f64.load': access([0x2b]),
  'i32.store': access([0x36]),
  'f32.store': access([0x38]),
  'i32.const': plain(0x41, 's32'),
  'i64.const': plain(0x42, 's32'),
  'i32.eqz': plain(0x45),
  'i32.eq': plain(0x46),
  'i32.lt_u': plain(0x49),
  'i32.add': plain(0x6a),
  'i32.sub': plain(0x6b),
  'i32.mul': plain(0x6c),
  'i32.and': plain(0x71),
  'i32.or': plain(0x72),
  'i32.shl': plain(0x74),
  'i32.shr_u': plain(0x76),
  'i64.and': plain(0x83),
  'i64.or': plain(0x84),
  'i64.shl': plain(0x86),
  'i64.shr_u': plain(0x88),
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
  'f64.eq': plain(0x61),
  'f64.lt': plain(0x63),
  'f64.le': plain(0x65),
  'f64.abs': plain(0x99),
  'f64.neg': plain(0x9a),
  'f64.floor': plain(0x9c),
  'f64.nearest': plain(0x9e),
  'f64.sqrt': plain(0x9f),
  'f64.add': plain(0xa0),
  'f64.sub': plain(0xa1),
  'f64.mul': plain(0xa2),
  'f64.div': plain(0xa3),
  'f64.min': plain(0xa4),
  'f64.max': plain(0xa5),
  'f64.copysign': plain(0xa6),
  'f32.demote_f64': plain(0xb6),
  'f64.promote_f32': plain(0xbb),
  'i32.reinterpret_f32': plain(0xbc),
  'i64.reinterpret_f64': plain(0xbd),
  'f32.reinterpret_i32': plain(0xbe),
  'f64.reinterpret_i64': plain(0xbf),
  'i32.trunc_sat_f32_u': { bytes: [0xfc, 0x01], immediates: [] },
  'v128.load': access(prefixed(0x00)),
  'v128.load32_splat': access(prefixed(0x09)),
  'v128.store': access(prefixed(0x0b)),
  'i8x16.shuffle': simd(0x0d, ...Array<Immediate>(16).fill('byte')),
  'f32x4.splat': simd(0x13),
  'f32x4.extract_lane': simd(0x1f, 'byte'),
  'f32x4.eq': simd(0x41),
  'f32x4.lt': simd(0x43),
  'f32x4.le': simd(0x45),
  'f64x2.eq': simd(0x47),
  'f64x2.lt': simd(0x49),
  'f64x2.le': simd(0x4b),
  'v128.and': simd(0x4e),
  'v128.andnot': simd(0x4f),
  'v128.or': simd(0x50),
  'v128.bitselect': simd(0x52),
  'v128.any_true': simd(0x53),
  'v128.load32_lane': access(prefixed(0x56), 'byte'),
  'v128.store32_lane': access(prefixed(0x5a), 'byte'),
  'f32x4.demote_f64x2_zero': simd(0x5e),
  'f64x2.promote_low_f32x4': simd(0x5f),
  'f32x4.floor': simd(0x68),
  'f32x4.nearest': simd(0x6a),
  'f64x2.floor': simd(0x75),
  'f64x2.nearest': simd(0x94),
  'i32x4.shl': simd(0xab),
  'i32x4.shr_u': simd(0xad),
  'i64x2.shl': simd(0xcb),
  'i64x2.shr_u': simd(0xcd),
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
  'f64x2.abs': simd(0xec),
  'f64x2.neg': simd(0xed),
  'f64x2.sqrt': simd(0xef),
  'f64x2.add': simd(0xf0),
  'f64x2.sub': simd(0xf1),
  'f64x2.mul': simd(0xf2),
  'f64x2.div': simd(0xf3),
  'f64x2.min': simd(0xf4),
  'f64x2.max': simd(0xf5),
  'f64x2.pmin': simd(0xf6),
  'f64x2.pmax': simd(0xf7),
  'f32x4.relaxed_madd': simd(0x105),
  'f32x4.relaxed_nmadd': simd(0x106),
  'f64x2.relaxed_madd': simd(0x107),
  'f64x2.relaxed_nmadd': simd(0x108),
  'i32x4.relaxed_laneselect': simd(0x10b),
  'i64x2.relaxed_laneselect': simd(0x10c),
  'memory.atomic.notify': atomic(0x00),
  'memory.atomic.wait32': atomic(0x01),
  'i32.atomic.load': atomic(0x10),
  'i32.atomic.store': atomic(0x17),
  'i32.atomic.rmw.add': atomic(0x1e),
} as const satisfies Readonly<Record<string, Row>>

export type Opcode = keyof typeof OPCODES
