/**
 * The stated bounds of the approximations, held over the whole float32 range with mulAdd fused and not.
 * Oracle: the float64 definitions, which test/expr/evaluate.test.ts holds to 113-bit values.
 */

import { describe, expect, test } from 'vitest'
import { inFloat64 } from '../../../src/expr/approx/exact.ts'
import { simulate } from '../../../src/expr/approx/simulate.ts'
import {
  apply,
  derive,
  descend,
  type Expr,
  evaluateAll,
  expandForFloat32,
  gate,
  select,
  simplify,
  type Transcendental,
  variable,
  X,
} from '../../../src/expr/index.ts'
import { readVectors } from '../../vectors/vectors.ts'
import { sweep, ulps, worst } from './float32.ts'

/**
 * In float32 ulps: of the value, and of the derivative as `derive` writes it. Subnormals count in steps. None
 * for 1/(1 + x²), which float32 loses where x² overflows: `exact` takes it to float64.
 */
const BOUNDS: {
  readonly [T in Exclude<Transcendental, 'gate'>]: readonly [value: number, slope: number]
} = {
  exp: [1, 1],
  expm1: [1.7, 1],
  log: [0.9, 0.6],
  log1p: [1.5, 1.6],
  tanh: [2.7, 2.9],
  sigmoid: [2.1, 2.9],
  softplus: [1.9, 2.1],
  softsign: [1.6, 3.6],
  erf: [1.2, 2.2],
  erfc: [3.4, 2.2],
  gaussian: [1, 1.6],
  normalPdf: [1.3, 2.4],
  normalCdf: [2.9, 1.3],
  sin: [0.51, 0.51],
  cos: [0.51, 0.51],
  atan: [0.51, Infinity],
}

/** Whose definitions are the language's own, and which have no vectors. */
const OF_THE_LANGUAGE: readonly Transcendental[] = ['sin', 'cos', 'atan']

const NAMES = Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]
const xs = sweep()

/** In float32, unfused. */
function at(expr: Expr, x: number): number {
  return simulate([expandForFloat32(expr)], { x: Float32Array.of(x) }, false)[0]?.[0] as number
}

describe.each([true, false])('expandForFloat32, mulAdd fused: %s', (fused) => {
  test.each(NAMES)('%s holds its bounds over the whole range', (name) => {
    const value = apply(name, X)
    const slope = simplify(derive(value, X))
    const expanded = [value, slope].map(expandForFloat32)
    const swept = simulate(expanded, { x: xs }, fused)
    const truths = evaluateAll([value, slope], { x: xs })
    const rows = OF_THE_LANGUAGE.includes(name) ? [] : readVectors(name)
    const points = Float32Array.from(rows, ({ x }) => x)
    const atRows = simulate(expanded, { x: points }, fused)
    for (const [i, column] of (['value', 'slope'] as const).entries()) {
      const exact = rows.map((row) => row[column])
      for (const found of [
        worst(xs, swept[i] as Float32Array, truths[i] as Float64Array),
        worst(points, atRows[i] as Float32Array, exact),
      ]) {
        const bound = BOUNDS[name][i] as number
        expect(found.error, `${column} at ${found.x}`).toBeLessThanOrEqual(bound)
        expect(found.subnormal, `${column}, subnormal`).toBeLessThanOrEqual(Math.max(bound, 2))
      }
    }
  })
})

/** Half the smallest float32, and more than the largest: what lies beyond is 0 or ∞ when it has been rounded. */
const [LEAST, MOST] = [2 ** -150, 2 ** 129]

/** As a share of the truth; of that of sin and cos, which have zeros, of the lesser of 1 and |x|. */
function relativeError(name: Transcendental, x: number, value: number, truth: number): number {
  const size = Math.abs(truth)
  if (value === truth || (Number.isNaN(truth) && Number.isNaN(value))) return 0
  if (size < LEAST && Math.abs(value) < 2 * LEAST) return 0
  if (size > MOST && Math.abs(value) > MOST / 2) return 0
  const isWave = name === 'sin' || name === 'cos'
  return Math.abs(value - truth) / (isWave ? Math.max(size, Math.min(1, Math.abs(x))) : size)
}

test.each(NAMES)('%s for float64 is right to 42 bits wherever float32 has numbers', (name) => {
  const expr = apply(name, apply('widen', X))
  const [values] = simulate([expandForFloat32(expr)], { x: xs }, false)
  const [truths] = evaluateAll([expr], { x: xs })
  const errors = Array.from(xs, (x, i) =>
    relativeError(name, x, values?.[i] as number, truths?.[i] as number),
  )
  const worstOf = errors.reduce((max, error) => (error > max || Number.isNaN(error) ? error : max), 0)
  expect(worstOf, `at ${xs[errors.indexOf(worstOf)]}`).toBeLessThan(2 ** -42)
})

