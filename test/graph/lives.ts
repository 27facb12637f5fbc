/** When each buffer of a program is in use, told from its kernels alone, and which of them get in each other's way. */

import type { GraphProgram } from '../../src/graph/index.ts'
import type { Buffer, Program } from '../../src/kernel/kernel.ts'

interface Use {
  readonly buffer: Buffer
  readonly first: number
  readonly last: number
}

/** Pairs of buffers that overlap in memory while both are in use, per entry. */
export function lifeOverlaps(built: GraphProgram): string[] {
  return Object.keys(built.program.entries).flatMap((entry) => {
    const uses = usesOf(built, entry)
    return uses.flatMap((a, i) =>
      uses
        .slice(i + 1)
        .filter((b) => a.first <= b.last && b.first <= a.last && meet(a.buffer, b.buffer))
        .map((b) => `${entry}: ${a.buffer.name} and ${b.buffer.name}`),
    )
  })
}

/** Elements of all static buffers, had each a place of its own. */
export function sizesOf({ buffers }: Program): number {
  return buffers.reduce((sum, { size, place }) => sum + (place === 'external' ? 0 : size), 0)
}

/** From the kernel that first touches a buffer to the last; leaves live for ever, outputs to the end. */
function usesOf({ program, inputs, states, constants, outputs }: GraphProgram, entry: string): Use[] {
  const order = program.entries[entry] ?? []
  const leaves = new Set(
    [...inputs.values(), ...states.values(), ...constants.map(({ slot }) => slot)].map(
      ({ buffer }) => buffer,
    ),
  )
  const shown = new Set([...(outputs.get(entry)?.values() ?? [])].map(({ buffer }) => buffer))
  return program.buffers.flatMap((buffer, number): Use[] => {
    if (leaves.has(buffer.name)) return [{ buffer, first: 0, last: order.length }]
    const touching = order.flatMap((kernel, at) => (touches(program, kernel, number) ? [at] : []))
    const [first] = touching
    if (first === undefined) return []
    return [{ buffer, first, last: shown.has(buffer.name) ? order.length : (touching.at(-1) as number) }]
  })
}

function touches({ kernels }: Program, kernel: number, buffer: number): boolean {
  const { loads = [], stores = [] } = kernels[kernel] ?? {}
  return [...loads, ...stores].some(
    ({ access }) => access.buffer === buffer || access.lookup?.indices.buffer === buffer,
  )
}

function meet(a: Buffer, b: Buffer): boolean {
  if (a.place === 'external' || b.place === 'external') return false
  return a.place.offset < b.place.offset + b.size && b.place.offset < a.place.offset + a.size
}
