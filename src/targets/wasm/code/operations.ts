/**
 * How each core primitive is spelt, for one number and for four. Masks of one number are an i32, of four a
 * vector of all-ones and all-zeros lanes.
 */

import type { CorePrimitive, Expr } from '../../../expr/index.ts'
import type { Code } from './assembler.ts'
import type { Opcode } from './opcodes.ts'
import type { Pool } from './pool.ts'

export interface Spelling {
  readonly lanes: number
  /** Whether vectors have a fused multiply-add. */
  readonly relaxed: boolean
  readonly pool: Pool
}

/** Operands, each as the code that pushes it, to the code that pushes the result; `args` are what they compute. */
type Emit = (operands: readonly Code[], spelling: Spelling, args?: readonly Expr[]) => Code

const SIGN = 0x80000000
const MANTISSA = 0x007fffff
const ONE = 0x3f800000
const MANTISSA_BITS = 23
const BIAS = 127
/** Added to a whole n in [−126, 127], leaves n + 127 in the lowest bits of the sum's mantissa. */
const ALIGN_INTEGER = 2 ** MANTISSA_BITS + BIAS

const native =
  (scalar: Opcode, vector: Opcode): Emit =>
  (operands, { lanes }) => [...operands, [lanes > 1 ? vector : scalar]]

/** Bits of a number, to be taken apart, and bits put together. A vector is both. */
const toBits = (lanes: number): Code => (lanes > 1 ? [] : [['i32.reinterpret_f32']])
const fromBits = (lanes: number): Code => (lanes > 1 ? [] : [['f32.reinterpret_i32']])

const bits = (pattern: number, { lanes, pool }: Spelling): Code =>
  lanes > 1 ? pool.pattern(pattern, lanes) : [['i32.const', pattern | 0]]

const shift = (left: boolean, count: number, lanes: number): Code => {
  const direction = left ? 'shl' : 'shr_u'
  return [['i32.const', count], [lanes > 1 ? `i32x4.${direction}` : `i32.${direction}`]]
}

const add = native('f32.add', 'f32x4.add')
const sub = native('f32.sub', 'f32x4.sub')
const mul = native('f32.mul', 'f32x4.mul')
const and = native('i32.and', 'v128.and')
const or = native('i32.or', 'v128.or')

export const OPERATIONS: Readonly<Record<CorePrimitive, Emit>> = {
  add,
  sub,
  mul,
  div: native('f32.div', 'f32x4.div'),
  neg: native('f32.neg', 'f32x4.neg'),
  abs: native('f32.abs', 'f32x4.abs'),
  min: (operands, spelling, args) => limit(operands, spelling, 'pmin', args) ?? minimum(operands, spelling),
  max: (operands, spelling, args) => limit(operands, spelling, 'pmax', args) ?? maximum(operands, spelling),
  sqrt: native('f32.sqrt', 'f32x4.sqrt'),
  floor: native('f32.floor', 'f32x4.floor'),
  nearest: native('f32.nearest', 'f32x4.nearest'),
  mulAdd: ([a = [], b = [], c = []], spelling) =>
    isFused(spelling) ? [a, b, c, ['f32x4.relaxed_madd']] : add([mul([a, b], spelling), c], spelling),
  copySign: ([a = [], b = []], spelling) =>
    spelling.lanes > 1 ? [b, a, bits(SIGN, spelling), ['v128.bitselect']] : [a, b, ['f32.copysign']],
  lt: native('f32.lt', 'f32x4.lt'),
  le: native('f32.le', 'f32x4.le'),
  eq: native('f32.eq', 'f32x4.eq'),
  select: ([mask = [], whenTrue = [], whenFalse = []], { lanes }) => [
    whenTrue,
    whenFalse,
    mask,
    [lanes > 1 ? 'v128.bitselect' : 'select'],
  ],
  pow2: ([n = []], spelling) => {
    const { lanes, pool } = spelling
    const aligned = add([n, pool.float(ALIGN_INTEGER, lanes)], spelling)
    return [aligned, toBits(lanes), shift(true, MANTISSA_BITS, lanes), fromBits(lanes)]
  },
  exponent: ([a = []], spelling) => {
    const { lanes, pool } = spelling
    const withoutSign: Code = [a, toBits(lanes), shift(true, 1, lanes)]
    const biased: Code = [withoutSign, shift(false, MANTISSA_BITS + 1, lanes)]
    const converted: Code = [biased, [lanes > 1 ? 'f32x4.convert_i32x4_s' : 'f32.convert_i32_s']]
    return sub([converted, pool.float(BIAS, lanes)], spelling)
  },
  mantissa: ([a = []], spelling) => {
    const { lanes } = spelling
    const fraction = and([[a, toBits(lanes)], bits(MANTISSA, spelling)], spelling)
    return [or([fraction, bits(ONE, spelling)], spelling), fromBits(lanes)]
  },
}

const minimum = native('f32.min', 'f32x4.min')
const maximum = native('f32.max', 'f32x4.max')

/**
 * The lesser or greater of a vector and a constant (on the right, where `simplify` puts it), by one instruction
 * instead of x86's seven. pmin and pmax return their first operand unless the second is truly beyond it, and
 * so keep its NaN; they keep its zero too, and where max(−0, 0) must be 0, adding 0 makes it so. A constant
 * that is −0 or NaN is not for them.
 */
function limit(
  [a = [], b = []]: readonly Code[],
  spelling: Spelling,
  instruction: 'pmin' | 'pmax',
  [, bound]: readonly Expr[] = [],
): Code | undefined {
  if (spelling.lanes === 1 || bound?.operation !== 'constant') return undefined
  if (Number.isNaN(bound.value) || Object.is(bound.value, -0)) return undefined
  const limited: Code = [a, b, [`f32x4.${instruction}`]]
  const isZero = bound.value === 0 && instruction === 'pmax'
  return isZero ? add([limited, spelling.pool.float(0, spelling.lanes)], spelling) : limited
}

/** Whether a product and a sum are one instruction. */
export function isFused({ lanes, relaxed }: Spelling): boolean {
  return lanes > 1 && relaxed
}

/** Two numbers, or vectors of them, combined as a fold combines them. */
export const COMBINE: Readonly<Record<'sum' | 'max', Emit>> = { sum: add, max: maximum }
