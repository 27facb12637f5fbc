/** Lines with fewer points. */

import { expect, test } from 'vitest'
import { thin } from '../../src/draw/thin.ts'

const circle = Array.from({ length: 1001 }, (_, i) => ({
  x: 100 * Math.cos((Math.PI * i) / 1000),
  y: 100 * Math.sin((Math.PI * i) / 1000),
}))

test('a straight line needs its ends alone, a corner its corner', () => {
  const straight = Array.from({ length: 50 }, (_, x) => ({ x, y: 3 * x }))
  expect(thin(straight, 1e-9)).toEqual([straight[0], straight[49]])
  const bent = straight.map(({ x }) => ({ x, y: Math.max(0, x - 20) }))
  expect(thin(bent, 1e-9).map(({ x }) => x)).toEqual([0, 20, 49])
})

test('no point lies farther from what remains than was allowed', () => {
  const kept = thin(circle, 0.05)
  expect(kept.length).toBeLessThan(80)
  for (const { x, y } of circle) {
    const distances = kept.slice(1).map((b, i) => {
      const a = kept[i] as typeof b
      const [dx, dy] = [b.x - a.x, b.y - a.y]
      const share = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy)))
      return Math.hypot(x - a.x - share * dx, y - a.y - share * dy)
    })
    expect(Math.min(...distances)).toBeLessThanOrEqual(0.05 + 1e-9)
  }
})

test('a single point stays', () => {
  expect(thin([{ x: 1, y: 2 }], 1)).toEqual([{ x: 1, y: 2 }])
})
