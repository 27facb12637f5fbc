/**
 * What holds for every activation, by iteration over the catalogue: exact values at the defaults and at other
 * parameters (113-bit vectors), derivatives, limits, NaN. How exact devices are: `exactness.test.ts`.
 */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as catalogue from '../../src/activations/catalogue.ts'
import { type Activation, ELEMENTWISE, findElementwise } from '../../src/activations/index.ts'
import { derive, evaluate, evaluateAll, simplify, X } from '../../src/expr/index.ts'
import { VARIANTS } from '../vectors/variants.ts'
import { type Row, readVectorSets } from '../vectors/vectors.ts'

test('every activation is found under the name by which it is exported', () => {
  for (const [key, entry] of Object.entries(catalogue)) expect(entry.name).toBe(key)
})

/** Roundings, in units of 2⁻⁵³, of the result or of x, that values and slopes may be off by. */
const ROUNDINGS = 16
/** Where a function is a sum that cancels away from its zeros, too, as polynomials and splines are. */
const MORE_ROUNDINGS: Readonly<Record<string, number>> = { kanSpline: 128, polyRelu: 64, rational: 512 }
/** Terms of slopes that touch 0 without crossing it, and are exact on the scale of these terms. */
const TOUCHING: Readonly<Record<string, number>> = { snake: 1, snakeBeta: 6 }
/** Half the smallest float32: what is below rounds to 0. */
const NOTHING = 2 ** -150

/**
 * Mixed error: a few roundings of the truth, or the exact result for an x that is a few roundings off, which
 * no formula in float64 can beat once it multiplies x by anything. `slope` is of what is checked.
 */
function expectExact(
  got: number,
  truth: number,
  { x }: Row,
  slope: number,
  units: number,
  what: string,
): void {
  const conditioned = Number.isFinite(x * slope) ? Math.abs(x * slope) : 0
  const allowed = units * 2 ** -53 * (Math.abs(truth) + conditioned) + NOTHING
  if (!Number.isFinite(truth)) expect(got, `${what} at ${x}`).toBe(truth)
  else expect(Math.abs(got - truth), `${what} at ${x}: ${got} for ${truth}`).toBeLessThanOrEqual(allowed)
}

function checkVectors(fn: Activation, rows: readonly Row[], units: number, terms: number): void {
  const exprs = [fn.expression, fn.derivative, simplify(derive(fn.derivative, X))]
  const [values, slopes, curvatures] = evaluateAll(exprs, { x: rows.map(({ x }) => x) }) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const curvature = (i: number) =>
    Math.max(Math.abs(curvatures[i] as number), terms / Math.abs(rows[i]?.x as number))
  rows.forEach((row, i) => {
    expectExact(values[i] as number, row.value, row, row.slope, units, 'value')
    // Of straight pieces at NaN nothing is asked.
    if (!Number.isNaN(row.x)) expectExact(slopes[i] as number, row.slope, row, curvature(i), units, 'slope')
  })
}

const at = (fn: Activation, x: number) => evaluate(fn.expression, { x })

describe.each(ELEMENTWISE.map((fn) => [fn.name, fn] as const))('%s', (name, fn) => {
  test('values and slopes agree with 113-bit vectors, limits at infinity included', () => {
    for (const [settings, rows] of readVectorSets(name)) {
      const variant = settings === '' ? fn : findElementwise(`${name}(${settings})`)
      checkVectors(variant, rows, MORE_ROUNDINGS[name] ?? ROUNDINGS, TOUCHING[name] ?? 0)
    }
  })

  test('its derivative agrees with central differences', () => {
    const [h, points] = [1e-6, [-7.3, -2.2, -0.6, 0.4, 1.6, 4.3]]
    for (const x of points) {
      const difference = (at(fn, x + h) - at(fn, x - h)) / (2 * h)
      expect(evaluate(fn.derivative, { x })).toBeCloseTo(difference, 7)
    }
  })

  test('NaN stays NaN', () => {
    expect(at(fn, Number.NaN)).toBeNaN()
  })

  test('its parameters have ranges that hold their defaults, are checked, and are tried apart from them', () => {
    for (const [key, { default: value, range }] of Object.entries(fn.parameters)) {
      const [low, high] = range
      expect(low <= value && value <= high, key).toBe(true)
      expect(fn.with({ [key]: low }).parameters[key]?.default).toBe(low)
      expect(() => fn.with({ [key]: low - 1 })).toThrow(`${key} is out of range`)
      expect(() => fn.with({ [key]: high * 2 + 1 })).toThrow(`expected a number from ${low} to ${high}`)
      expect(() => fn.with({ [key]: Number.NaN })).toThrow(`${key} is out of range`)
      expect(VARIANTS[name]?.join(), key).toContain(`${key}=`)
    }
  })
})

/** Finite float32 numbers of all sizes, and where exponentials overflow in float64. */
const FINITE = [
  0, 1e-45, 1e-20, 1e-3, 0.3, 1, 2, 7, 30, 104, 700, 720, 1e5, 1e20, 3.4028234663852886e38,
].flatMap((x) => [x, -x])

test.each(
  ELEMENTWISE.filter(({ parameters }) => Object.keys(parameters).length > 0).map(
    (fn) => [fn.name, fn] as const,
  ),
)('%s is finite at finite inputs, and has a slope there, whatever its parameters', (_, fn) => {
  const values = Object.entries(fn.parameters).map(
    ([
      key,
      {
        default: value,
        range: [min, max],
      },
    ]) => {
      const some = [min, max, value, 0].filter((v) => min <= v && v <= max)
      return [key, fc.oneof(fc.constantFrom(...some), fc.double({ min, max, noNaN: true }))] as const
    },
  )
  fc.assert(
    fc.property(fc.record(Object.fromEntries(values)), (settings) => {
      const variant = fn.with(settings)
      const [value = [], slope = []] = evaluateAll([variant.expression, variant.derivative], { x: FINITE })
      FINITE.forEach((x, i) => {
        expect(Number.isFinite(value[i]), `${variant.name} at ${x}`).toBe(true)
        expect(Number.isNaN(slope[i]), `slope of ${variant.name} at ${x}`).toBe(false)
      })
    }),
    { seed: 3, numRuns: 60 },
  )
})

test('vectors of variants are those that are listed', () => {
  for (const { name } of ELEMENTWISE)
    expect([...readVectorSets(name).keys()], name).toEqual(['', ...(VARIANTS[name] ?? [])])
})

describe('the check itself', () => {
  test.each([
    ['a tail that is 0', 1e-30, 0],
    ['a value a hundred roundings off', 1, 1 + 2e-14],
    ['a finite limit', Number.POSITIVE_INFINITY, 1e300],
  ])('finds %s', (_, truth, got) => {
    const row = { x: -9, value: truth, slope: 0 }
    expect(() => expectExact(got, truth, row, 0, ROUNDINGS, 'value')).toThrow()
  })
})
