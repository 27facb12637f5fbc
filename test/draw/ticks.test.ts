/** Round numbers along an axis. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ticksIn } from '../../src/draw/ticks.ts'

test('ticks are round, without digits of rounding', () => {
  expect(ticksIn({ low: -0.34, high: 0.34 }, 8)).toEqual([-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3])
  expect(ticksIn({ low: -4, high: 4 }, 5)).toEqual([-4, -2, 0, 2, 4])
})

test('they lie within the span, evenly, and are no more than asked for', () => {
  const magnitudes = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      magnitudes,
      fc.integer({ min: 3, max: 12 }),
      (low, size, most) => {
        const high = low + size
        if (!(high > low)) return
        const ticks = ticksIn({ low, high }, most)
        expect(ticks.length).toBeLessThanOrEqual(most)
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low - 1e-6 * size - 1e-9 * Math.abs(low))
          expect(tick).toBeLessThanOrEqual(high + 1e-6 * size + 1e-9 * Math.abs(high))
        }
      },
    ),
  )
})
