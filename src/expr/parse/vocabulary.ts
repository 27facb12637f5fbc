/**
 * The names that formulas may use: functions and constants, with what they mean. The parser, its suggestions
 * and the help text read this one table. Every primitive has a name here, so that all that is printed can be read.
 */

import { apply, constant, type Expr, type Primitive, select } from '../expr.ts'
import { PRIMITIVES } from '../primitives.ts'

export interface TextFunction {
  /** The first is the one to recommend. */
  readonly names: readonly [string, ...string[]]
  /** How many arguments, from … to …. */
  readonly arity: readonly [least: number, most: number]
  /** In a word or two, for lists; absent for what only printed formulas need. */
  readonly meaning?: string
  readonly build: (...args: readonly [Expr, Expr, Expr]) => Expr
}

/** Primitives that have other names than their own, or are worth a place in the help. */
const NAMED: { readonly [P in Primitive]?: readonly [meaning: string, ...names: string[]] } = {
  exp: ['eˣ'],
  expm1: ['eˣ − 1, exact near 0'],
  log: ['natural logarithm', 'log', 'ln'],
  log1p: ['log(1 + x), exact near 0'],
  sqrt: ['square root'],
  abs: ['|x|'],
  tanh: ['hyperbolic tangent'],
  sigmoid: ['1/(1 + e⁻ˣ)', 'sigmoid', 'σ', 'logistic'],
  softplus: ['log(1 + eˣ)'],
  softsign: ['x/(1 + |x|)'],
  erf: ['error function'],
  erfc: ['1 − erf(x), exact in the tail'],
  gaussian: ['exp(−x²)'],
  normalPdf: ['normal density', 'normalPdf', 'phi', 'φ'],
  normalCdf: ['normal distribution function', 'normalCdf', 'Phi', 'Φ'],
  sin: ['sine'],
  cos: ['cosine'],
  atan: ['arc tangent', 'atan', 'arctan'],
  floor: ['to the whole number below'],
  nearest: ['to the nearest whole number, halves to even', 'round', 'nearest'],
  gate: ['a·g, and 0 where the gate g is 0, even for infinite a'],
  mulAdd: ['a·b + c', 'fma', 'mulAdd'],
}

const COMPOSITIONS: readonly TextFunction[] = [
  { names: ['min'], arity: [2, 8], meaning: 'least of its arguments', build: chain('min') },
  { names: ['max'], arity: [2, 8], meaning: 'greatest of its arguments', build: chain('max') },
  { names: ['relu'], arity: [1, 1], meaning: 'max(x, 0)', build: (x) => x.max(0) },
  {
    names: ['clip', 'clamp'],
    arity: [3, 3],
    meaning: 'x held between two bounds',
    build: (x, low, high) => x.max(low).min(high),
  },
  {
    names: ['sign', 'sgn'],
    arity: [1, 1],
    meaning: '−1, 0 or 1',
    build: (x) => select(x.gt(0), 1, select(x.lt(0), -1, x)),
  },
  {
    names: ['where', 'select'],
    arity: [3, 3],
    meaning: 'where(condition, a, b): a where it holds, else b',
    build: select,
  },
]

/** A function of two, applied to any number from the left. */
function chain(primitive: 'min' | 'max'): TextFunction['build'] {
  return (...args) => args.reduce((a, b) => apply(primitive, a, b))
}

const composed = new Set(COMPOSITIONS.flatMap(({ names }) => names))

const ELEMENTARY: readonly TextFunction[] = (Object.keys(PRIMITIVES) as Primitive[])
  .filter((name) => !composed.has(name))
  .map((name) => {
    const [meaning, first = name, ...others] = NAMED[name] ?? []
    const { arity } = PRIMITIVES[name]
    return {
      names: [first, ...others],
      arity: [arity, arity],
      ...(meaning === undefined ? {} : { meaning }),
      build: (...args) => apply(name, ...args),
    }
  })

const FUNCTIONS: readonly TextFunction[] = [...ELEMENTARY, ...COMPOSITIONS]

/** Functions by each of their names. */
export const FUNCTIONS_BY_NAME: ReadonlyMap<string, TextFunction> = new Map(
  FUNCTIONS.flatMap((entry) => entry.names.map((name) => [name, entry] as const)),
)

export const CONSTANTS: ReadonlyMap<string, Expr> = new Map(
  Object.entries({ pi: Math.PI, π: Math.PI, e: Math.E, inf: Infinity, '∞': Infinity, NaN: Number.NaN }).map(
    ([name, value]) => [name, constant(value)] as const,
  ),
)

/** What a formula may contain, in lines of at most about 80 characters, for help texts. */
export function formulaHelp(): string {
  const functions = FUNCTIONS.filter(({ meaning }) => meaning !== undefined)
    .map(({ names, meaning }) => `  ${names.join(', ').padEnd(24)}${meaning}`)
    .join('\n')
  return `A formula in x, such as 'x * sigmoid(1.702 * x)' or 'x > 0 ? x : a*expm1(x) where a = 0.5':
numbers, pi, e; + - * / ^ |x|; x > 0 ? … : … with < <= > >= =; and the functions
${functions}
Behind 'where' follow named parts, separated by commas; 'a = learned(0.25)' makes a
a parameter that is trained, beginning at 0.25.`
}
