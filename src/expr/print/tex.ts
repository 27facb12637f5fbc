/** Formulas in TeX, without delimiters, for what LaTeX, KaTeX and MathJax have in common. */

import type { Expr, Primitive } from '../expr.ts'
import { asPower } from '../parse/power.ts'
import { variablesOf } from '../substitute.ts'
import { freeNames, infix, leaf, type Notation, nest, type Row, sumOf } from './nest.ts'
import { digitsOf, type Precision } from './number.ts'

const LOOSE = 0
const SUM = 1
const NEGATION = 2
const PRODUCT = 3
const POWER = 4
const ATOM = 5

const ROWS: { readonly [P in Primitive]?: Row } = {
  add: { level: SUM, operands: [SUM, NEGATION], write: plus },
  sub: infix(' - ', SUM, [SUM, PRODUCT]),
  mul: { level: PRODUCT, operands: [PRODUCT, POWER], write: factors },
  gate: { level: PRODUCT, operands: [PRODUCT, POWER], write: factors },
  // A fraction is bracketed by its own bar.
  div: { level: POWER, operands: [LOOSE], write: (a, b) => `\\frac{${a}}{${b}}` },
  neg: { level: NEGATION, operands: [PRODUCT], write: (a) => `-${a}` },
  abs: enclosed('\\left|', '\\right|'),
  sqrt: enclosed('\\sqrt{', '}'),
  floor: enclosed('\\left\\lfloor ', ' \\right\\rfloor'),
  mulAdd: { level: SUM, operands: [PRODUCT, POWER, NEGATION], write: (a, b, c) => plus(factors(a, b), c) },
  lt: infix(' < ', LOOSE, [SUM]),
  le: infix(' \\le ', LOOSE, [SUM]),
  eq: infix(' = ', LOOSE, [SUM]),
  exp: { level: POWER, operands: [LOOSE], write: exponential },
  expm1: { level: SUM, operands: [LOOSE], write: (a) => `${exponential(a)} - 1` },
  log: call('\\ln'),
  log1p: { level: ATOM, operands: [SUM], write: (a) => `\\ln${parentheses(plus('1', a))}` },
  tanh: call('\\tanh'),
  sigmoid: call('\\sigma'),
  softplus: { level: ATOM, operands: [LOOSE], write: (a) => `\\ln${parentheses(`1 + ${exponential(a)}`)}` },
  softsign: {
    level: POWER,
    operands: [LOOSE],
    write: (a) => `\\frac{${a}}{1 + \\left|${a}\\right|}`,
    repeated: [0],
  },
  gaussian: { level: POWER, operands: [ATOM], write: (a) => exponential(`-${a}^2`) },
  normalPdf: call('\\varphi'),
  normalCdf: call('\\Phi'),
  sin: call('\\sin'),
  cos: call('\\cos'),
  atan: call('\\arctan'),
  min: call('\\min'),
  max: call('\\max'),
}

const ONE_MINUS_EXP: Row = { level: SUM, operands: [LOOSE], write: (a) => `1 - ${exponential(a)}` }

const MORE_THAN: { readonly [P in Primitive]?: Row } = {
  lt: infix(' > ', LOOSE, [SUM]),
  le: infix(' \\ge ', LOOSE, [SUM]),
}

function enclosed(left: string, right: string): Row {
  return { level: ATOM, operands: [LOOSE], write: (a) => left + a + right }
}

function call(name: string): Row {
  return { level: ATOM, operands: [LOOSE], write: (...args) => name + parentheses(args.join(', ')) }
}

function plus(a: string, b: string): string {
  return sumOf(a, b, '-')
}

/** A number after a factor needs a dot; between letters, space says it. */
function factors(a: string, b: string): string {
  return `${a}${/^[\d.]/.test(b) ? ' \\cdot ' : ' \\, '}${b}`
}

/** eᵃ, unless what stands up there would be too high to read. */
function exponential(a: string): string {
  return TALL.test(a) ? `\\exp${parentheses(a)}` : `e^{${a}}`
}

const TALL = /\\frac|\\begin|\\exp|\^\{/

function parentheses(a: string): string {
  return TALL.test(a) ? `\\left(${a}\\right)` : `(${a})`
}

/** A formula in TeX. What is long and occurs again gets a letter, explained behind it. Seven digits, unless told. */
export function toTex(expr: Expr, { digits = 7 }: Precision = {}): string {
  const { result, definitions } = nest(expr, {
    notate: (node) => notate(node, { digits }),
    parenthesise: parentheses,
    deservesName: (text, { args }) => text.length > LONG && args.length > 0,
    nameOf: freeNames(variablesOf(expr)),
    atom: ATOM,
  })
  const meanings = definitions.toReversed().map(({ name, meaning }) => `${name} = ${meaning}`)
  return [result, ...meanings].join(',\\quad ')
}

/** Longer than this, a shared part is named. TeX is wordier than what it shows. */
const LONG = 60

function notate(node: Expr, precision: Precision): Notation {
  const { operation, args } = node
  if (operation === 'variable') return leaf(symbol(node.name), ATOM)
  if (operation === 'constant')
    return leaf(numberTex(node.value, precision), node.value < 0 ? NEGATION : ATOM)
  if (operation === 'select') return cases(node)
  const power = asPower(node)
  if (power) return { level: POWER, operands: [ATOM], args: [power.base], write: (a) => `${a}^{${power.n}}` }
  const [a, b] = args as [Expr, Expr]
  const [turned, behind] = [MORE_THAN[operation], b?.operation === 'constant']
  if (turned && a.operation === 'constant') return { ...turned, args: [b, a] }
  if (operation === 'neg' && a.operation === 'expm1') return { ...ONE_MINUS_EXP, args: a.args }
  if (operation === 'mul' && behind) return { ...(ROWS.mul as Row), args: [b, a] }
  return { ...(ROWS[operation] ?? call(`\\operatorname{${operation}}`)), args }
}

/** All branches of a choice in one brace. */
function cases(node: Expr): Notation {
  const args: Expr[] = []
  let rest = node
  while (rest.operation === 'select') {
    const [mask, whenTrue, otherwise] = rest.args as [Expr, Expr, Expr]
    args.push(whenTrue, mask)
    rest = otherwise
  }
  return {
    level: ATOM,
    args: [...args, rest],
    operands: [LOOSE],
    write: (...texts) => {
      const last = texts.pop()
      const rows = texts.flatMap((text, i) => (i % 2 === 0 ? [`${text} & ${texts[i + 1]}`] : []))
      return `\\begin{cases} ${[...rows, `${last} & \\text{otherwise}`].join(' \\\\ ')} \\end{cases}`
    },
  }
}

const GREEK =
  /^(alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|rho|sigma|tau|phi|psi|omega)$/

/** `alpha` → α, `a1` → a₁; a longer name upright; x stays x. */
function symbol(name: string): string {
  if (GREEK.test(name)) return `\\${name}`
  const [, base, index] = /^(\p{L}+)(\d+)$/u.exec(name) ?? []
  if (base) return `${symbol(base)}_{${index}}`
  return [...name].length === 1 ? name : `\\mathrm{${name.replaceAll('_', '\\_')}}`
}

function numberTex(value: number, precision: Precision): string {
  if (!Number.isFinite(value)) return NON_FINITE[String(value)] ?? ''
  const { mantissa, exponent } = digitsOf(value, precision)
  return exponent ? `${mantissa} \\cdot 10^{${exponent}}` : mantissa
}

const NON_FINITE: Readonly<Record<string, string>> = {
  Infinity: '\\infty',
  '-Infinity': '-\\infty',
  NaN: '\\mathrm{NaN}',
}
