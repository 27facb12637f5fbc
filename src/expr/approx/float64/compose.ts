/**
 * What in float64 arithmetic is better computed otherwise than part by part. `composite` is asked about formulas,
 * `settled` about what they have been expanded to.
 */

import { boundOf } from '../../bound.ts'
import { evaluateAll } from '../../evaluate.ts'
import { apply, constant, type Expr, type Operation, seldom, select } from '../../expr.ts'
import { variablesOf } from '../../substitute.ts'
import { isWide } from '../width.ts'
import { expandLog1pOfFraction } from './logarithm.ts'

export function composite(node: Expr): Expr | undefined {
  if (!isWide(node)) return undefined
  const [a] = node.args
  return node.operation === 'log1p' && isFraction(a as Expr) ? expandLog1pOfFraction(a as Expr) : undefined
}

const POSITIVE: ReadonlySet<Operation> = new Set<Operation>(['sigmoid', 'gaussian', 'normalPdf', 'normalCdf'])

/** Whether an expression lies between 0 and 1 everywhere, as far as is plain to see. */
function isFraction(expr: Expr): boolean {
  return POSITIVE.has(expr.operation) && boundOf(expr) <= 1
}

export function settled(node: Expr): Expr | undefined {
  const [a, b, c] = node.args as [Expr, Expr, Expr]
  if (node.operation === 'narrow') return madeClose(a)
  if (!isWide(node)) return undefined
  if (node.operation === 'div') return quotient(a, b)
  return node.operation === 'select' ? (rareChoice(a, b, c) ?? signed(a, b, c)) : undefined
}

/** a, −a or 0 by the sign of another number, as the slope of its magnitude is, as a product with that sign, which many share. */
function signed(mask: Expr, a: Expr, otherwise: Expr): Expr | undefined {
  const [isBelow, negative, zero] = otherwise.args
  const [low, size] = mask.args
  const isSign =
    otherwise.operation === 'select' &&
    zero?.value === 0 &&
    low?.value === 0 &&
    size &&
    isBelow === size.lt(0)
  return isSign && negative === a.neg() && a.operation !== 'constant'
    ? a.mul(select(mask, 1, select(isBelow as Expr, -1, 0)))
    : undefined
}

/**
 * a/b as a·(1/b), float64 having bits to spare: divisions are dear, derivatives divide by the same again, and so do
 * value and derivative. A constant factor of b goes into the other factor.
 */
function quotient(a: Expr, b: Expr): Expr | undefined {
  const [inner, factor] = b.operation === 'mul' ? b.args : []
  if (inner && factor?.operation === 'constant') return a.mul(constant(1).div(inner)).mul(1 / factor.value)
  return a.operation === 'constant' && a.value === 1 ? undefined : a.mul(constant(1).div(b))
}

/** Closer to 0 and farther from it, nearly no numbers of ordinary size lie. */
const CLOSE = 2 ** -8
const FAR = 2 ** 16

/** A choice by the size of a number, where one of the values is for the very small or the very large. */
function rareChoice(mask: Expr, small: Expr, large: Expr): Expr | undefined {
  const [size, limit] = mask.args
  if (size?.operation !== 'abs' || limit?.operation !== 'constant') return undefined
  if (limit.value <= CLOSE && isComputed(small)) return seldom(mask, small, large)
  /** NaN now takes the other way, and is NaN there too. */
  const beyond = mask.operation === 'lt' ? size.ge(limit) : size.gt(limit)
  return limit.value >= FAR && isComputed(large) ? seldom(beyond, large, small) : undefined
}

/**
 * A choice by the size of the only input that is the result, made at CLOSE if its values agree from there to its limit.
 * Formulas choose a series near 0 as far as float64 loses digits otherwise; most of them a float32 does not have.
 */
function madeClose({ operation, args: [mask, small, large] }: Expr): Expr | undefined {
  const [size, limit] = mask?.args ?? []
  const [wide] = size?.args ?? []
  const [input] = wide?.args ?? []
  if (operation !== 'select' || !mask || !small || !large || size?.operation !== 'abs') return undefined
  if (wide?.operation !== 'widen' || input?.operation !== 'variable' || !isComputed(small)) return undefined
  if (limit?.operation !== 'constant' || limit.value <= CLOSE || limit.value > 1) return undefined
  const close = apply(mask.operation as 'lt' | 'le', size, CLOSE)
  const isSame = variablesOf(small.add(large)).size === 1 && agree(small, large, input.name, limit.value)
  return isSame ? apply('narrow', seldom(close, small, large)) : undefined
}

const PER_OCTAVE = 16
/** Less than a rounding to float32. */
const SLIGHT = 2 ** -27

/** Whether two expressions of one variable have the same values from CLOSE to `limit`, as they are computed here. */
function agree(one: Expr, other: Expr, name: string, limit: number): boolean {
  const count = Math.ceil(Math.log2(limit / CLOSE) * PER_OCTAVE)
  const points = Array.from({ length: count }, (_, i) => CLOSE * 2 ** (i / PER_OCTAVE))
  const [ones, others] = evaluateAll([one, other], { [name]: [...points, ...points.map((x) => -x)] })
  return (
    ones?.every((value, i) => Math.abs(value - (others?.[i] as number)) <= SLIGHT * Math.abs(value)) === true
  )
}

function isComputed({ operation, args: [inner, ...others] }: Expr): boolean {
  return others.length > 0 || (operation === 'neg' && isComputed(inner as Expr))
}