describe('expandForFloat32', () => {
  test('leaves core primitives only, whose pow2 never leaves its range', () => {
    const core = (expr: Expr) => descend([expr]).every(({ operation }) => !NAMES.some((n) => n === operation))
    for (const name of NAMES) expect(core(expandForFloat32(apply(name, X)))).toBe(true)
    expect(core(expandForFloat32(gate(X, apply('tanh', apply('exp', X)))))).toBe(true)
  })

  test('value and derivative share their exponential and their division', () => {
    const both = (expr: Expr) =>
      descend([expandForFloat32(expr), expandForFloat32(simplify(derive(expr, X)))])
    const count = (expr: Expr, operation: string) =>
      both(expr).filter((node) => node.operation === operation).length
    expect(count(apply('sigmoid', X), 'pow2')).toBe(1)
    expect(count(apply('sigmoid', X), 'div')).toBe(1)
    expect(count(apply('softplus', X), 'pow2')).toBe(1)
    expect(count(apply('tanh', X), 'pow2')).toBe(1)
    const gelu = gate(X, apply('normalCdf', X))
    const wide = [gelu, simplify(derive(gelu, X))].map((expr) => expandForFloat32(inFloat64(expr)))
    expect(descend(wide).filter(({ operation }) => operation === 'pow2').length).toBe(1)
  })

  test('in float64 value and derivative divide by the same number once', () => {
    const wide = apply('widen', X)
    const value = wide.div(wide.mul(wide).add(3))
    const both = descend([value, simplify(derive(value, X))].map(expandForFloat32))
    expect(both.filter(({ operation }) => operation === 'div')).toHaveLength(1)
  })

  test('in float64 a form for very small or very large numbers alone is seldom computed, and which is the same', () => {
    const wide = apply('widen', X)
    const choice = (limit: number) => select(wide.abs().lt(limit), wide.mul(wide), wide.mul(3))
    const limits = [2 ** -8, 1, 2 ** 16, Number.POSITIVE_INFINITY]
    const expanded = limits.map((limit) => expandForFloat32(choice(limit)))
    expect(expanded.map(({ operation }) => operation)).toEqual(['seldom', 'select', 'seldom', 'seldom'])
    const points = [0, 2 ** -9, 2 ** -8, 0.5, 1, 7, 2 ** 16, 1e9].flatMap((x) => [x, -x])
    const ends = [...points, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]
    for (const [i, limit] of limits.entries())
      expect(evaluateAll([expanded[i] as Expr], { x: ends })).toEqual(
        evaluateAll([choice(limit)], { x: ends }),
      )
  })

  test('in float64 slopes of a magnitude share its sign', () => {
    const [x, a, b] = ['x', 'a', 'b'].map((name) => apply('widen', variable(name))) as [Expr, Expr, Expr]
    const inner = x.mul(x.mul(a).add(b))
    const slopes = [a, b].map((parameter) => simplify(derive(inner.abs(), parameter.args[0] as Expr)))
    const both = slopes.map(expandForFloat32)
    expect(descend(both).filter(({ operation }) => operation === 'select')).toHaveLength(2)
    const inputs = { x: [-2, -0.3, 1, 7], a: 1, b: 0.5 }
    expect(evaluateAll(both, inputs)).toEqual(evaluateAll(slopes, inputs))
  })

  test('a series near 0 is seldom computed where float64 does as well without it, and else up to its end', () => {
    const wide = apply('widen', X)
    const direct = wide.sub(apply('tanh', wide))
    const cubic = wide
      .mul(wide)
      .mul(wide)
      .mul(1 / 3)
    const series = cubic.sub(
      cubic
        .mul(wide)
        .mul(wide)
        .mul(2 / 5),
    )
    const choices = [2 ** -7, 2 ** -4].map((end) =>
      apply('narrow', select(wide.abs().lt(end), series, direct)),
    )
    const operations = choices.map((choice) => expandForFloat32(choice).args[0]?.operation)
    expect(operations).toEqual(['seldom', 'select'])
  })

  test('the gates of mish and smish and their derivatives take no logarithm', () => {
    for (const inner of [apply('softplus', X), apply('log1p', apply('sigmoid', X))]) {
      const squashed = apply('tanh', inner)
      const both = descend([squashed, simplify(derive(squashed, X))].map(expandForFloat32))
      expect(both.filter(({ operation }) => operation === 'mantissa' || operation === 'pow2').length).toBe(1)
    }
  })

  test('a product with a closing gate keeps its bits where the gate itself is subnormal', () => {
    const x = Math.fround(-91.4555)
    const exact = x / (1 + Math.exp(-x))
    expect(ulps(at(gate(X, apply('sigmoid', X)), x), exact)).toBeLessThan(3)
    expect(ulps(x * Math.fround(1 / (1 + Math.exp(-x))), exact)).toBeGreaterThan(10)
  })

  test('constants are gathered: what is scaled down and up again is rounded once', () => {
    const tail = apply('exp', X)
    for (const x of [-87.9, -95.3, -103.2]) expect(at(tail.mul(0.5).mul(2), x)).toBe(at(tail, x))
    expect(at(apply('erf', X.mul(0.5)), 7 * 2 ** -149)).toBe(4 * 2 ** -149)
  })

  test('a gate has its limits at infinity', () => {
    const gelu = gate(X, apply('normalCdf', X))
    expect(at(gelu, Number.NEGATIVE_INFINITY)).toBeCloseTo(0, 300)
    expect(at(gelu, Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY)
    expect(at(gelu, Number.NaN)).toBeNaN()
  })
})
