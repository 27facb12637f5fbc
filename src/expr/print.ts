/** Expressions as people write them: as text with Unicode signs, and as TeX. */

import type { Expr, Primitive } from './expr.ts'
import { descend } from './substitute.ts'

/** How tightly a notation binds: a comparison least, a name or a function most. */
type Level = 0 | 1 | 2 | 3 | 4

interface Notation {
  readonly level: Level
  /** The least level of each operand that needs no parentheses. */
  readonly operands: readonly Level[]
  readonly text: (a: string, b: string, c: string) => string
  readonly tex: (a: string, b: string, c: string) => string
}

type Style = 'text' | 'tex'

const NOTATIONS: { readonly [P in Primitive]?: Notation } = {
  add: infix(1, [1, 1], ' + ', ' + '),
  sub: infix(1, [1, 2], ' − ', ' - '),
  mul: infix(2, [2, 2], '·', ' \\cdot '),
  div: { level: 2, operands: [2, 3], text: (a, b) => `${a}/${b}`, tex: (a, b) => `\\frac{${a}}{${b}}` },
  neg: { level: 2, operands: [2], text: (a) => `−${a}`, tex: (a) => `-${a}` },
  abs: { level: 4, operands: [0], text: (a) => `|${a}|`, tex: (a) => `\\left|${a}\\right|` },
  sqrt: { level: 4, operands: [4], text: (a) => `√${a}`, tex: (a) => `\\sqrt{${a}}` },
  floor: { level: 4, operands: [0], text: (a) => `⌊${a}⌋`, tex: (a) => `\\lfloor ${a} \\rfloor` },
  mulAdd: {
    level: 1,
    operands: [2, 2, 1],
    text: (a, b, c) => `${a}·${b} + ${c}`,
    tex: (a, b, c) => `${a} \\cdot ${b} + ${c}`,
  },
  lt: infix(0, [1, 1], ' < ', ' < '),
  le: infix(0, [1, 1], ' ≤ ', ' \\le '),
  eq: infix(0, [1, 1], ' = ', ' = '),
  select: {
    level: 4,
    operands: [0, 0, 0],
    text: (mask, a, b) => `(${mask} ? ${a} : ${b})`,
    tex: (mask, a, b) => `\\begin{cases} ${a} & ${mask} \\\\ ${b} & \\text{otherwise} \\end{cases}`,
  },
  gate: infix(2, [2, 2], '·', ' \\cdot '),
  sigmoid: named('σ', '\\sigma'),
  normalCdf: named('Φ', '\\Phi'),
  normalPdf: named('φ', '\\varphi'),
  gaussian: {
    level: 4,
    operands: [4],
    text: (a) => `exp(−${a}²)`,
    tex: (a) => `e^{-${a}^2}`,
  },
}

function infix(level: Level, operands: readonly Level[], text: string, tex: string): Notation {
  return { level, operands, text: (a, b) => a + text + b, tex: (a, b) => a + tex + b }
}

function named(text: string, tex: string): Notation {
  const call =
    (name: string) =>
    (...args: string[]) =>
      `${name}(${args.filter(Boolean).join(', ')})`
  return { level: 4, operands: [0, 0, 0], text: call(text), tex: call(tex) }
}

/** A formula in a line of text: `x·σ(x)`. What is long and occurs again gets a letter, explained at the end. */
export function toText(expr: Expr): string {
  const { formula, definitions } = print(expr, 'text')
  if (definitions.length === 0) return formula
  return `${formula} where ${definitions.map(([name, meaning]) => `${name} = ${meaning}`).join(', ')}`
}

/** The same in TeX, without delimiters. */
export function toTex(expr: Expr): string {
  const { formula, definitions } = print(expr, 'tex')
  return [formula, ...definitions.map(([name, meaning]) => `${name} = ${meaning}`)].join(',\\quad ')
}

interface Printed {
  readonly text: string
  readonly level: Level
}

/** Longer than this, a shared part is named: a formula's length stays linear in the size of its graph. */
const LONG = 24

function print(
  expr: Expr,
  style: Style,
): { formula: string; definitions: [name: string, meaning: string][] } {
  const printed = new Map<Expr, Printed>()
  const definitions: [string, string][] = []
  const nodes = descend([expr])
  const uses = Map.groupBy(
    nodes.flatMap((node) => node.args),
    (arg) => arg,
  )
  for (const node of nodes) {
    const whole = printNode(node, printed, style)
    const shared = (uses.get(node)?.length ?? 0) > 1 && whole.text.length > LONG
    printed.set(node, shared ? { text: letter(definitions.length), level: 4 } : whole)
    if (shared) definitions.push([letter(definitions.length), whole.text])
  }
  return { formula: (printed.get(expr) as Printed).text, definitions: definitions.reverse() }
}

function printNode(node: Expr, printed: ReadonlyMap<Expr, Printed>, style: Style): Printed {
  if (node.operation === 'variable') return { text: node.name, level: 4 }
  if (node.operation === 'constant') return { text: number(node.value, style), level: node.value < 0 ? 2 : 4 }
  const notation = NOTATIONS[node.operation] ?? named(node.operation, `\\operatorname{${node.operation}}`)
  const [a = '', b = '', c = ''] = node.args.map((arg, i) => {
    const { text, level } = printed.get(arg) as Printed
    // A TeX fraction is bracketed by its own bars.
    const enough = style === 'tex' && node.operation === 'div' ? 0 : (notation.operands[i] ?? 0)
    return level >= enough ? text : `(${text})`
  })
  return { text: notation[style](a, b, c), level: notation.level }
}

function number(value: number, style: Style): string {
  if (!Number.isFinite(value)) return NON_FINITE[style][String(value)] ?? 'NaN'
  const [mantissa, exponent] = String(Number(value.toPrecision(7)))
    .replace('-', '−')
    .split('e')
  const digits = style === 'tex' ? mantissa?.replace('−', '-') : mantissa
  if (!exponent) return digits as string
  const power = exponent.replace('+', '').replace('−', '-')
  return style === 'tex' ? `${digits} \\cdot 10^{${power}}` : `${digits}e${power}`
}

const NON_FINITE: { readonly [S in Style]: Readonly<Record<string, string>> } = {
  text: { Infinity: '∞', '-Infinity': '−∞' },
  tex: { Infinity: '\\infty', '-Infinity': '-\\infty', NaN: '\\mathrm{NaN}' },
}

/** a, b, … without e and x, which formulas use; then a1, b1, … */
function letter(index: number): string {
  const letters = 'abcdfghjkmnpqrstuvw'
  const round = Math.floor(index / letters.length)
  return `${letters[index % letters.length]}${round || ''}`
}
