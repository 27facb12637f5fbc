/** Instructions as data → bytes, or → a listing to read. It knows no kernels and no sections. */

import { type Immediate, OPCODES, type Opcode } from './opcodes.ts'

/** An opcode and its immediates, in order; of a memory access the byte offset alone. */
export type Instruction = readonly [opcode: Opcode, ...immediates: readonly number[]]

export type Code = readonly Instruction[]

/** An unsigned whole number, seven bits a byte, lowest first. */
export function unsigned(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return [...bytes, rest]
}

/** A signed 32-bit number; the last byte's bit 6 is its sign. */
function signed(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest < -0x40 || rest > 0x3f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>= 7
  }
  return [...bytes, rest & 0x7f]
}

/** A block without results. */
const EMPTY_BLOCK = 0x40

/** log₂ of the alignment promised: elements are aligned, vectors need not be. */
const ELEMENT_ALIGNMENT = 2

const IMMEDIATES: Readonly<Record<Immediate, (value: number) => readonly number[]>> = {
  u32: unsigned,
  s32: signed,
  byte: (value) => [value],
  memory: (offset) => [ELEMENT_ALIGNMENT, ...unsigned(offset)],
  none: () => [EMPTY_BLOCK],
}

export function encode(code: Code): number[] {
  const bytes: number[] = []
  for (const [opcode, ...values] of code) {
    const row = OPCODES[opcode]
    bytes.push(...row.bytes)
    row.immediates.forEach((kind, i) => {
      bytes.push(...IMMEDIATES[kind](values[i] ?? 0))
    })
  }
  return bytes
}

/** One instruction a line, blocks indented. */
export function listing(code: Code): string {
  let depth = 0
  const lines = code.map(([opcode, ...values]) => {
    if (opcode === 'end') depth--
    const line = `${'  '.repeat(depth)}${[opcode, ...values].join(' ')}`
    if (opcode === 'loop' || opcode === 'if') depth++
    return line
  })
  return lines.join('\n')
}
