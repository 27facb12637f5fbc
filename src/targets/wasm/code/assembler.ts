/** Instructions as data → bytes, or → a listing to read. It knows no kernels and no sections. */

import type { Bytes } from './bytes.ts'
import { type Immediate, OPCODES, type Opcode } from './opcodes.ts'

/** An opcode and its immediates, in order; of a memory access the byte offset alone. */
export type Instruction = readonly [opcode: Opcode, ...immediates: readonly number[]]

/** Instructions in order; nested, so that putting code together copies none of it. */
export type Code = readonly (Instruction | Code)[]

/** A block without results. */
const EMPTY_BLOCK = 0x40

/** log₂ of the alignment promised: elements are aligned, vectors need not be. */
const ELEMENT_ALIGNMENT = 2

const IMMEDIATES: Readonly<Record<Immediate, (bytes: Bytes, value: number) => void>> = {
  u32: (bytes, value) => bytes.unsigned(value),
  s32: (bytes, value) => bytes.signed(value),
  byte: (bytes, value) => bytes.byte(value),
  memory: (bytes, offset) => bytes.byte(ELEMENT_ALIGNMENT).unsigned(offset),
  none: (bytes) => bytes.byte(EMPTY_BLOCK),
}

/** Writes instructions and the `end` of what they are the body of. */
export function encode(code: Code, bytes: Bytes): void {
  for (const [opcode, ...values] of flatten(code)) {
    const { bytes: prefix, immediates } = OPCODES[opcode]
    for (const byte of prefix) bytes.byte(byte)
    for (let i = 0; i < immediates.length; i++) IMMEDIATES[immediates[i] as Immediate](bytes, values[i] ?? 0)
  }
  bytes.append(OPCODES.end.bytes)
}

/** The instructions themselves, in order. */
export function flatten(code: Code, instructions: Instruction[] = []): readonly Instruction[] {
  for (const part of code)
    if (isInstruction(part)) instructions.push(part)
    else flatten(part, instructions)
  return instructions
}

function isInstruction(part: Instruction | Code): part is Instruction {
  return typeof part[0] === 'string'
}

/** One instruction a line, blocks indented. */
export function listing(code: Code): string {
  let depth = 0
  const lines = flatten(code).map(([opcode, ...values]) => {
    if (opcode === 'end') depth--
    const line = `${'  '.repeat(depth)}${[opcode, ...values].join(' ')}`
    if (opcode === 'loop' || opcode === 'if') depth++
    return line
  })
  return lines.join('\n')
}
