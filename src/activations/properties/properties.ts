/**
 * What an activation is like, all of it found from its expression; nothing is typed in. Each property is
 * computed when it is first read, and kept. They are those of the function over the reals, as far as float64
 * and a grid of some three thousand points show them: see `grid.ts`.
 */

import { once } from '../../base/index.ts'
import { type Expr, evaluateAll, X } from '../../expr/index.ts'
import { type Curve, sampleCurve } from './curve.ts'
import { lipschitzOf, maximumOf, minimumOf, type Point, type Range, rangeOf } from './extremes.ts'
import { type Flatness, flatnessOf } from './flatness.ts'
import { gaussianMeans } from './gaussian.ts'
import { rootsOf } from './roots.ts'
import { directionOf, symmetryOf } from './shape.ts'
import { type Tail, tailOf } from './tails.ts'

export interface Properties {
  /** E φ(z), z ~ N(0, 1). */
  readonly mean: number
  /** E φ(z)². */
  readonly secondMoment: number
  /** E φ′(z)². */
  readonly slopeSecondMoment: number
  /** 1/√E φ(z)²: the weight scale that keeps the second moment at 1, forwards (He et al. 2015). */
  readonly gain: number
  /** 1/√E φ′(z)²: the same for gradients, backwards. */
  readonly backwardGain: number
  /** gain²·E φ′(z)²: what a layer does to the variance of gradients (Poole et al. 2016); 1 is neutral. */
  readonly chi1: number
  /** |E φ(z)| is at most a thousandth of √E φ(z)². */
  readonly zeroCentred: boolean
  readonly range: Range
  /** Both ends of the range are finite. */
  readonly bounded: boolean
  /** What φ tends to at −∞ and ∞, perhaps ±∞; undefined where it oscillates. */
  readonly limits: { readonly left: number | undefined; readonly right: number | undefined }
  /** Weakly: relu is increasing, and so is a constant. */
  readonly monotone: 'increasing' | 'decreasing' | 'no'
  /**
   * The derivatives that exist everywhere and are continuous: C1 has the first. C2 is twice and perhaps more
   * often differentiable, yet not analytic. Discontinuous is also what is not a number somewhere.
   */
  readonly smoothness: 'discontinuous' | 'C0' | 'C1' | 'C2' | 'analytic'
  /** Where it is not analytic, ascending; of very many the nearest to 0. */
  readonly kinks: readonly number[]
  readonly symmetry: 'odd' | 'even' | 'none'
  /** Where φ(x) = 0, ascending; of an interval its finite ends, of more than nine the nearest to 0. */
  readonly zeros: readonly number[]
  /** Where φ(x) = x, in the same way. */
  readonly fixedPoints: readonly number[]
  /** The least value, where it is attained with greater ones on either side; the nearest to 0 of several. */
  readonly minimum: Point | undefined
  readonly maximum: Point | undefined
  /** sup |φ′|; ∞ where there is no bound, or a jump. */
  readonly lipschitz: number
  /** The sides on which φ tends to a finite limit and φ′ to 0. */
  readonly saturation: { readonly left: Flatness | undefined; readonly right: Flatness | undefined }
}

/** A function of `X` and its derivative: an activation, or what could be one. */
export interface ScalarFunction {
  readonly expression: Expr
  readonly derivative: Expr
}

/** What properties are read off. */
interface Sources {
  readonly curve: () => Curve
  readonly tails: () => { readonly values: Sides; readonly slopes: Sides }
  readonly moments: () => readonly number[]
}

interface Sides {
  readonly left: Tail | undefined
  readonly right: Tail | undefined
}

