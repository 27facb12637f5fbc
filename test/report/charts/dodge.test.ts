import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dodge } from '../../../src/report/charts/dodge.ts'

test('equal scores stand beside each other about the middle, others in the middle', () => {
  expect(dodge([0.9, 0.5, 0.9, Number.NaN, 0.9], 0.01)).toEqual([-0.17, 0, 0, 0, 0.17])
})

test('no dot leaves its row or hides one of the same score', () => {
  const score = fc.integer({ min: 0, max: 20 }).map((right) => right / 20)
  fc.assert(
    fc.property(fc.array(score, { maxLength: 100 }), (scores) => {
      const offsets = dodge(scores, 0.001)
      expect(offsets.every((offset) => Math.abs(offset) < 0.5)).toBe(true)
      const places = scores.map((value, i) => `${value} ${offsets[i]}`)
      expect(new Set(places).size).toBe(scores.length)
    }),
    { seed: 3 },
  )
})
