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

function writeImmediate(kind: Immediate, value: number, bytes: Bytes): void {
  switch (kind) {
    case 'u32':
      bytes.unsigned(value)
      return
    case 's32':
      bytes.signed(value)
      return
    case 'byte':
      bytes.byte(value)
      return
    case 'memory':
      bytes.byte(ELEMENT_ALIGNMENT)
      bytes.unsigned(value)
      return
    case 'none':
      bytes.byte(EMPTY_BLOCK)
  }
}

/** Writes instructions and the `end` of what they are the body of. */
export function encode(code: Code, bytes: Bytes): void {
  write(code, bytes)
  bytes.append(OPCODES.end.bytes)
}

/** Plain loops: this runs for every instruction of a program, mostly before anything is compiled. */
function write(code: Code, bytes: Bytes): void {
  for (let i = 0; i < code.length; i++) {
    const part = code[i] as Instruction | Code
    if (isInstruction(part)) writeInstruction(part, bytes)
    else write(part, bytes)
  }
}

function writeInstruction(instruction: Instruction, bytes: Bytes): void {
  const { bytes: opcode, immediates } = OPCODES[instruction[0]]
  for (let i = 0; i < opcode.length; i++) bytes.byte(opcode[i] as number)
  for (let i = 0; i < immediates.length; i++)
    writeImmediate(immediates[i] as Immediate, (instruction[i + 1] as number | undefined) ?? 0, bytes)
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