/** One row a property; `own` are the properties themselves, for what follows from others. */
const ROWS: { readonly [P in keyof Properties]: (from: Sources, own: Properties) => Properties[P] } = {
  mean: ({ moments }, { secondMoment }) => {
    const mean = moments()[0] as number
    // Those of odd functions are 0, and come out as what rounding leaves of it.
    return Math.abs(mean) / Math.sqrt(secondMoment) < 1e-15 && secondMoment < Number.POSITIVE_INFINITY
      ? 0
      : mean
  },
  secondMoment: ({ moments }) => moments()[1] as number,
  slopeSecondMoment: ({ moments }) => moments()[2] as number,
  gain: (_, { secondMoment }) => 1 / Math.sqrt(secondMoment),
  backwardGain: (_, { slopeSecondMoment }) => 1 / Math.sqrt(slopeSecondMoment),
  chi1: (_, { secondMoment, slopeSecondMoment }) => slopeSecondMoment / secondMoment,
  zeroCentred: (_, { mean, secondMoment }) => Math.abs(mean) / Math.sqrt(secondMoment) <= 1e-3,
  range: ({ curve, tails }) => rangeOf(curve(), present(tails().values)),
  bounded: (_, { range }) => Number.isFinite(range.low) && Number.isFinite(range.high),
  limits: ({ tails }) => {
    const { left, right } = tails().values
    return { left: left?.limit, right: right?.limit }
  },
  monotone: ({ curve }) => directionOf(curve()),
  smoothness: ({ curve }) => smoothnessOf(curve()),
  kinks: ({ curve }) => curve().kinks.map(({ x }) => x),
  symmetry: ({ curve }) => symmetryOf(curve()),
  zeros: ({ curve }) => zerosOf(curve()),
  fixedPoints: ({ curve }) => fixedPointsOf(curve()),
  minimum: ({ curve, tails }) => minimumOf(curve(), present(tails().values)),
  maximum: ({ curve, tails }) => maximumOf(curve(), present(tails().values)),
  lipschitz: ({ curve, tails }) => lipschitzOf(curve(), present(tails().slopes)),
  saturation: ({ curve, tails }) => {
    const { values, slopes } = tails()
    return {
      left: flatnessOf(curve(), 'left', values.left, slopes.left),
      right: flatnessOf(curve(), 'right', values.right, slopes.right),
    }
  },
}

const known = new WeakMap<Expr, Properties>()

/** The properties of an activation, its parameters at their defaults: see `Activation.with` for others. */
export function propertiesOf({ expression, derivative }: ScalarFunction): Properties {
  const before = known.get(expression)
  if (before) return before
  const curve = once(() => sampleCurve(expression, derivative))
  const from: Sources = {
    curve,
    tails: once(() => tailsOf(curve())),
    moments: once(() => momentsOf(curve())),
  }
  const own = {} as Properties
  for (const [name, compute] of Object.entries(ROWS))
    Object.defineProperty(own, name, { enumerable: true, get: once(() => compute(from, own)) })
  known.set(expression, own)
  return own
}

const SMOOTHNESS = ['discontinuous', 'C0', 'C1', 'C2'] as const

function smoothnessOf({ value, kinks }: Curve): Properties['smoothness'] {
  if (value.every(Number.isNaN)) return 'discontinuous'
  return SMOOTHNESS[Math.min(...kinks.map(({ order }) => order))] ?? 'analytic'
}

function momentsOf({ expression, derivative, kinks }: Curve): readonly number[] {
  return gaussianMeans(
    [expression, expression.mul(expression), derivative.mul(derivative)],
    kinks.map(({ x }) => x),
  )
}

function tailsOf({ expression, derivative, x, value, slope }: Curve): ReturnType<Sources['tails']> {
  const infinities = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const [values = [], slopes = []] = evaluateAll([expression, derivative], { x: infinities })
  const sides = (column: Float64Array, [left = Number.NaN, right = Number.NaN]: Iterable<number>): Sides => ({
    left: tailOf(x, column, 'left', left),
    right: tailOf(x, column, 'right', right),
  })
  return { values: sides(value, values), slopes: sides(slope, slopes) }
}

function present({ left, right }: Sides): readonly Tail[] {
  return [left, right].filter((tail) => tail !== undefined)
}

function zerosOf({ expression: expr, x, value: values, ...curve }: Curve): readonly number[] {
  return rootsOf({ ...curve, expr, x, values, sizes: new Float64Array(x.length) })
}

function fixedPointsOf({ expression, x, value, ...curve }: Curve): readonly number[] {
  const values = value.map((v, i) => v - (x[i] as number))
  return rootsOf({ ...curve, expr: expression.sub(X), x, values, sizes: x.map(Math.abs) })
}
