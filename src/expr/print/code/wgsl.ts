/**
 * WGSL, the language of WebGPU: a function of an f32. Its exp, log and tanh promise little, so everything is
 * computed from the approximations in `approx/`, of operations that are exact or nearly so.
 *
 * WGSL lets an implementation take it that NaN and ∞ do not occur, and flush subnormal numbers to 0. Where it
 * does neither, the results are those of float32 arithmetic elsewhere, but for division, which may be 2.5 ulp off,
 * and for formulas that overflow on the way, which other targets compute in float64.
 */

import { expandForFloat32 } from '../../approx/expand.ts'
import type { CorePrimitive, Expr } from '../../expr.ts'
import { rewrite } from '../../substitute.ts'
import type { Row } from '../nest.ts'
import { shortCos, shortSin } from './circular.ts'
import {
  ARITHMETIC,
  ATOM,
  CHOICE,
  call,
  type Frame,
  form,
  plainIdentifier,
  SUM,
  type Target,
} from './target.ts'

export const WGSL: Target = {
  prepare: (expr) => expandForFloat32(rewrite(expr, withoutFloat64)),
  rows: {
    ...ARITHMETIC,
    abs: call('abs'),
    // WGSL's own may drop NaN.
    min: form('select({0}, {1}, {1} < {0})', ATOM, SUM),
    max: form('select({0}, {1}, {0} < {1})', ATOM, SUM),
    sqrt: call('sqrt'),
    floor: call('floor'),
    nearest: call('round'),
    mulAdd: call('fma'),
    copySign: form(
      'bitcast<f32>((bitcast<u32>({0}) & 0x7fffffffu) | (bitcast<u32>({1}) & 0x80000000u))',
      ATOM,
      CHOICE,
    ),
    select: form('select({2}, {1}, {0})', ATOM, CHOICE),
    seldom: form('select({2}, {1}, {0})', ATOM, CHOICE),
    pow2: form('bitcast<f32>(u32(i32({0}) + 127) << 23u)', ATOM, CHOICE),
    exponent: form('f32(i32((bitcast<u32>({0}) >> 23u) & 0xffu) - 127)', ATOM, CHOICE),
    mantissa: form('bitcast<f32>((bitcast<u32>({0}) & 0x7fffffu) | 0x3f800000u)', ATOM, CHOICE),
    // There is only f32; atan keeps its accuracy without more.
    widen: form('{0}', CHOICE, CHOICE),
    narrow: form('{0}', CHOICE, CHOICE),
  } satisfies { readonly [P in CorePrimitive]: Row },
  number: (value) => {
    const rounded = Math.fround(value)
    if (!Number.isFinite(rounded)) return `from_bits(${NON_FINITE[String(rounded)]})`
    const text = shortest(rounded)
    return /[.e]/.test(text) ? text : `${text}.0`
  },
  identifier: (name) => plainIdentifier(name, RESERVED),
  frame: writeFunction,
}

/** Other float32 targets reduce the arguments of these in float64. */
function withoutFloat64(node: Expr): Expr {
  const [x] = node.args
  if (node.operation === 'sin' && x) return shortSin(x)
  return node.operation === 'cos' && x ? shortCos(x) : node
}

const NON_FINITE: Readonly<Record<string, string>> = {
  Infinity: '0x7f800000u',
  '-Infinity': '0xff800000u',
  NaN: '0x7fc00000u',
}

/** Constants that are not finite are refused; what a function returns is none. */
const FROM_BITS = `fn from_bits(bits: u32) -> f32 {
  return bitcast<f32>(bits);
}`

/** As few digits as give this float32. */
function shortest(value: number): string {
  if (Object.is(value, -0)) return '-0'
  const digits = Array.from({ length: 9 }, (_, i) => Number(value.toPrecision(i + 1)))
  return String(digits.find((rounded) => Math.fround(rounded) === value) ?? value)
}

const RESERVED: ReadonlySet<string> = new Set(
  (
    'alias break case const const_assert continue continuing default diagnostic discard else enable false fn for ' +
    'if let loop override requires return struct switch true var while f32 i32 u32 bool abs sqrt floor round fma ' +
    'select bitcast from_bits x'
  ).split(' '),
)

function writeFunction({ name, parameters, result, definitions }: Frame): string {
  const code = [
    `fn ${name}(x: f32) -> f32 {`,
    ...parameters.map((parameter) => `  const ${parameter.name}: f32 = ${WGSL.number(parameter.default)};`),
    ...definitions.map((definition) => `  let ${definition.name} = ${definition.meaning};`),
    `  return ${result};`,
    '}',
  ].join('\n')
  return code.includes('from_bits(') ? `${code}\n\n${FROM_BITS}` : code
}
