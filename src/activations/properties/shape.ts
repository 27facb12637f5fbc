/** Symmetry and direction, read off the values on the grid. */

import type { Curve } from './curve.ts'

/** Shares of the values that are taken for rounding. */
const ROUNDING = 1e-13

/** φ(−x) = −φ(x), or φ(x), within rounding at every point of the grid. Kinks are left out: a side is chosen there. */
export function symmetryOf(curve: Curve): 'odd' | 'even' | 'none' {
  if (mirrors(curve, 1)) return 'even'
  return mirrors(curve, -1) ? 'odd' : 'none'
}

/** Whether φ(−x) = sign·φ(x): from both ends of the grid inwards, passing over points that have no mirror image. */
function mirrors({ x, value, kinks, size }: Curve, sign: number): boolean {
  const isKink = new Set(kinks.map((kink) => Math.abs(kink.x)))
  for (let i = 0, j = x.length - 1; i <= j; ) {
    const [left, right] = [x[i] as number, x[j] as number]
    if (left !== -right) {
      if (-left > right) i++
      else j--
      continue
    }
    const [a, b] = [value[i++] as number, sign * (value[j--] as number)]
    if (isKink.has(right) || a === b || (Number.isNaN(a) && Number.isNaN(b))) continue
    if (!(Math.abs(a - b) <= ROUNDING * (Math.abs(a) + Math.abs(b) + size))) return false
  }
  return true
}

/** Weakly; what is constant counts as increasing. Jumps count, and so do poles. */
export function directionOf(curve: Curve): 'increasing' | 'decreasing' | 'no' {
  const values = withSides(curve)
  if (neverFalls(values, curve.size)) return 'increasing'
  const mirrored = values.map((v) => -v)
  return neverFalls(mirrored, curve.size) ? 'decreasing' : 'no'
}

/** The values in the order of x, those to the left and right of each jump put in. */
function withSides({ x, value, kinks }: Curve): Float64Array {
  const jumps = new Map(kinks.flatMap((kink) => (kink.order === 0 ? [[kink.x, kink.values] as const] : [])))
  if (jumps.size === 0) return value
  const all: number[] = []
  value.forEach((here, i) => {
    const [left, right] = jumps.get(x[i] as number) ?? []
    if (left !== undefined && right !== undefined) all.push(left, here, right)
    else all.push(here)
  })
  return Float64Array.from(all)
}

function neverFalls(values: Float64Array, size: number): boolean {
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    const slack = Number.isFinite(most) ? ROUNDING * (Math.abs(most) + Math.abs(value)) + 1e-15 * size : 0
    if (value < most - slack) return false
    if (value > most) most = value
  }
  return true
}
