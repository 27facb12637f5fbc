/**
 * The rule that values and derivatives of activations are held to on float32 devices, and the measuring by it.
 * Where the truth is a normal float32: so many units of the last place. Where it is subnormal: steps from the
 * truth, which is not rounded for that. Within 2⁻²⁰ of a zero that is not at 0, on the scale of what the function
 * reaches thereabouts: 2 roundings of that scale. Limits, infinities and NaN as in the truth.
 */

import { type Expr, evaluateAll, X } from '../../src/expr/index.ts'

/** The worst of what was measured, and where. */
export interface Measured {
  ulps: number
  at: number
  /** Of subnormal results. */
  steps: number
  stepsAt: number
  /** Results that are infinite or NaN where the truth is not, or the other way round. */
  wrong: number
  wrongAt: number
}

export const MOST_ULPS = 4
export const MOST_STEPS = 1

const SMALLEST_NORMAL = 2 ** -126
const STEP = 2 ** -149
const NEAR_ZERO = 2 ** -20
/** Two roundings of float32, relative. */
const TWO_ROUNDINGS = 2 ** -23

export function nothingMeasured(): Measured {
  return {
    ulps: 0,
    at: Number.NaN,
    steps: 0,
    stepsAt: Number.NaN,
    wrong: 0,
    wrongAt: Number.NaN,
  }
}

/** Takes in what a device computed for `expr` at `xs`. */
export function measure(
  found: Measured,
  expr: Expr,
  xs: ArrayLike<number>,
  got: ArrayLike<number>,
  truths: ArrayLike<number>,
): void {
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] as number
    const value = got[i] as number
    /** Of a NaN, whatever a comparison in the definition has chosen. */
    const truth = Number.isNaN(x) ? x : (truths[i] as number)
    /** Most are right to the last bit. */
    if (value === Math.fround(truth)) continue
    measureOne(found, expr, x, value, truth)
  }
}

/** Takes in a result that is not the truth rounded. */
export function measureOne(found: Measured, expr: Expr, x: number, value: number, truth: number): void {
  if (Number.isNaN(value) && (Number.isNaN(truth) || Number.isNaN(x))) return
  const rounded = Math.fround(truth)
  if (!Number.isFinite(value) || !Number.isFinite(rounded)) {
    /** Beside the largest number, where a unit more or less decides. */
    if (
      Number.isFinite(truth) &&
      ulpsBetween(Math.min(Math.abs(value), 2 ** 128) * Math.sign(value), truth) <= 1
    )
      return
    found.wrong++
    found.wrongAt = x
    return
  }
  if (Math.abs(truth) < SMALLEST_NORMAL) {
    const steps = Math.abs(value - truth) / STEP
    if (steps > found.steps) Object.assign(found, { steps, stepsAt: x })
    return
  }
  const ulps = ulpsBetween(value, truth)
  if (ulps <= found.ulps || isExempt(expr, x, value, truth)) return
  Object.assign(found, { ulps, at: x })
}

/** Of each biased exponent of float32, the unit of the last place. */
const UNITS = Float64Array.from({ length: 256 }, (_, exponent) => 2 ** (Math.max(exponent, 1) - 127 - 23))
const single = new Float32Array(1)
const pattern = new Uint32Array(single.buffer)

/** In units of the last place of float32 at the truth, which is rounded down for that. */
function ulpsBetween(value: number, truth: number): number {
  single[0] = truth
  /** Rounded up to a power of two: its unit is twice as large. */
  const up = Math.abs(single[0]) > Math.abs(truth) && ((pattern[0] as number) & 0x7fffff) === 0
  const unit = UNITS[((pattern[0] as number) >>> 23) & 255] as number
  return Math.abs(value - truth) / (up ? unit / 2 : unit)
}

/** What the function reaches within a quarter of x on either side. */
function scaleAround(expr: Expr, x: number): number {
  const points = Array.from({ length: 65 }, (_, i) => x * (0.75 + i / 128))
  const [values] = evaluateAll([expr], { [X.name]: points })
  return Math.max(0, ...(values ?? []).map(Math.abs).filter((value) => value < Number.POSITIVE_INFINITY))
}

function isExempt(expr: Expr, x: number, value: number, truth: number): boolean {
  if (Math.abs(x) < NEAR_ZERO) return false
  const scale = scaleAround(expr, x)
  return Math.abs(truth) < NEAR_ZERO * scale && Math.abs(value - truth) <= TWO_ROUNDINGS * scale
}
