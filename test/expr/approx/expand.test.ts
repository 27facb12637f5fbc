/**
 * The stated bounds of the approximations, held over the whole float32 range with mulAdd fused and not.
 * Oracle: the float64 definitions, which test/expr/evaluate.test.ts holds to 113-bit values.
 */

import { describe, expect, test } from 'vitest'
import {
  apply,
  derive,
  descend,
  type Expr,
  evaluateAll,
  expandForFloat32,
  gate,
  simplify,
  type Transcendental,
  X,
} from '../../../src/expr/index.ts'
import { readVectors } from '../../vectors/vectors.ts'
import { simulate, sweep, ulps, worst } from './float32.ts'

/** In float32 ulps: of the value, and of the derivative as `derive` writes it. Subnormals count in steps. */
const BOUNDS: {
  readonly [T in Exclude<Transcendental, 'gate' | 'sin' | 'cos' | 'atan'>]: readonly [
    value: number,
    slope: number,
  ]
} = {
  exp: [1.1, 1.1],
  expm1: [1.7, 1.1],
  log: [0.9, 0.6],
  log1p: [1.5, 1.6],
  tanh: [2.4, 3.3],
  sigmoid: [2.4, 3.4],
  softplus: [2.3, 2.4],
  softsign: [1.6, 3.6],
  erf: [1.6, 2.4],
  erfc: [4.1, 2.4],
  gaussian: [1.2, 2.5],
  normalPdf: [2.1, 3],
  normalCdf: [4.1, 2.1],
}

/** A gate is closed where float32 has 0 for it: of x·exp(−x²), up to 10·2⁻¹⁵⁰ is lost there. */
const LOST_BY_GATES = 16

const NAMES = Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]
const xs = sweep()

describe.each([true, false])('expandForFloat32, mulAdd fused: %s', (fused) => {
  test.each(NAMES)('%s holds its bounds over the whole range', (name) => {
    const value = apply(name, X)
    const slope = simplify(derive(value, X))
    const compute = simulate([expandForFloat32(value), expandForFloat32(slope)], ['x'], fused)
    const truths = evaluateAll([value, slope], { x: xs })
    const rows = readVectors(name)
    for (const [i, column] of (['value', 'slope'] as const).entries()) {
      const swept = [...xs].map((x, j) => [x, truths[i]?.[j] as number] as const)
      const found = worst(
        (x) => compute(x)[i] as number,
        [...swept, ...rows.map((row) => [row.x, row[column]] as const)],
      )
      expect(found.error, `${column} at ${found.x}`).toBeLessThanOrEqual(BOUNDS[name][i] as number)
      expect(found.subnormal, `${column}, subnormal`).toBeLessThanOrEqual(i === 0 ? 2 : LOST_BY_GATES)
    }
  })
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
    expect(count(gate(X, apply('normalCdf', X)), 'pow2')).toBe(1)
  })

  test('a product with a closing gate keeps its bits where the gate itself is subnormal', () => {
    const compute = simulate([expandForFloat32(gate(X, apply('sigmoid', X)))], ['x'], false)
    const x = Math.fround(-91.4555)
    const exact = x / (1 + Math.exp(-x))
    expect(ulps(compute(x)[0] as number, exact)).toBeLessThan(3)
    expect(ulps(x * Math.fround(1 / (1 + Math.exp(-x))), exact)).toBeGreaterThan(10)
  })

  test('a gate has its limits at infinity', () => {
    const compute = simulate([expandForFloat32(gate(X, apply('normalCdf', X)))], ['x'], true)
    expect(compute(Number.NEGATIVE_INFINITY)[0]).toBeCloseTo(0, 300)
    expect(compute(Number.POSITIVE_INFINITY)).toEqual([Number.POSITIVE_INFINITY])
    expect(compute(Number.NaN)).toEqual([Number.NaN])
  })
})
