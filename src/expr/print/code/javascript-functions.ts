/**
 * Functions that JavaScript lacks, as text to print along with code that calls them. They compute what
 * `error-function.ts` computes, with its coefficients.
 */

import { FAR_TAIL, MIDDLE, MIDDLE_OFFSET, NEAR_TAIL, SMALL } from '../../error-function.ts'

interface PrintedFunction {
  readonly name: string
  readonly text: string
}

/** Callers before what they call. */
export const FUNCTIONS: readonly PrintedFunction[] = [
  {
    name: 'normalCdf',
    text: `/** The normal distribution function, corrected for the rounding of x/√2, which its tail would magnify. */
function normalCdf(x) {
  if (x < -39) return 0
  if (x > 9) return 1
  const t = -x * Math.SQRT1_2
  const high = Math.fround(t)
  const xHigh = Math.fround(x)
  const rest = (x - xHigh) * (x + xHigh) - 2 * (t - high) * (t + high)
  const excess = xHigh * xHigh - 2 * high * high + rest
  const correction = t === 0 ? 0 : (Math.exp(-t * t) * excess) / (2 * Math.sqrt(Math.PI) * t)
  return (erfc(t) - correction) / 2
}`,
  },
  {
    name: 'erf',
    text: `function erf(x) {
  const a = Math.abs(x)
  if (a < 0.84375) return x + x * erfNearZero(x * x)
  if (a < 1.25) return Math.sign(x) * erfNearOne(a)
  return Number.isNaN(x) ? x : Math.sign(x) * (1 - erfcTail(a))
}`,
  },
  {
    name: 'erfc',
    text: `/** 1 - erf(x), without the cancellation. */
function erfc(x) {
  const a = Math.abs(x)
  if (a < 0.25) return 1 - (x + x * erfNearZero(x * x))
  if (a < 0.84375) return 0.5 - (x - 0.5 + x * erfNearZero(x * x))
  if (a < 1.25) return 1 - Math.sign(x) * erfNearOne(a)
  return x > 0 ? erfcTail(a) : 2 - erfcTail(a)
}`,
  },
  {
    name: 'erfNearZero',
    text: `/** erf(x)/x - 1 in x². The coefficients are those of fdlibm (Sun Microsystems, 1993). */
function erfNearZero(x2) {
${quotient(SMALL, 'x2')}
}`,
  },
  {
    name: 'erfNearOne',
    text: `function erfNearOne(x) {
  const d = x - 1
${quotient(MIDDLE, 'd', `${MIDDLE_OFFSET} + `)}
}`,
  },
  {
    name: 'erfcTail',
    text: `/** erfc(x) from 1.25 on; x² in two parts, the first exact. */
function erfcTail(x) {
  if (x > 28) return 0
  const high = Math.fround(x)
  const s = 1 / (x * x)
  const r = x < 1 / 0.35 ? erfcNearTail(s) : erfcFarTail(s)
  return (Math.exp(-high * high - 0.5625) * Math.exp((high - x) * (high + x) + r)) / x
}`,
  },
  { name: 'erfcNearTail', text: `function erfcNearTail(s) {\n${quotient(NEAR_TAIL, 's')}\n}` },
  { name: 'erfcFarTail', text: `function erfcFarTail(s) {\n${quotient(FAR_TAIL, 's')}\n}` },
  {
    name: 'nearest',
    text: `/** To the nearest whole number, halves to even. */
function nearest(x) {
  const rounded = Math.round(x)
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}`,
  },
  {
    name: 'exponent',
    text: `function exponent(x) {
  const guess = Math.floor(Math.log2(Math.abs(x)))
  return Math.abs(x) < 2 ** guess ? guess - 1 : guess
}`,
  },
]

/** Two polynomials by Horner's rule, and their quotient. */
function quotient([top, bottom]: typeof SMALL, x: string, before = ''): string {
  return [
    `  const top = ${horner(top, x)}`,
    `  const bottom = ${horner(bottom, x)}`,
    `  return ${before}top / bottom`,
  ].join('\n')
}

function horner(coefficients: readonly number[], x: string): string {
  const [last, ...others] = coefficients.toReversed()
  return others.reduce((sum, c, i) => `${i === 0 ? sum : `(${sum})`} * ${x} + ${c}`, `${last}`)
}
