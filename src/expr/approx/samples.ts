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
  const around = (xs: Float32Array): Samples => ({
    [first]: xs,
    ...Object.fromEntries(others.map((name, i) => [name, xs.map((_, j) => parameter(i + j))])),
  })
  const xs = Float32Array.from([...base, ...mentioned(expr)]).sort()
  yield around(xs.filter((_, i) => i % FEW === 0))
  yield around(xs)
  if (others.length > 0) return
  yield around(Float32Array.from(nearZeros(expr, first, xs)))
  yield around(Float32Array.from(nearUnderflow(expr, first, xs)))
}

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

/** Ever closer points around each change of sign between neighbours in `xs`. */
function nearZeros(expr: Expr, name: string, xs: Float32Array): number[] {
  const found: number[] = []
  let brackets = signChanges(expr, name, xs)
  for (let round = 0; round < ROUNDS && brackets.length > 0; round++) {
    const closer = Float32Array.from(
      brackets.flatMap(([a, b]) => Array.from({ length: POINTS + 1 }, (_, i) => a + ((b - a) * i) / POINTS)),
    )
    found.push(...closer)
    brackets = signChanges(expr, name, closer)
  }
  return found
}

/** Points of a tail whose results are subnormal. */
const TAIL_POINTS = 192
const SMALLEST_NORMAL = 2 ** -126
/** Nearer to 0 the result is subnormal because the input is. */
const TAIL_FROM = 1

/** Evenly over each stretch on which results are subnormal: there a product rounds twice, and now and then too far. */
function nearUnderflow(expr: Expr, name: string, xs: Float32Array): number[] {
  const [values = []] = evaluateAll([expr], { [name]: xs })
  const isTail = (i: number) => {
    const size = Math.abs(values[i] as number)
    return size > 0 && size < SMALLEST_NORMAL && Math.abs(xs[i] as number) > TAIL_FROM
  }
  return [-1, 1].flatMap((side) => {
    const tail = [...xs].filter((x, i) => Math.sign(x) === side && isTail(i))
    const [low = 0, high = low] = [tail[0], tail.at(-1)]
    return Array.from(
      { length: high > low ? TAIL_POINTS : 0 },
      (_, i) => low + ((high - low) * i) / TAIL_POINTS,
    )
  })
}

/** More sign changes than this are a wave's, as good as each other. */
const MOST_CHANGES = 12

function signChanges(expr: Expr, name: string, xs: Float32Array): [low: number, high: number][] {
  const [values = []] = evaluateAll([expr], { [name]: xs })
  const changes: [number, number][] = []
  for (let i = 1; i < xs.length; i++) {
    const [a, b] = [values[i - 1] as number, values[i] as number]
    if (a * b < 0 && Math.abs(xs[i] as number) > 2 ** -20)
      changes.push([xs[i - 1] as number, xs[i] as number])
  }
  return changes.slice(0, MOST_CHANGES)
}
