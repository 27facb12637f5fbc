/**
 * Expressions as programs in other languages: a function of x that runs there as it is printed. What is
 * shared becomes a local variable. Where a framework ships the function itself, its name is shorter than this.
 */

import { UsageError } from '../../../base/index.ts'
import type { Expr } from '../../expr.ts'
import { simplify } from '../../simplify.ts'
import { variablesOf } from '../../substitute.ts'
import { freeNames, leaf, type Notation, nest, type Row } from '../nest.ts'
import { JAVASCRIPT } from './javascript.ts'
import { JAX } from './jax.ts'
import { KERAS } from './keras.ts'
import { PYTORCH } from './pytorch.ts'
import { ATOM, type Target, UNARY } from './target.ts'
import { WGSL } from './wgsl.ts'

const TARGETS = { pytorch: PYTORCH, keras: KERAS, jax: JAX, javascript: JAVASCRIPT, wgsl: WGSL }

/** Languages and frameworks that `toCode` writes for. */
export type CodeTarget = keyof typeof TARGETS

export const CODE_TARGETS: readonly CodeTarget[] = Object.keys(TARGETS) as CodeTarget[]

export interface CodeOptions {
  /** Of the function. Default: f. Made to fit the language: leakyRelu is leaky_relu in Python. */
  readonly name?: string
  /** Defaults of the variables besides x; each becomes an argument, or a constant in WGSL, which has no defaults. */
  readonly parameters?: Readonly<Record<string, number>>
}

/**
 * A function of x that computes the expression: of a tensor for 'pytorch', 'keras' and 'jax', of a number for
 * 'javascript' (float64) and 'wgsl' (f32). It gives the numbers that the expression has, as far as the language's
 * own functions do; gates keep their limits at ±∞, and no overflow makes a framework's derivative NaN.
 * Throws a UsageError for a variable that has no default.
 */
export function toCode(
  expr: Expr,
  target: CodeTarget,
  { name = 'f', parameters = {} }: CodeOptions = {},
): string {
  const missing = [...variablesOf(expr)].find((variable) => variable !== 'x' && !(variable in parameters))
  if (missing !== undefined)
    throw new UsageError({
      where: 'toCode',
      problem: `no default for the variable "${missing}"`,
      expected: `parameters: { ${missing}: … }`,
    })
  const language: Target = TARGETS[target]
  const taken = new Set(['x', ...Object.keys(parameters).map((parameter) => language.identifier(parameter))])
  const prepared = language.prepare(simplify(expr), new Map(Object.entries(parameters)))
  const nested = nest(prepared, {
    notate: (node) => notate(node, language),
    parenthesise: (text) => `(${text})`,
    deservesName: (text, { args }) => args.length > 0 && text.length > SHORT,
    longest: LONG,
    nameOf: freeNames(taken),
    atom: ATOM,
  })
  return language.frame({
    ...nested,
    expr: prepared,
    name: language.identifier(name),
    parameters: Object.entries(parameters).map(([parameter, value]) => ({
      name: language.identifier(parameter),
      default: value,
    })),
  })
}

/** What is no longer than this, as `x > 0.0`, is written again rather than named. */
const SHORT = 8
/** What is longer stands on a line of its own. */
const LONG = 72

function notate(node: Expr, language: Target): Notation {
  const { operation, args, value, name } = node
  if (operation === 'variable') return leaf(name === 'x' ? name : language.identifier(name), ATOM)
  if (operation === 'constant') {
    const isSigned = value < 0 || Object.is(value, -0)
    return leaf(language.number(value), isSigned ? UNARY : ATOM)
  }
  return language.idiom?.(node) ?? { ...(language.rows[operation] as Row), args: inReadingOrder(node, args) }
}

/** A constant factor stands in front. */
function inReadingOrder({ operation }: Expr, args: readonly Expr[]): readonly Expr[] {
  const [a, b] = args
  return operation === 'mul' && a && b?.operation === 'constant' && a.operation !== 'constant' ? [b, a] : args
}
