/**
 * Formulas in a line of text, with Unicode signs: `x·σ(1.702·x)`. What is printed exactly, `parseExpression`
 * reads: an expression in normal form comes back as the same node, any other with the same values. What is
 * printed with rounded numbers is for people, who need not know a gate or a fused product from another one.
 */

import type { Expr, Primitive } from '../expr.ts'
import { asPower } from '../parse/power.ts'
import { product } from '../parse/product.ts'
import { variablesOf } from '../substitute.ts'
import { freeNames, infix, leaf, type Notation, nest, type Row, sumOf } from './nest.ts'
import { digitsOf, type Precision } from './number.ts'
import { superscript } from './superscript.ts'

const CHOICE = 0
const COMPARISON = 1
const SUM = 2
const NEGATION = 3
const PRODUCT = 4
const POWER = 5
const ATOM = 6

/** What is not written as a function. */
const ROWS: { readonly [P in Primitive]?: Row } = {
  add: infix(' + ', SUM, [SUM, PRODUCT]),
  sub: infix(' − ', SUM, [SUM, PRODUCT]),
  div: infix('/', PRODUCT, [PRODUCT, POWER]),
  neg: { level: NEGATION, operands: [PRODUCT], write: (a) => `−${a}` },
  abs: { level: ATOM, operands: [CHOICE], write: (a) => `|${a}|` },
  sqrt: { level: POWER, operands: [ATOM], write: (a) => `√${a}` },
  floor: { level: ATOM, operands: [CHOICE], write: (a) => `⌊${a}⌋` },
  lt: infix(' < ', COMPARISON, [SUM, SUM]),
  le: infix(' ≤ ', COMPARISON, [SUM, SUM]),
  eq: infix(' = ', COMPARISON, [SUM, SUM]),
  select: { level: CHOICE, operands: [COMPARISON, SUM, CHOICE], write: (m, a, b) => `${m} ? ${a} : ${b}` },
}

const MORE_THAN: { readonly [P in Primitive]?: Row } = {
  lt: infix(' > ', COMPARISON, [SUM, SUM]),
  le: infix(' ≥ ', COMPARISON, [SUM, SUM]),
}

const FACTORS = infix('·', PRODUCT, [PRODUCT, POWER])

/** mulAdd, where it does not matter that it is fused. */
const FUSED: Row = {
  level: SUM,
  operands: [PRODUCT, POWER, NEGATION],
  write: (a, b, c) => sumOf(`${a}·${b}`, c, '−'),
}

/** Functions that have a sign of their own. */
const SIGNS: { readonly [P in Primitive]?: string } = {
  sigmoid: 'σ',
  normalCdf: 'Φ',
  normalPdf: 'φ',
  mulAdd: 'fma',
}

function call(name: string): Row {
  return { level: ATOM, operands: [CHOICE], write: (...args) => `${name}(${args.join(', ')})` }
}

/**
 * A formula in a line. What is long and occurs again gets a letter, explained at the end: `… where a = …`.
 * Numbers are exact, and all can be read back; or they have the `digits` that are asked for, to look at.
 */
export function toText(expr: Expr, precision: Precision = {}): string {
  const { result, definitions } = nest(expr, {
    notate: (node) => notate(node, precision),
    parenthesise: (text) => `(${text})`,
    deservesName: (text) => text.length > LONG,
    nameOf: freeNames(variablesOf(expr)),
    atom: ATOM,
  })
  if (definitions.length === 0) return result
  const meanings = definitions.toReversed().map(({ name, meaning }) => `${name} = ${meaning}`)
  return `${result} where ${meanings.join(', ')}`
}

/** Longer than this, a shared part is named: a formula's length stays linear in the size of its graph. */
const LONG = 24

function notate(node: Expr, precision: Precision): Notation {
  const { operation, args } = node
  if (operation === 'variable') return leaf(node.name, ATOM)
  if (operation === 'constant') return leaf(numberText(node.value, precision), levelOf(node.value))
  if (operation === 'mul' || operation === 'gate') return notateProduct(node, precision)
  if (operation === 'mulAdd' && precision.digits !== undefined) return { ...FUSED, args }
  const [a, b] = args as [Expr, Expr]
  const turned = a.operation === 'constant' ? MORE_THAN[operation] : undefined
  if (turned) return { ...turned, args: [b, a] }
  return { ...(ROWS[operation] ?? call(SIGNS[operation] ?? operation)), args }
}

/** As a power, with a constant in front, or as it is; as a function where a product would be read otherwise. */
function notateProduct(node: Expr, precision: Precision): Notation {
  const [a, b] = node.args as [Expr, Expr]
  const power = asPower(node)
  if (power)
    return { level: POWER, operands: [ATOM], args: [power.base], write: (a) => a + superscript(power.n) }
  const inFront = product(b, a) === node && b.operation === 'constant' && b.value >= 0
  if (inFront && notate(a, precision).level >= POWER) return { ...FACTORS, args: [b, a] }
  const isPlain = product(a, b) === node || precision.digits !== undefined
  return { ...(isPlain ? FACTORS : call(node.operation)), args: [a, b] }
}

function levelOf(value: number): number {
  return value < 0 || Object.is(value, -0) ? NEGATION : ATOM
}

function numberText(value: number, precision: Precision): string {
  if (Number.isNaN(value)) return 'NaN'
  const { mantissa, exponent } = digitsOf(Math.abs(value), precision)
  const digits = mantissa === 'Infinity' ? '∞' : mantissa
  return `${levelOf(value) === NEGATION ? '−' : ''}${digits}${exponent && `e${exponent}`}`
}
