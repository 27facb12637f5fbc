/**
 * Inputs at which an expression is judged: all of float32 coarsely, ordinary magnitudes more densely, every
 * constant that the expression mentions with its neighbours, and the surroundings of its zeros.
 */

import { evaluateAll } from '../evaluate.ts'
import type { Expr } from '../expr.ts'
import { descend, variablesOf } from '../substitute.ts'

/** Values of one length, by the names of variables. */
export type Samples = Readonly<Record<string, Float32Array>>

/** Patterns to a power of two: for any magnitude, and for those between 2⁻¹⁴ and 2⁷. */
const COARSE = 2
const DENSE = 48
const [DENSE_FROM, DENSE_TO] = [127 - 14, 127 + 7]

const SPECIAL = [0, 2 ** -149, 2 ** -126, 3.4028234663852886e38, Number.POSITIVE_INFINITY, Number.NaN]

/** What other variables than the first hold in turn: learned parameters of either sign and ordinary size. */
const PARAMETERS = [1, 0.25, 0.8, -0.5, 1.5, 0.01, 3]

/** Every so manieth is in the first round. */
const FEW = 11

/** Rounds of looking closer at where the sign changes, each at so many points. */
const ROUNDS = 3
const POINTS = 24

const base = baseInputs()

/** In rounds, the cheapest and most telling first. */
export function* samplesFor(expr: Expr): Generator<Samples> {
  const [first, ...others] = [...variablesOf(expr)].sort()
  if (first === undefined) return
  const around = (xs: Float32Array, settingOf: (index: number) => number): Samples => ({
    [first]: xs,
    ...Object.fromEntries(others.map((name, i) => [name, xs.map((_, j) => parameter(i + settingOf(j)))])),
  })
  const xs = Float32Array.from([...base, ...mentioned(expr)]).sort()
  yield around(
    xs.filter((_, i) => i % FEW === 0),
    (j) => j,
  )
  yield around(xs, (j) => j)
  for (let setting = 0; setting < (others.length > 0 ? PARAMETERS.length : 1); setting++) {
    const fixed = around(xs, () => setting)
    const curve: Curve = (points) =>
      evaluateAll(
        [expr],
        around(Float32Array.from(points), () => setting),
      )[0] as Float64Array
    const [values] = evaluateAll([expr], fixed) as [Float64Array]
    const closer = [...nearZeros(curve, xs, values), ...nearUnderflow(curve, xs, values)]
    yield around(Float32Array.from(closer), () => setting)
  }
}

/** The expression as a function of its first variable. */
type Curve = (xs: readonly number[] | Float32Array) => Float64Array

function parameter(index: number): number {
  return PARAMETERS[index % PARAMETERS.length] as number
}

/** Both signs of every exponent. */
function baseInputs(): number[] {
  const patterns: number[] = []
  for (let exponent = 0; exponent < 255; exponent++) {
    const count = exponent >= DENSE_FROM && exponent < DENSE_TO ? DENSE : COARSE
    /** The golden ratio spreads fractions evenly without a common step. */
    for (let i = 0; i < count; i++)
      patterns.push((exponent << 23) | Math.floor(((i * 0.6180339887) % 1) * 2 ** 23))
  }
  const magnitudes = [...new Float32Array(Uint32Array.from(patterns).buffer), ...SPECIAL]
  return [...magnitudes, ...magnitudes.map((x) => -x)]
}

/** Constants of the expression, where it may change its mind, and what lies beside them. */
function mentioned(expr: Expr): number[] {
  const constants = descend([expr]).flatMap(({ operation, value }) =>
    operation === 'constant' ? [value] : [],
  )
  return constants.flatMap((c) =>
    [-3, -2, -1, 0, 1, 2, 3].flatMap((step) => [c * (1 + step * 2 ** -23), -c * (1 + step * 2 ** -23)]),
  )
}

/** Ever closer points around each change of sign between neighbours in `xs`, where the curve has `values`. */
function nearZeros(curve: Curve, xs: Float32Array, values: Float64Array): number[] {
  const found: number[] = []
  let brackets = signChanges(xs, values)
  for (let round = 0; round < ROUNDS && brackets.length > 0; round++) {
    const closer = Float32Array.from(
      brackets.flatMap(([a, b]) => Array.from({ length: POINTS + 1 }, (_, i) => a + ((b - a) * i) / POINTS)),
    )
    found.push(...closer)
    brackets = signChanges(closer, curve(closer))
  }
  return found
}

/** More changes than this are a wave's, as good as each other. */
const MOST_CHANGES = 12

type Bracket = readonly [from: number, to: number]

function signChanges(xs: Float32Array, values: Float64Array): Bracket[] {
  const changes: Bracket[] = []
  for (let i = 1; i < xs.length; i++) {
    const [a, b] = [values[i - 1] as number, values[i] as number]
    if (a * b < 0 && Math.abs(xs[i] as number) > 2 ** -20)
      changes.push([xs[i - 1] as number, xs[i] as number])
  }
  return changes.slice(0, MOST_CHANGES)
}

/** Points of a stretch on which results are subnormal, and halvings to find where it begins. */
const TAIL_POINTS = 320
const HALVINGS = 24
const SMALLEST_NORMAL = 2 ** -126
const NOTHING = 2 ** -150

/**
 * Stretches on which results are subnormal, most densely where they begin: there a step is hardly coarser than the
 * last place of a normal number, while a product rounds twice.
 */
function nearUnderflow(curve: Curve, xs: Float32Array, values: Float64Array): number[] {
  const stretches = underflows(xs, values)
  let [normal, subnormal] = [stretches.map(([from]) => from), stretches.map(([, to]) => to)]
  for (let step = 0; step < HALVINGS && stretches.length > 0; step++) {
    const middles = normal.map((from, i) => (from + (subnormal[i] as number)) / 2)
    const isNormal = Array.from(curve(middles), (value) => Math.abs(value) >= SMALLEST_NORMAL)
    normal = normal.map((from, i) => (isNormal[i] ? (middles[i] as number) : from))
    subnormal = subnormal.map((to, i) => (isNormal[i] ? to : (middles[i] as number)))
  }
  return stretches.flatMap(([, , end], i) => {
    const start = subnormal[i] as number
    return Array.from({ length: TAIL_POINTS }, (_, k) => start + (end - start) * (k / TAIL_POINTS) ** 3)
  })
}

/** Of each stretch the normal neighbour, the first subnormal result, and the end: nothing, or normal again. */
function underflows(xs: Float32Array, values: Float64Array): [normal: number, first: number, end: number][] {
  const size = (i: number) => Math.abs(values[i] as number)
  const stretches: [number, number, number][] = []
  for (const step of [-1, 1])
    for (let i = step > 0 ? 1 : xs.length - 2; i > 0 && i < xs.length - 1; i += step) {
      const isStart = size(i - step) >= SMALLEST_NORMAL && size(i) < SMALLEST_NORMAL
      if (!isStart || stretches.length >= MOST_CHANGES) continue
      let last = i
      while (size(last) > NOTHING && size(last) < SMALLEST_NORMAL && last > 0 && last < xs.length - 1)
        last += step
      stretches.push([xs[i - step] as number, xs[i] as number, xs[last] as number])
    }
  return stretches
}
