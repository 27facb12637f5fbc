/**
 * Means under the normal distribution, on which initialisation and signal propagation rest. Composite
 * Gauss–Legendre quadrature on [−12, 12], split at whole numbers and at kinks and then where two orders of
 * splitting disagree: twelve digits and more. Gauss–Hermite would not reach three across a kink.
 */

import { type Expr, evaluateAll, evaluatorOf } from '../../expr/index.ts'
import { DEGREE, LEGENDRE } from './legendre.ts'

/** Beyond 12 the density is below 10⁻³²; beyond 38 it is no double any more. */
const REACH = 12
const FAR = 38

/**
 * E f(std·z), z ~ N(0, 1), of expressions in `X`. `kinks` are values of x at which to split. ±∞ where the
 * mean does not exist because f grows faster than the density falls, NaN where f is none.
 */
export function gaussianMeans(exprs: readonly Expr[], kinks: readonly number[], std = 1): number[] {
  const near = integrate(exprs, kinks, std, REACH)
  if (near.every((total, i) => isSpent(exprs[i] as Expr, total, std, REACH))) return near
  const far = integrate(exprs, kinks, std, FAR)
  return far.map((total, i) =>
    isSpent(exprs[i] as Expr, total, std, FAR) ? total : Math.sign(total) * Number.POSITIVE_INFINITY,
  )
}

/** Whether what lies beyond the reach is too little to count. */
function isSpent(expr: Expr, total: number, std: number, reach: number): boolean {
  const ends = evaluateAll([expr], { x: [-reach * std, reach * std] })[0] as Float64Array
  return !ends.some((value) => Math.abs(value) * density(reach) > 1e-14 * Math.abs(total))
}

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)

interface Interval {
  readonly low: number
  readonly high: number
}

/** Rounds of halving, and intervals to a round: enough for a jump anywhere and for 300 radians to a unit. */
const ROUNDS = 24
const MOST = 2048
const PRECISION = 1e-14
const DIVERGENT = 1e-5

function integrate(exprs: readonly Expr[], kinks: readonly number[], std: number, reach: number): number[] {
  const totals = exprs.map(() => 0)
  const evaluator = evaluatorOf(exprs)
  let pending = split(kinks, std, reach)
  for (let round = 0; pending.length > 0; round++) {
    const halves = pending.flatMap(halve)
    const coarse = integralsOver(evaluator, pending, std)
    const fine = integralsOver(evaluator, halves, std)
    const scales = fine.map((integrals, i) =>
      Math.max(...integrals.map(Math.abs), Math.abs(totals[i] as number)),
    )
    const isLast = round === ROUNDS || halves.length > MOST
    pending = pending.flatMap((_, j) => {
      const pairs = exprs.map(
        (_, i) => [coarse[i]?.[j], sumOf(fine[i] as Float64Array, j)] as [number, number],
      )
      const settled = pairs.every(([a, b], i) => !(Math.abs(a - b) > PRECISION * (scales[i] as number)))
      if (!settled && !isLast) return halves.slice(2 * j, 2 * j + 2)
      pairs.forEach(([a, b], i) => {
        // At the end, what is still large in so small an interval has no end.
        const diverges = isLast && Math.abs(a - b) > DIVERGENT * (scales[i] as number)
        totals[i] = (totals[i] as number) + (diverges ? Math.sign(b) * Number.POSITIVE_INFINITY : b)
      })
      return []
    })
  }
  return totals
}

const sumOf = (halves: Float64Array, j: number): number =>
  (halves[2 * j] as number) + (halves[2 * j + 1] as number)

function split(kinks: readonly number[], std: number, reach: number): readonly Interval[] {
  const whole = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach)
  const ends = [...new Set([...whole, ...kinks.map((kink) => kink / std), ...nearZero(std)])]
    .filter((z) => Math.abs(z) <= reach)
    .sort((a, b) => a - b)
  return ends.slice(1).map((high, i) => ({ low: ends[i] as number, high }))
}

/** Where a wide distribution must look closely to see what a function does at x = ±1, ±4, ±16, … */
function nearZero(std: number): readonly number[] {
  const sizes: number[] = []
  for (let x = 1; x < std / 2; x *= 4) sizes.push(x / std)
  return sizes.flatMap((z) => [-z, z])
}

function halve({ low, high }: Interval): readonly Interval[] {
  const middle = (low + high) / 2
  return [
    { low, high: middle },
    { low: middle, high },
  ]
}

/** ∫ f(std·z)·density(z) dz of each expression over each interval. */
function integralsOver(
  evaluator: ReturnType<typeof evaluatorOf>,
  intervals: readonly Interval[],
  std: number,
): readonly Float64Array[] {
  const points = new Float64Array(intervals.length * DEGREE)
  const weights = new Float64Array(points.length)
  intervals.forEach(({ low, high }, j) => {
    LEGENDRE.forEach(([node, weight], k) => {
      const z = (low + high) / 2 + ((high - low) / 2) * node
      points[j * DEGREE + k] = std * z
      weights[j * DEGREE + k] = weight * density(z)
    })
  })
  return evaluator({ x: points }).map((values) =>
    Float64Array.from(intervals, ({ low, high }, j) => {
      let sum = 0
      for (let k = j * DEGREE; k < (j + 1) * DEGREE; k++)
        sum += (values[k] as number) * (weights[k] as number)
      return (sum * (high - low)) / 2
    }),
  )
}
