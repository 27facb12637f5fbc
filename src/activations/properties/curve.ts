/** A function as the properties look at it: its values and slopes on the grid, and its kinks. */

import { derive, type Expr, evaluatorOf, simplify, X } from '../../expr/index.ts'
import { breaksOf } from './breaks.ts'
import { GRID, REACH } from './grid.ts'
import { type Kink, kinksOf } from './kinks.ts'

export interface Curve {
  readonly expression: Expr
  readonly derivative: Expr
  readonly kinks: readonly Kink[]
  /** The grid with the kinks put in, ascending. */
  readonly x: Float64Array
  readonly value: Float64Array
  readonly slope: Float64Array
  /** Median of |value|, and distance between quartiles of value: scales that poles and steep tails do not spoil. */
  readonly size: number
  readonly spread: number
}

export function sampleCurve(expression: Expr, derivative: Expr): Curve {
  const second = simplify(derive(derivative, X))
  const kinks = kinksOf(expression, breaksOf([expression, derivative, second]))
  const evaluator = evaluatorOf([expression, derivative])
  const sample = (x: Float64Array): Samples => {
    const [value, slope] = evaluator({ x }) as [Float64Array, Float64Array]
    return { x, value, slope }
  }
  let samples = sample(ascending([...GRID, ...kinks.map((kink) => kink.x)]))
  for (let round = 0; round < ROUNDS; round++) {
    const steep = steepIntervals(samples, kinks)
    if (steep.length === 0 || steep.length > MOST) break
    const between = sample(Float64Array.from(steep.flatMap(([low, high]) => divide(low, high))))
    samples = merge(samples, between)
  }
  return { expression, derivative, kinks, ...samples, ...scalesOf(samples.value) }
}

type Samples = Pick<Curve, 'x' | 'value' | 'slope'>

/** Two ascending rows of samples as one. A point that both have counts once. */
function merge(a: Samples, b: Samples): Samples {
  const both = [...a.x, ...b.x]
  const order = Uint32Array.from(both.keys()).sort((i, j) => (both[i] as number) - (both[j] as number))
  const kept = order.filter((at, i) => i === 0 || both[at] !== both[order[i - 1] as number])
  const take = (of: Float64Array, more: Float64Array) =>
    Float64Array.from(kept, (at) => (at < of.length ? of[at] : more[at - of.length]) as number)
  return { x: take(a.x, b.x), value: take(a.value, b.value), slope: take(a.slope, b.slope) }
}

/** Rounds of refining, and intervals to a round: they find a step of 10⁻⁷ among those of 1/64. */
const ROUNDS = 6
const MOST = 32
const PARTS = 8
/** The share of its height that a function may climb between two points. */
const STEEP = 0.1

/** The intervals of the dense part in which the function climbs much and does not jump. */
function steepIntervals(
  { x, value }: Samples,
  kinks: readonly Kink[],
): readonly (readonly [low: number, high: number])[] {
  const jumps = new Set(kinks.flatMap((kink) => (kink.order === 0 ? [kink.x] : [])))
  const [first, end] = [x.indexOf(-REACH), x.indexOf(REACH)]
  const most = STEEP * heightOf(value.subarray(first, end + 1))
  const found: [number, number][] = []
  for (let i = first; i < end; i++) {
    const [low, high] = [x[i] as number, x[i + 1] as number]
    const climb = Math.abs((value[i + 1] as number) - (value[i] as number))
    if (climb > most && !jumps.has(low) && !jumps.has(high)) found.push([low, high])
  }
  return found
}

/** From the least finite value to the greatest. */
function heightOf(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low && value > Number.NEGATIVE_INFINITY) low = value
    if (value > high && value < Number.POSITIVE_INFINITY) high = value
  }
  return high - low
}

function divide(low: number, high: number): readonly number[] {
  return Array.from({ length: PARTS - 1 }, (_, k) => low + ((high - low) * (k + 1)) / PARTS)
}

function ascending(points: readonly number[]): Float64Array {
  return Float64Array.from(new Set(points)).sort()
}

function scalesOf(value: Float64Array): Pick<Curve, 'size' | 'spread'> {
  const finite = value.filter(Number.isFinite).sort()
  const sizes = finite.map(Math.abs).sort()
  const at = (sorted: Float64Array, share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { size: at(sizes, 0.5), spread: at(finite, 0.75) - at(finite, 0.25) }
}

/** The curve of −φ: its peaks are the valleys of φ. */
export function mirror(curve: Curve): Curve {
  const { expression, derivative, kinks, value, slope } = curve
  const negate = (pair: Kink['values']) => [-pair[0], -pair[1]] as const
  return {
    ...curve,
    expression: expression.neg(),
    derivative: derivative.neg(),
    kinks: kinks.map((kink) => ({ ...kink, values: negate(kink.values), slopes: negate(kink.slopes) })),
    value: value.map((v) => -v),
    slope: slope.map((v) => -v),
  }
}
