/**
 * Inputs over the whole range of float32: a sweep of all bit patterns, ordinary magnitudes more densely, the
 * ends, the constants that an expression mentions, the surroundings of its zeros down to neighbours, and where it is
 * subnormal.
 */

import { descend, type Expr, evaluateAll, X } from '../../src/expr/index.ts'

const ENDS = [0, 1, 2, 0x7fffff, 0x800000, 0x7f7fffff, 0x7f800000, 0x7fc00000]
const NEIGHBOURS = [-3, -2, -1, 0, 1, 2, 3]

/** Every `step`th bit pattern, and between 2⁻¹⁴ and 128 every `denseStep`th. */
export function sweep(step: number, denseStep: number): Float32Array {
  const patterns: number[] = []
  for (let i = 0; i < 2 ** 32; i += step) patterns.push(i)
  for (let i = (127 - 14) << 23; i < (127 + 7) << 23; i += denseStep) patterns.push(i, i + 2 ** 31)
  const ends = ENDS.flatMap((i) => [i, i + 2 ** 31])
  return new Float32Array(Uint32Array.from([...patterns, ...ends]).buffer)
}

/** Where an expression may change its mind or cancel: to be added to a sweep of it. */
export function criticalPoints(expr: Expr, xs: Float32Array): Float32Array {
  const constants = descend([expr]).flatMap(({ operation, value }) =>
    operation === 'constant' ? [value] : [],
  )
  const points = [...constants, ...constants.map((c) => -c), ...zerosOf(expr, xs), ...touchesOf(expr, xs)]
  return Float32Array.from(points.flatMap(surroundings))
}

const SMALLEST_NORMAL = 2 ** -126
const SMALLEST = 2 ** -149

/** Of the patterns of subnormal numbers: the first few, and every so manieth. */
const FIRST = 48
const SUBNORMAL_STEP = 65_537

/** Subnormal inputs, and inputs with subnormal results: between points of a sweep, of which either has one or only one is normal. */
export function subnormalPoints(expr: Expr, xs: Float32Array): Float32Array {
  const patterns = Array.from({ length: FIRST }, (_, i) => i)
  for (let i = FIRST; i < 2 ** 24; i += SUBNORMAL_STEP) patterns.push(i)
  const both = patterns.flatMap((i) => [i, i + 2 ** 31])
  return numbersOf([
    ...both,
    ...[-1, 1].flatMap((sign) => between(expr, patternsOf(xs.filter((x) => sign * x > 0)))),
  ])
}

/** Enough for ordinary magnitudes, where tails lie, and for others. */
const [MANY, SOME] = [64, 8]

function between(expr: Expr, patterns: Uint32Array): number[] {
  const sizes = evaluateAll([expr], { [X.name]: numbersOf(patterns) })[0]?.map(Math.abs) ?? []
  const found: number[] = []
  for (let i = 1; i < patterns.length; i++) {
    const [a, b] = [sizes[i - 1] as number, sizes[i] as number]
    if (Math.min(a, b) >= SMALLEST_NORMAL || Math.max(a, b) < SMALLEST) continue
    const [from, to] = [patterns[i - 1] as number, patterns[i] as number]
    const count = (from & 0x7fffffff) < (127 - 14) << 23 ? SOME : MANY
    for (let k = 1; k < count; k++) found.push(from + Math.round(((to - from) * k) / count))
  }
  return found
}

function numbersOf(patterns: readonly number[] | Uint32Array): Float32Array {
  return new Float32Array(Uint32Array.from(patterns).buffer)
}

/** In the order of magnitudes. */
function patternsOf(xs: Float32Array): Uint32Array {
  return new Uint32Array(xs.slice().buffer).sort()
}

/** Neighbours of a number in float32, then ever wider circles. */
function surroundings(x: number): number[] {
  const unit = Math.max(Math.abs(x) * 2 ** -23, 2 ** -149)
  const circles = Array.from({ length: 22 }, (_, i) => 2 ** i)
  return [...NEIGHBOURS, ...circles.flatMap((circle) => [1.37 * circle, -1.37 * circle])].map(
    (steps) => x + steps * unit,
  )
}

/** Enough of a wave's zeros. */
const MOST_ZEROS = 40

function zerosOf(expr: Expr, xs: Float32Array): number[] {
  const sorted = xs.filter(Number.isFinite).sort()
  const [values = []] = evaluateAll([expr], { [X.name]: sorted })
  const zeros: number[] = []
  for (let i = 1; i < sorted.length && zeros.length < MOST_ZEROS; i++)
    if ((values[i - 1] as number) * (values[i] as number) < 0)
      zeros.push(bisect(expr, sorted[i - 1] as number, sorted[i] as number))
  return zeros
}

/** Of places where 0 is touched and not crossed, so many, the nearest to 0; how small the least of three is there. */
const MOST_TOUCHES = 4
const SMALL = 2 ** -8

function touchesOf(expr: Expr, xs: Float32Array): number[] {
  const sorted = xs.filter(Number.isFinite).sort()
  const [values = []] = evaluateAll([expr], { [X.name]: sorted })
  const brackets: [number, number][] = []
  for (let i = 1; i < sorted.length - 1; i++) {
    const [before, here, after] = [-1, 0, 1].map((k) => Math.abs(values[i + k] as number)) as [
      number,
      number,
      number,
    ]
    if (here > 0 && here < before && here < after && here < SMALL)
      brackets.push([sorted[i - 1] as number, sorted[i + 1] as number])
  }
  return brackets
    .sort(([a], [b]) => Math.abs(a) - Math.abs(b))
    .slice(0, MOST_TOUCHES)
    .map(([from, to]) => least(expr, from, to))
}

/** Where |expr| is least, by halving thirds. */
function least(expr: Expr, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let i = 0; i < 60; i++) {
    const thirds = [low + (high - low) / 3, high - (high - low) / 3]
    const [a, b] = Array.from(evaluateAll([expr], { [X.name]: thirds })[0] ?? [], Math.abs) as [
      number,
      number,
    ]
    if (a < b) high = thirds[1] as number
    else low = thirds[0] as number
  }
  return low
}

function bisect(expr: Expr, from: number, to: number): number {
  const valueAt = (x: number) => evaluateAll([expr], { [X.name]: [x] })[0]?.[0] as number
  let [low, high] = [from, to]
  const sign = Math.sign(valueAt(low))
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (Math.sign(valueAt(middle)) === sign) low = middle
    else high = middle
  }
  return low
}
