/**
 * What PyTorch, Keras and JAX have in common: Python, arrays, and derivatives by recording what was computed.
 *
 * Such a derivative multiplies by the slopes of both branches of a choice, by 0 for the one not taken: where
 * that slope overflows, 0·∞ is NaN. So `guard` sees to it that a branch not taken is computed where it is tame.
 * Comparisons choose as the derivatives here do: at max(x, 0) = 0 the slope is 0, where ties would halve it.
 */

import type { Expr, Operation, Primitive } from '../../expr.ts'
import { asPower } from '../../parse/power.ts'
import { descend } from '../../substitute.ts'
import type { Notation, Row } from '../nest.ts'
import { guard } from './guard.ts'
import { isHeld } from './held.ts'
import {
  ARITHMETIC,
  ATOM,
  CHOICE,
  COMPARISON,
  type Frame,
  form,
  fused,
  POWER,
  PRODUCT,
  plainIdentifier,
  SUM,
  type Target,
} from './target.ts'

export interface Framework {
  /** Lines at the head, each with what in the code calls for it. */
  readonly imports: readonly { readonly line: string; readonly when: RegExp }[]
  /** The function that chooses element by element, and the rectifier. */
  readonly where: string
  readonly relu: string
  /** Makes an array of a parameter, where functions take nothing else. */
  readonly array?: (parameter: string) => string
  /** What it has a function for. */
  readonly rows: {
    readonly [P in Exclude<
      Primitive,
      keyof typeof COMMON | 'copySign' | 'min' | 'max' | 'select' | 'seldom' | 'gate'
    >]: Row
  }
}

const COMMON = {
  ...ARITHMETIC,
  // As loose as a product: −a * b is (−a)·b in Python, which is the same number.
  neg: form('-{0}', PRODUCT, PRODUCT),
  mulAdd: fused([PRODUCT, POWER, PRODUCT]),
  widen: form('{0}', CHOICE, CHOICE),
  narrow: form('{0}', CHOICE, CHOICE),
} as const

export function pythonTarget(framework: Framework): Target {
  const { where, relu, rows } = framework
  const choose = (mask: string, a: string, b: string) => `${where}(${mask}, ${a}, ${b})`
  return {
    prepare: guard,
    rows: {
      ...COMMON,
      ...rows,
      // Their own copysign takes arrays alone, and this Python's abs takes numbers, too.
      copySign: form(choose(`${where.split('.')[0]}.signbit({1})`, '-abs({0})', 'abs({0})'), ATOM, CHOICE),
      min: form(choose('{0} < {1}', '{0}', '{1}'), ATOM, SUM),
      max: form(choose('{0} > {1}', '{0}', '{1}'), ATOM, SUM),
      select: form(choose('{0}', '{1}', '{2}'), ATOM, CHOICE),
      seldom: form(choose('{0}', '{1}', '{2}'), ATOM, CHOICE),
      // Where the gate is 0, so is the product, whatever it multiplies; its slope is never 0·∞.
      gate: form(`${choose('{1} == 0', '0.0', '{0}')} * {1}`, PRODUCT, CHOICE, POWER),
    },
    idiom: (node) => idiom(node, choose, relu),
    number,
    identifier,
    frame: (frame) => writeFunction(frame, framework),
  }
}

function idiom(
  node: Expr,
  choose: (mask: string, a: string, b: string) => string,
  relu: string,
): Notation | undefined {
  const power = asPower(node)
  if (power) return { ...form(`{0}**${power.n}`, POWER, ATOM), args: [power.base] }
  const [a, b] = node.args
  if (!a || !b || !isHeld(b)) return moreThan(node)
  if (node.operation === 'max' && b.value === 0) return { ...form(`${relu}({0})`, ATOM, CHOICE), args: [a] }
  // NaN stays, and the slope at the edge is 0.
  const bound = { max: '{0} <= {1}', min: '{0} >= {1}' }[node.operation as 'max' | 'min']
  if (!bound) return undefined
  return { ...form(choose(bound, '{1}', '{0}'), ATOM, SUM), args: [a, b] }
}

/** 0 < x as people write it. */
function moreThan({ operation, args: [a, b] }: Expr): Notation | undefined {
  const sign = { lt: '>', le: '>=' }[operation as 'lt' | 'le']
  if (!sign || !a || !b || a.operation !== 'constant') return undefined
  return { ...form(`{0} ${sign} {1}`, COMPARISON, SUM, SUM), args: [b, a] }
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")'
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : '-float("inf")'
  const text = Object.is(value, -0) ? '-0' : String(value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

const RESERVED = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield ' +
    'torch F jax jnp ops abs float x'
  ).split(' '),
)

/** leakyRelu → leaky_relu. */
function identifier(name: string): string {
  const snake = name.replaceAll(/(?<=[\p{Ll}\p{Nd}])\p{Lu}/gu, (letter) => `_${letter}`).toLowerCase()
  return plainIdentifier(snake, RESERVED)
}

function writeFunction(
  { name, parameters, result, definitions, expr }: Frame,
  { imports, array }: Framework,
): string {
  const args = ['x', ...parameters.map((parameter) => `${parameter.name}=${number(parameter.default)}`)]
  const arrays =
    array && needsArrays(expr) ? parameters.map(({ name }) => ({ name, meaning: array(name) })) : []
  const code = [
    `def ${name}(${args.join(', ')}):`,
    ...[...arrays, ...definitions].map(({ name, meaning }) => `    ${name} = ${meaning}`),
    `    return ${result}`,
  ].join('\n')
  const needed = imports.filter(({ when }) => when.test(code)).map(({ line }) => line)
  return [...needed, ...(needed.length > 0 ? ['', ''] : []), code].join('\n')
}

/** What Python's own numbers can do. */
const PLAIN: readonly Operation[] = ['add', 'sub', 'mul', 'div', 'neg']

/** Whether anything but arithmetic is done to parameters alone. */
function needsArrays(expr: Expr): boolean {
  return descend([expr]).some(
    (node) => node.args.length > 0 && isHeld(node) && !PLAIN.includes(node.operation),
  )
}
