/**
 * Narrowing an interval of x, sixteen parts at a time, since an expression is evaluated at many points for
 * little more than at one. Nothing here knows what is sought: levels that change, or a peak.
 */

import { type Expr, evaluatorOf } from '../../expr/index.ts'

const PARTS = 16

/** Numbers this close to 0 count as 0: the way down to the least double has no end worth reaching. */
const NEAR_ZERO = 2 ** -70

/** Values at any points; each call gives an array of its own. */
export type Sampler = (x: Float64Array) => Float64Array

/** The values of an expression in `X`, made ready for the many calls of a zoom. */
export function sampler(expr: Expr): Sampler {
  const evaluator = evaluatorOf([expr])
  return (x) => evaluator({ x })[0] as Float64Array
}

/** The least x in (low, high] at which the level is not what it is at `low`, to the last bit. */
export function zoomToChange(levelsOf: Sampler, low: number, high: number): number {
  let [from, to] = [low, high]
  while (to - from > NEAR_ZERO && hasRoom(from, to)) {
    const x = subdivide(from, to)
    const levels = levelsOf(x)
    let i = 1
    while (i < PARTS && Object.is(levels[i], levels[0])) i++
    ;[from, to] = [x[i - 1] as number, x[i] as number]
  }
  return Math.abs(to) <= NEAR_ZERO ? 0 : to
}

/** The place of the largest value in [low, high], of which there is one peak. */
export function zoomToPeak(valuesOf: Sampler, low: number, high: number): { x: number; value: number } {
  let [from, to] = [low, high]
  let best = { x: low, value: Number.NEGATIVE_INFINITY }
  const width = () => to - from > 2 ** -48 * Math.max(Math.abs(from), Math.abs(to)) && to - from > NEAR_ZERO
  do {
    const x = subdivide(from, to)
    const values = valuesOf(x)
    let at = 0
    for (let i = 1; i <= PARTS; i++) if ((values[i] as number) > (values[at] as number)) at = i
    if ((values[at] as number) > best.value) best = { x: x[at] as number, value: values[at] as number }
    ;[from, to] = [x[Math.max(0, at - 1)] as number, x[Math.min(PARTS, at + 1)] as number]
  } while (width())
  return best
}

function subdivide(from: number, to: number): Float64Array {
  const points = new Float64Array(PARTS + 1)
  for (let i = 0; i < PARTS; i++) points[i] = from + (to - from) * (i / PARTS)
  points[PARTS] = to
  return points
}

/** Whether there is a double between the two. */
function hasRoom(from: number, to: number): boolean {
  const middle = from + (to - from) / 2
  return middle > from && middle < to
}
