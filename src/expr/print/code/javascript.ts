/**
 * JavaScript: a function of a number, in float64, that needs nothing but what is printed. It computes as
 * `evaluate` does; only a sigmoid below 10⁻³⁰⁸ is 0 here.
 */

import type { Expr, Primitive } from '../../expr.ts'
import type { Notation, Row } from '../nest.ts'
import { FUNCTIONS } from './javascript-functions.ts'
import {
  ARITHMETIC,
  ATOM,
  CHOICE,
  COMPARISON,
  call,
  type Frame,
  form,
  fused,
  PRODUCT,
  plainIdentifier,
  SUM,
  type Target,
  UNARY,
} from './target.ts'

export const JAVASCRIPT: Target = {
  prepare: (expr) => expr,
  rows: {
    ...ARITHMETIC,
    eq: form('{0} === {1}', COMPARISON, SUM, SUM),
    abs: call('Math.abs'),
    min: call('Math.min'),
    max: call('Math.max'),
    sqrt: call('Math.sqrt'),
    floor: call('Math.floor'),
    nearest: call('nearest'),
    mulAdd: fused([PRODUCT, UNARY, UNARY]),
    copySign: form('({1} < 0 || Object.is({1}, -0) ? -1 : 1) * Math.abs({0})', PRODUCT, CHOICE, SUM),
    select: form('{0} ? {1} : {2}', CHOICE, COMPARISON, CHOICE + 1, CHOICE),
    seldom: form('{0} ? {1} : {2}', CHOICE, COMPARISON, CHOICE + 1, CHOICE),
    pow2: form('2 ** {0}', UNARY, ATOM),
    exponent: call('exponent'),
    mantissa: form('Math.abs({0}) / 2 ** exponent({0})', PRODUCT, CHOICE),
    widen: form('{0}', CHOICE, CHOICE),
    narrow: form('{0}', CHOICE, CHOICE),
    exp: call('Math.exp'),
    expm1: call('Math.expm1'),
    log: call('Math.log'),
    log1p: call('Math.log1p'),
    tanh: call('Math.tanh'),
    sigmoid: form('1 / (1 + Math.exp(-{0}))', PRODUCT, ATOM),
    softplus: form('Math.max({0}, 0) + Math.log1p(Math.exp(-Math.abs({0})))', SUM, CHOICE),
    // In this form its limits are ±1, where x/(1 + |x|) is ∞/∞.
    softsign: form('Math.sign({0}) / (1 + 1 / Math.abs({0}))', PRODUCT, CHOICE),
    erf: call('erf'),
    erfc: call('erfc'),
    gaussian: form('Math.exp(-{0} * {0})', ATOM, ATOM),
    normalPdf: form('0.3989422804014327 * Math.exp((-{0} * {0}) / 2)', PRODUCT, ATOM),
    normalCdf: call('normalCdf'),
    sin: call('Math.sin'),
    cos: call('Math.cos'),
    atan: call('Math.atan'),
    gate: form('{1} === 0 ? 0 : {0} * {1}', CHOICE, PRODUCT, UNARY),
  } satisfies { readonly [P in Primitive]: Row },
  idiom,
  number: (value) => (Object.is(value, -0) ? '-0' : String(value)),
  identifier: (name) => plainIdentifier(name, RESERVED),
  frame: writeFunction,
}

function idiom({ operation, args: [a, b] }: Expr): Notation | undefined {
  const more = { lt: '>', le: '>=' }[operation as 'lt' | 'le']
  if (more && a?.operation === 'constant' && b)
    return { ...form(`{0} ${more} {1}`, COMPARISON, SUM, SUM), args: [b, a] }
  const mirrored = operation === 'sigmoid' && a?.operation === 'neg' ? a.args : undefined
  return mirrored && { ...form('1 / (1 + Math.exp({0}))', PRODUCT, CHOICE), args: mirrored }
}

const RESERVED: ReadonlySet<string> = new Set([
  ...(
    'arguments await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for function if implements import in instanceof interface let new null package ' +
    'private protected public return static super switch this throw true try typeof var void while with yield ' +
    'Infinity Math NaN Object undefined x'
  ).split(' '),
  ...FUNCTIONS.map(({ name }) => name),
])

function writeFunction({ name, parameters, result, definitions }: Frame): string {
  const args = ['x', ...parameters.map((parameter) => `${parameter.name} = ${parameter.default}`)]
  const code = [
    `function ${name}(${args.join(', ')}) {`,
    ...definitions.map((definition) => `  const ${definition.name} = ${definition.meaning}`),
    `  return ${result}`,
    '}',
  ].join('\n')
  return [code, ...functionsFor(code)].join('\n\n')
}

/** The functions that a piece of code calls, and those that they call. */
function functionsFor(code: string): string[] {
  const needed = new Set<string>()
  for (const { name, text } of FUNCTIONS)
    if ([code, ...needed].some((caller) => new RegExp(`\\b${name}\\(`).test(caller))) needed.add(text)
  return [...needed]
}
