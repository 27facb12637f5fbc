import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clipLine, decimalFormat, logTicksOf, spanOf, ticksOf } from '../../../src/report/charts/span.ts'

const finite = fc.double({ noNaN: true, min: -1e6, max: 1e6 })

test('a stretch is never empty and holds the middle half of the values', () => {
  fc.assert(
    fc.property(fc.array(finite, { minLength: 1 }), (values) => {
      const { low, high } = spanOf(values)
      const sorted = values.toSorted((a, b) => a - b)
      expect(low).toBeLessThan(high)
      expect(sorted[Math.floor(values.length / 2)]).toBeGreaterThanOrEqual(low)
      expect(sorted[Math.floor(values.length / 2)]).toBeLessThanOrEqual(high)
    }),
    { seed: 2 },
  )
})

test('one value far from the others does not stretch the axis, a wide spread does', () => {
  const bulk = [0.8, 0.82, 0.84, 0.85, 0.86, 0.88, 0.9]
  expect(spanOf([...bulk, -41]).low).toBeGreaterThan(0.7)
  expect(spanOf([0, 0.25, 0.5, 0.75, 1]).low).toBeLessThan(0)
  expect(spanOf([Number.NaN, Number.POSITIVE_INFINITY])).toEqual({ low: 0, high: 1 })
})

test('ticks are round, within the stretch and share their decimals', () => {
  expect(ticksOf({ low: 0.928, high: 1.003 }, 8)).toEqual([0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 1])
  expect(decimalFormat([0.98, 1])).toBe('.2f')
  expect(ticksOf({ low: -0.053, high: 0.012 }, 4)).toEqual([-0.04, -0.02, 0])
  expect(logTicksOf({ low: 0.03, high: 2 })).toEqual([0.1, 1])
  expect(logTicksOf({ low: 0.15, high: 0.9 })).toEqual([0.2, 0.5])
})

test('a line is cut exactly at the edges and broken where it is not finite', () => {
  const line = [0, 1, 2, 3, Number.NaN, 0.5, 0.5, 4, -4].map((y, x) => ({ x, y }))
  expect(clipLine(line, { low: 0, high: 1.5 })).toEqual([
    [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
      { x: 1.5, y: 1.5 },
    ],
    [
      { x: 5, y: 0.5 },
      { x: 6, y: 0.5 },
      { x: 6 + 1 / 3.5, y: 1.5 },
    ],
    [
      { x: 7 + 2.5 / 8, y: 1.5 },
      { x: 7.5, y: 0 },
    ],
  ])
})
