/** What a point asks of a core while expressions are computed for it: registers, and waiting. */

import type { Formula } from './formula.ts'

/** How many vectors wait to be read, on average over the usual steps; a float64 of each lane fills two. */
export function meanLive({ steps, usual, roots }: Formula): number {
  const lastUse = new Map(usual.map((position, i) => [position, i] as const))
  const use = (position: number, at: number) => lastUse.has(position) && lastUse.set(position, at)
  for (const [i, position] of usual.entries())
    for (const operand of steps[position]?.operands ?? []) use(operand, i)
  for (const { position } of roots) use(position, usual.length - 1)
  const total = usual.reduce((sum, position, i) => {
    const held = (lastUse.get(position) as number) - i + 1
    return sum + held * (steps[position]?.wide ? 2 : 1)
  }, 0)
  return total / Math.max(1, usual.length)
}

/** How many of the usual steps wait for each other, one after another. */
export function longestChain({ steps, usual }: Formula): number {
  const chains = new Map<number, number>()
  for (const position of usual) {
    const before = (steps[position]?.operands ?? []).map((operand) => chains.get(operand) ?? 0)
    chains.set(position, 1 + Math.max(0, ...before))
  }
  return Math.max(0, ...chains.values())
}
