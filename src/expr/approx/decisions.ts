/**
 * What measuring decided for the formulas of the catalogue, so that nobody waits for it again: `npm run exact --
 * --decisions` writes it, and a test measures it anew. A formula that is not there, or no longer the same, is measured.
 */

import { hashText } from '../../base/index.ts'
import type { Expr, Primitive } from '../expr.ts'
import { PRIMITIVES } from '../primitives.ts'
import { descend, variablesOf } from '../substitute.ts'
import decisions from './decisions.json' with { type: 'json' }

/** Fingerprints by what they are of; the names are for the reader alone. */
export interface Decisions {
  readonly float32: Readonly<Record<string, string>>
  readonly float64: Readonly<Record<string, string>>
}

const { float32, float64 }: Decisions = decisions
const holds = new Map(
  [float32, float64].flatMap((prints, i) => Object.values(prints).map((print) => [print, i === 0] as const)),
)

/** Whether float32 is exact enough for an expression, where that was decided before. */
export function decisionOf(expr: Expr): boolean | undefined {
  const print = fingerprintOf(expr)
  return print === undefined ? undefined : holds.get(print)
}

/**
 * Tells expressions of one variable apart, whatever it is called, and in every process alike: operands that may change
 * places stand in the order in which a process happened to make them. With parameters there is none.
 */
export function fingerprintOf(expr: Expr): string | undefined {
  if (variablesOf(expr).size !== 1) return undefined
  const prints = new Map<Expr, string>()
  for (const node of descend([expr])) {
    const words = hashText(spell(node, prints))
    prints.set(node, words.map((word) => word.toString(36)).join('-'))
  }
  return prints.get(expr)
}

function spell({ operation, args, value }: Expr, prints: ReadonlyMap<Expr, string>): string {
  if (operation === 'variable') return 'x'
  if (operation === 'constant') return Object.is(value, -0) ? '-0' : `${value}`
  const parts = args.map((arg) => prints.get(arg) as string)
  if (PRIMITIVES[operation as Primitive].commutative) parts.sort()
  return `${operation} ${parts.join(' ')}`
}
