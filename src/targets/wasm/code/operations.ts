/**
 * How each core primitive is spelt, in float32 or float64, for one number and for a vector. Masks of one
 * number are an i32, of several a vector of all-ones and all-zeros lanes.
 */

import type { CorePrimitive, Expr } from '../../../expr/index.ts'
import type { Code, Instruction } from './assembler.ts'
import type { Pool } from './pool.ts'

export interface Spelling {
  /** 1, or as many as fill a vector: 4 of float32, 2 of float64. */
  readonly lanes: number
  /** In float64. */
  readonly wide?: boolean
  /** Whether vectors have a fused multiply-add. */
  readonly relaxed: boolean
  readonly pool: Pool
}

/** Operands, each as the code that pushes it, to the code that pushes the result; `args` are what they compute. */
type Emit = (operands: readonly Code[], spelling: Spelling, args?: readonly Expr[]) => Code

/** A kind of number: how instructions call it and its bits, and where those are. */
interface Format {
  readonly scalar: 'f32' | 'f64'
  readonly vector: 'f32x4' | 'f64x2'
  readonly bits: 'i32' | 'i64'
  readonly bitsOfVector: 'i32x4' | 'i64x2'
  readonly mantissaBits: number
  readonly bias: number
}

const FLOAT32: Format = {
  scalar: 'f32',
  vector: 'f32x4',
  bits: 'i32',
  bitsOfVector: 'i32x4',
  mantissaBits: 23,
  bias: 127,
}

const FLOAT64: Format = {
  scalar: 'f64',
  vector: 'f64x2',
  bits: 'i64',
  bitsOfVector: 'i64x2',
  mantissaBits: 52,
  bias: 1023,
}

const formatOf = ({ wide }: Spelling): Format => (wide ? FLOAT64 : FLOAT32)

/** What numbers and vectors have alike. */
type Arithmetic =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'neg'
  | 'abs'
  | 'min'
  | 'max'
  | 'sqrt'
  | 'floor'
  | 'nearest'
  | 'lt'
  | 'le'
  | 'eq'

/** Operands, and the one instruction behind them: for numbers and for vectors, of each width. */
const behind =
  (float32: Instruction, vector32: Instruction, float64: Instruction, vector64: Instruction): Emit =>
  (operands, { lanes, wide }) => {
    const [number, vector] = wide ? [float64, vector64] : [float32, vector32]
    return [operands, lanes > 1 ? vector : number]
  }

const native = (name: Arithmetic): Emit =>
  behind([`f32.${name}`], [`f32x4.${name}`], [`f64.${name}`], [`f64x2.${name}`])

const bitwise = (name: 'and' | 'or'): Emit =>
  behind([`i32.${name}`], [`v128.${name}`], [`i64.${name}`], [`v128.${name}`])

const constantOf = (value: number, { pool, lanes, wide = false }: Spelling): Code =>
  pool.float(value, lanes, wide)

/** The bits of a constant. */
const patternOf = (value: number, { pool, lanes, wide = false }: Spelling): Code =>
  pool.bits(value, lanes, wide)

/** Bits of a number, to be taken apart, and bits put together. A vector is both. */
const toBits = ({ lanes, wide }: Spelling): Code =>
  lanes > 1 ? [] : [[wide ? 'i64.reinterpret_f64' : 'i32.reinterpret_f32']]
const fromBits = ({ lanes, wide }: Spelling): Code =>
  lanes > 1 ? [] : [[wide ? 'f64.reinterpret_i64' : 'f32.reinterpret_i32']]

/** Vectors of any kind take the count as an i32. */
const shift = (direction: 'shl' | 'shr_u', count: number, spelling: Spelling): Code => {
  const { bits, bitsOfVector } = formatOf(spelling)
  return spelling.lanes > 1
    ? [['i32.const', count], [`${bitsOfVector}.${direction}`]]
    : [[`${bits}.const`, count], [`${bits}.${direction}`]]
}

const relaxedSelect = (spelling: Spelling) => `${formatOf(spelling).bitsOfVector}.relaxed_laneselect` as const

const add = native('add')
const sub = native('sub')
const mul = native('mul')
const and = bitwise('and')
const or = bitwise('or')

