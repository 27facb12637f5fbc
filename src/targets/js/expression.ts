/** Expressions → JavaScript in float64. Shared nodes become constants of their own. */

import { descend, type Expr, type Primitive } from '../../expr/index.ts'

/** Spellings of operands, in order, to a spelling of the result. */
type Spell = (...operands: string[]) => string

const infix =
  (operator: string): Spell =>
  (a, b) =>
    `(${a} ${operator} ${b})`

const math =
  (name: string): Spell =>
  (...operands) =>
    `Math.${name}(${operands.join(', ')})`

/** What JavaScript says in its own words; of everything else the definition is called, from `primitives`. */
const SPELLINGS: Readonly<Partial<Record<Primitive, Spell>>> = {
  add: infix('+'),
  sub: infix('-'),
  mul: infix('*'),
  div: infix('/'),
  neg: (a) => `(-${a})`,
  abs: math('abs'),
  min: math('min'),
  max: math('max'),
  sqrt: math('sqrt'),
  floor: math('floor'),
  mulAdd: (a, b, c) => `(${a} * ${b} + ${c})`,
  lt: infix('<'),
  le: infix('<='),
  eq: infix('==='),
  widen: (a) => a,
  narrow: (a) => a,
  select: (mask, whenTrue, whenFalse) => `(${mask} ? ${whenTrue} : ${whenFalse})`,
}

export interface Spelled {
  /** Declarations that the results need, in order. */
  readonly statements: readonly string[]
  readonly results: readonly string[]
}

/** Spells several expressions at once, so that they share what they have in common. */
export function spellExpressions(
  roots: readonly Expr[],
  prefix: string,
  spellVariable: (name: string) => string,
): Spelled {
  const order = descend(roots)
  const uses = new Map<Expr, number>()
  for (const node of order) for (const arg of node.args) uses.set(arg, (uses.get(arg) ?? 0) + 1)
  for (const root of roots) uses.set(root, (uses.get(root) ?? 0) + 1)
  const statements: string[] = []
  const spellings = new Map<Expr, string>()
  for (const node of order) {
    const operands = node.args.map((arg) => spellings.get(arg) as string)
    const spelling = spellNode(node, operands, spellVariable)
    const shared = (uses.get(node) ?? 0) > 1 && node.operation !== 'constant'
    const name = `${prefix}${statements.length}`
    if (shared) statements.push(`const ${name} = ${spelling}`)
    spellings.set(node, shared ? name : spelling)
  }
  return { statements, results: roots.map((root) => spellings.get(root) as string) }
}

function spellNode(node: Expr, operands: readonly string[], spellVariable: (name: string) => string): string {
  const { operation, value, name } = node
  if (operation === 'constant') return Object.is(value, -0) ? '(-0)' : `(${value})`
  if (operation === 'variable') return spellVariable(name)
  return SPELLINGS[operation]?.(...operands) ?? `primitives.${operation}.evaluate(${operands.join(', ')})`
}
