/** Instructions as data → bytes, or → a listing to read. It knows no kernels and no sections. */

import { type Bytes, pushSigned, pushUnsigned } from './bytes.ts'
import { OPCODES, type Opcode } from './opcodes.ts'

/** An opcode and its immediates, in order; of a memory access the byte offset alone. */
export type Instruction = readonly [opcode: Opcode, ...immediates: readonly number[]]

/** An instruction, or code in order; nested, so that putting code together copies none of it. */
export type Code = Instruction | readonly Code[]

const gets: Instruction[] = []

/** Pushes a local: one instruction for all who do. */
export function get(local: number): Instruction {
  gets[local] ??= ['local.get', local]
  return gets[local]
}

/** Writes code and the `end` of what it is the body of. */
export function encode(code: Code, bytes: Bytes): void {
  const encoded: number[] = []
  push([code, ['end']], encoded)
  bytes.append(encoded)
}

/** Plain loops, a plain list and few calls: every instruction goes through here, mostly before this is compiled. */
function push(code: readonly Code[], out: number[]): void {
  for (let i = 0; i < code.length; i++) {
    const part = code[i] as Code
    const opcode = part[0]
    if (typeof opcode !== 'string') {
      push(part as readonly Code[], out)
      continue
    }
    const { bytes, immediates } = OPCODES[opcode]
    for (let j = 0; j < bytes.length; j++) out.push(bytes[j] as number)
    for (let j = 0; j < immediates.length; j++) {
      const value = part[j + 1] as number
      if (immediates[j] === 's32') pushSigned(value, out)
      else if (immediates[j] === 'byte' || value < 0x80) out.push(value)
      else pushUnsigned(value, out)
    }
  }
}

/** The instructions themselves, in order. */
export function flatten(code: Code, instructions: Instruction[] = []): readonly Instruction[] {
  if (isInstruction(code)) instructions.push(code)
  else for (const part of code) flatten(part, instructions)
  return instructions
}

function isInstruction(code: Code): code is Instruction {
  return typeof code[0] === 'string'
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