export const OPERATIONS: Readonly<Record<Exclude<CorePrimitive, 'seldom' | 'widen' | 'narrow'>, Emit>> = {
  add,
  sub,
  mul,
  div: native('div'),
  neg: native('neg'),
  abs: native('abs'),
  min: (operands, spelling, args) => limit(operands, spelling, 'pmin', args) ?? minimum(operands, spelling),
  max: (operands, spelling, args) => limit(operands, spelling, 'pmax', args) ?? maximum(operands, spelling),
  sqrt: native('sqrt'),
  floor: native('floor'),
  nearest: native('nearest'),
  /** Where a factor is −a, its operand is a, and the product is subtracted. */
  mulAdd: ([a = [], b = [], c = []], spelling, [factor] = []) => {
    const isNegative = factor?.operation === 'neg'
    if (isFused(spelling))
      return [a, b, c, [`${formatOf(spelling).vector}.${isNegative ? 'relaxed_nmadd' : 'relaxed_madd'}`]]
    const product = mul([a, b], spelling)
    return isNegative ? sub([c, product], spelling) : add([product, c], spelling)
  },
  copySign: ([a = [], b = []], spelling, [, sign] = []) => {
    if (spelling.lanes === 1) return [a, b, [`${formatOf(spelling).scalar}.copysign`]]
    const isNegative = sign?.operation === 'constant' && sign.value < 0
    return isNegative
      ? or([a, patternOf(-0, spelling)], spelling)
      : [b, a, patternOf(-0, spelling), ['v128.bitselect']]
  },
  lt: native('lt'),
  le: native('le'),
  eq: native('eq'),
  /**
   * A mask's lanes are all ones or all zeros, for which the relaxed instruction is not: one on x86, not three. To choose
   * between something and 0, the mask itself is enough.
   */
  select: ([mask = [], whenTrue = [], whenFalse = []], spelling, [, ifTrue, ifFalse] = []) => {
    if (spelling.lanes === 1) return [whenTrue, whenFalse, mask, ['select']]
    if (isZero(ifFalse)) return [whenTrue, mask, ['v128.and']]
    if (isZero(ifTrue)) return [whenFalse, mask, ['v128.andnot']]
    return [whenTrue, whenFalse, mask, [spelling.relaxed ? relaxedSelect(spelling) : 'v128.bitselect']]
  },
  /**
   * Added to n, 2^mantissaBits + bias leaves the biased exponent of 2ⁿ in the lowest bits of the sum; with it goes what
   * else is added to the operand.
   */
  pow2: ([n = []], spelling, [exponent] = []) => {
    const { mantissaBits, bias } = formatOf(spelling)
    const aligning = 2 ** mantissaBits + bias + shiftOf(exponent)
    const aligned = add([n, constantOf(aligning, spelling)], spelling)
    return [aligned, toBits(spelling), shift('shl', mantissaBits, spelling), fromBits(spelling)]
  },
  /** The same the other way round. */
  exponent: ([a = []], spelling) => {
    const { mantissaBits, bias } = formatOf(spelling)
    const withoutSign: Code = [a, toBits(spelling), shift('shl', 1, spelling)]
    const biased: Code = [withoutSign, shift('shr_u', mantissaBits + 1, spelling)]
    const aligned: Code = [or([biased, patternOf(2 ** mantissaBits, spelling)], spelling), fromBits(spelling)]
    return sub([aligned, constantOf(2 ** mantissaBits + bias, spelling)], spelling)
  },
  mantissa: ([a = []], spelling) => {
    const { mantissaBits, bias } = formatOf(spelling)
    /** All ones: the largest subnormal. */
    const mask = 2 ** (1 - bias) - 2 ** (1 - bias - mantissaBits)
    const fraction = and([[a, toBits(spelling)], patternOf(mask, spelling)], spelling)
    return [or([fraction, patternOf(1, spelling)], spelling), fromBits(spelling)]
  },
}

/** What an exponent has added to it, a whole number. */
export function shiftOf(exponent: Expr | undefined): number {
  const [, shift] = exponent?.operation === 'add' ? exponent.args : []
  return shift?.operation === 'constant' && Number.isInteger(shift.value) ? shift.value : 0
}

const isZero = (expr: Expr | undefined) => expr?.operation === 'constant' && Object.is(expr.value, 0)

const minimum = native('min')
const maximum = native('max')

/**
 * The lesser or greater of a vector and a constant (on the right, where `simplify` puts it), by one instruction
 * instead of x86's seven. pmin and pmax return their first operand unless the second is truly beyond it, and
 * so keep its NaN; they keep its zero too, and where max(−0, 0) must be 0, adding 0 makes it so. min(0, −0) and
 * a constant that is NaN are not for them.
 */
function limit(
  [a = [], b = []]: readonly Code[],
  spelling: Spelling,
  instruction: 'pmin' | 'pmax',
  [, bound]: readonly Expr[] = [],
): Code | undefined {
  if (spelling.lanes === 1 || bound?.operation !== 'constant') return undefined
  if (Number.isNaN(bound.value) || (instruction === 'pmin' && Object.is(bound.value, -0))) return undefined
  const limited: Code = [a, b, [`${formatOf(spelling).vector}.${instruction}`]]
  const isZero = Object.is(bound.value, 0) && instruction === 'pmax'
  return isZero ? add([limited, constantOf(0, spelling)], spelling) : limited
}

/** Pushes an i32 that is not 0 if any of the masks holds anywhere. */
export function emitAny(masks: readonly Code[], { lanes }: Spelling): Code {
  const [first = [], ...others] = masks
  const joined = others.map((mask): Code => [mask, [lanes > 1 ? 'v128.or' : 'i32.or']])
  return [first, joined, lanes > 1 ? [['v128.any_true']] : []]
}

/** Whether a product and a sum are one instruction. */
export function isFused({ lanes, relaxed }: Spelling): boolean {
  return lanes > 1 && relaxed
}

/**
 * A vector of float32 as two of float64, its lower lanes first, and one number as one. `value` is pushed for
 * each.
 */
export function emitWiden(value: Code, lanes: number): Code[] {
  if (lanes === 1) return [[value, ['f64.promote_f32']]]
  const upper: Code = [value, value, ['i8x16.shuffle', ...UPPER_HALVES]]
  return [value, upper].map((half) => [half, ['f64x2.promote_low_f32x4']])
}

/** The way back, each number rounded once. */
export function emitNarrow(parts: readonly Code[]): Code {
  const [lower = [], upper] = parts
  if (!upper) return [lower, ['f32.demote_f64']]
  const halves = [lower, upper].map((half): Code => [half, ['f32x4.demote_f64x2_zero']])
  return [...halves, ['i8x16.shuffle', ...LOWER_HALVES]]
}

/** Bytes of two vectors: of each its lower half, of each its upper half. */
const LOWER_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
const UPPER_HALVES = LOWER_HALVES.map((byte) => byte + 8)

/** Two numbers, or vectors of them, combined as a fold combines them. */
export const COMBINE: Readonly<Record<'sum' | 'max', Emit>> = { sum: add, max: maximum }
