/**
 * From a graph to nested notation, whatever the language: parentheses where operands bind too loosely, and
 * names for parts that occur again. A language says how it writes a node; nothing here knows one.
 */

import type { Expr } from '../expr.ts'
import { descend } from '../substitute.ts'

/** How one node is written. */
export interface Notation {
  /** How tightly the whole binds; the larger, the tighter. Each language numbers its own. */
  readonly level: number
  /** What it is written of: the node's operands, or some nodes further down. */
  readonly args: readonly Expr[]
  /** The least level of each that needs no parentheses; the last holds for all that follow. */
  readonly operands: readonly number[]
  readonly write: (...args: string[]) => string
  /** Operands that are written more than once, by their places: they get a name unless they are short. */
  readonly repeated?: readonly number[]
}

/** How a primitive is written, of whatever operands. */
export type Row = Omit<Notation, 'args'>

/** A sign between two operands. */
export function infix(sign: string, level: number, operands: readonly number[]): Row {
  return { level, operands, write: (a, b) => a + sign + b }
}

/** a + b, and a − b where b begins with a minus that belongs to all of it. */
export function sumOf(a: string, b: string, minus: '-' | '−'): string {
  return b.startsWith(minus) ? `${a} ${minus} ${b.slice(1)}` : `${a} + ${b}`
}

/** What stands by itself: a number, a name. */
export function leaf(text: string, level: number): Notation {
  return { level, args: [], operands: [], write: () => text }
}

export interface Language {
  notate(node: Expr): Notation
  parenthesise(text: string): string
  /** Whether a part that is used again is long enough to get a name. */
  deservesName(text: string, notation: Notation): boolean
  /** A part longer than this gets a name though it is used but once. */
  readonly longest?: number
  /** The nth name for a part. */
  nameOf(index: number): string
  /** The level of a name. */
  readonly atom: number
}

export interface Nested {
  readonly result: string
  /** In the order of computation: a part refers only to those before it. */
  readonly definitions: readonly { readonly name: string; readonly meaning: string }[]
}

interface Written {
  readonly text: string
  readonly level: number
}

export function nest(expr: Expr, language: Language): Nested {
  const { order, uses } = survey(expr, language)
  const written = new Map<Expr, Written>()
  const definitions: { name: string; meaning: string }[] = []
  for (const { node, notation } of order) {
    const text = write(notation, written, language)
    const isShared = (uses.get(node) ?? 0) > 1 && language.deservesName(text, notation)
    const isNamed = isShared || (node !== expr && text.length > (language.longest ?? Infinity))
    const name = isNamed ? language.nameOf(definitions.length) : text
    written.set(node, { text: name, level: isNamed ? language.atom : notation.level })
    if (isNamed) definitions.push({ name, meaning: text })
  }
  return { result: (written.get(expr) as Written).text, definitions }
}

function write(
  { args, operands, write }: Notation,
  written: ReadonlyMap<Expr, Written>,
  language: Language,
): string {
  const texts = args.map((arg, i) => {
    const { text, level } = written.get(arg) as Written
    const least = operands[i] ?? operands.at(-1) ?? 0
    return level >= least ? text : language.parenthesise(text)
  })
  return write(...texts)
}

interface Survey {
  /** What is written, operands before users: a notation may skip nodes. */
  readonly order: readonly { readonly node: Expr; readonly notation: Notation }[]
  readonly uses: ReadonlyMap<Expr, number>
}

function survey(expr: Expr, language: Language): Survey {
  const uses = new Map<Expr, number>([[expr, 1]])
  const order: { node: Expr; notation: Notation }[] = []
  for (const node of descend([expr]).reverse()) {
    if (!uses.has(node)) continue
    const notation = language.notate(node)
    order.push({ node, notation })
    notation.args.forEach((arg, i) => {
      uses.set(arg, (uses.get(arg) ?? 0) + (notation.repeated?.includes(i) ? 2 : 1))
    })
  }
  return { order: order.reverse(), uses }
}

/** Without e and x, which formulas use, and without l and o, which look like digits. */
const LETTERS = 'abcdfghjkmnpqrstuvw'

/** Names for parts: a, b, … without those that are taken; then a1, b1, … */
export function freeNames(taken: ReadonlySet<string>): (index: number) => string {
  const names: string[] = []
  let round = 0
  return (index) => {
    for (; names.length <= index; round++) {
      const more = [...LETTERS].map((letter) => `${letter}${round || ''}`)
      names.push(...more.filter((name) => !taken.has(name)))
    }
    return names[index] as string
  }
}
