/** Instructions as data → bytes, or → a listing to read. It knows no kernels and no sections. */

import { type Bytes, pushSigned, pushUnsigned } from './bytes.ts'
import { type Immediate, OPCODES, type Opcode } from './opcodes.ts'

/** An opcode and its immediates, in order; of a memory access the byte offset alone. */
export type Instruction = readonly [opcode: Opcode, ...immediates: readonly number[]]

/** Instructions in order; nested, so that putting code together copies none of it. */
export type Code = readonly (Instruction | Code)[]

/** A block without results. */
const EMPTY_BLOCK = 0x40

/** log₂ of the alignment promised: elements are aligned, vectors need not be. */
const ELEMENT_ALIGNMENT = 2

/** Writes instructions and the `end` of what they are the body of. */
export function encode(code: Code, bytes: Bytes): void {
  const encoded: number[] = []
  push(code, encoded)
  bytes.append(encoded).append(OPCODES.end.bytes)
}

/**
 * Plain loops, a plain list and few calls: this runs for every instruction of a program, mostly before it is
 * compiled.
 */
function push(code: Code, out: number[]): void {
  for (let i = 0; i < code.length; i++) {
    const part = code[i] as Instruction | Code
    const head = part[0]
    if (typeof head !== 'string') {
      push(part as Code, out)
      continue
    }
    const { bytes, immediates } = OPCODES[head]
    for (let j = 0; j < bytes.length; j++) out.push(bytes[j] as number)
    for (let j = 0; j < immediates.length; j++)
      pushImmediate(immediates[j] as Immediate, (part[j + 1] as number | undefined) ?? 0, out)
  }
}

function pushImmediate(kind: Immediate, value: number, out: number[]): void {
  if (kind === 'memory') out.push(ELEMENT_ALIGNMENT)
  if (kind === 's32') pushSigned(value, out)
  else if (kind === 'none') out.push(EMPTY_BLOCK)
  else if (kind === 'byte' || value < 0x80) out.push(value)
  else pushUnsigned(value, out)
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
