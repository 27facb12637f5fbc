/** Instructions as data → bytes, or → a listing to read. It knows no kernels and no sections. */

import type { Bytes } from './bytes.ts'
import { OPCODES, type Opcode } from './opcodes.ts'

/** An opcode and its immediates, in order; of a memory access the byte offset alone. */
export type Instruction = readonly [opcode: Opcode, ...immediates: readonly number[]]

/** Instructions in order; nested, so that putting code together copies none of it. */
export type Code = readonly (Instruction | Code)[]

const gets: Code[] = []

/** Pushes a local: the same code for all who do. */
export function get(local: number): Code {
  gets[local] ??= [['local.get', local]]
  return gets[local]
}

/** Writes instructions and the `end` of what they are the body of. */
export function encode(code: Code, bytes: Bytes): void {
  write(code, bytes)
  bytes.append(OPCODES.end.bytes)
}

/** Plain loops and few calls: this runs for every instruction of a program, mostly before it is compiled. */
function write(code: Code, out: Bytes): void {
  for (let i = 0; i < code.length; i++) {
    const part = code[i] as Instruction | Code
    const head = part[0]
    if (typeof head !== 'string') {
      write(part as Code, out)
      continue
    }
    const { bytes, immediates } = OPCODES[head]
    out.append(bytes)
    for (let j = 0; j < immediates.length; j++) {
      const value = part[j + 1] as number
      if (immediates[j] === 'u32') out.unsigned(value)
      else if (immediates[j] === 's32') out.signed(value)
      else out.byte(value)
    }
  }
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
