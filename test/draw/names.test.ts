/** Names beside lines. The oracle looks at points of the lines, a tenth of a pixel apart. */

import { expect, test } from 'vitest'
import { CHARACTER, type NamedLine, placeNames } from '../../src/draw/names.ts'

const area = { left: 40, right: 440, top: 20, bottom: 320 }

function line(label: string, y: (x: number) => number): NamedLine {
  const dots = Array.from({ length: 201 }, (_, i) => ({ x: area.left + 2 * i, y: y(area.left + 2 * i) }))
  return { label, pieces: [dots] }
}

const LINES = [
  line('rising', (x) => 360 - x * 0.75),
  line('with it', (x) => 360 - x * 0.75),
  line('steeper', (x) => Math.max(25, 400 - x)),
  line('level', () => 200),
  line('waving', (x) => 200 + 60 * Math.sin(x / 30)),
  line('falling', (x) => 60 + x * 0.55),
]

function boxOf(label: string, { x, y, anchor }: { x: number; y: number; anchor: 'start' | 'end' }) {
  const width = label.length * CHARACTER
  const left = anchor === 'end' ? x - width : x
  return { left, right: left + width, top: y - 10, bottom: y + 3 }
}

test('names touch no line and no other name, and stay in the drawing', () => {
  const boxes = placeNames(LINES, area).map((place, i) => {
    const { label } = LINES[i] as NamedLine
    expect(place, label).toBeDefined()
    return boxOf(label, place as NonNullable<typeof place>)
  })
  for (const [i, box] of boxes.entries()) {
    expect(box.left).toBeGreaterThanOrEqual(area.left)
    expect(box.right).toBeLessThanOrEqual(area.right)
    for (const other of boxes.slice(i + 1))
      expect(
        box.right < other.left || other.right < box.left || box.bottom < other.top || other.bottom < box.top,
      ).toBe(true)
    for (const { label, pieces } of LINES)
      for (const piece of pieces)
        for (const [k, a] of piece.slice(1).entries()) {
          const b = piece[k] as typeof a
          for (let share = 0; share <= 1; share += 0.05) {
            const [x, y] = [b.x + (a.x - b.x) * share, b.y + (a.y - b.y) * share]
            const isInside = x > box.left && x < box.right && y > box.top && y < box.bottom
            expect(isInside, `${LINES[i]?.label} on ${label}`).toBe(false)
          }
        }
  }
})

test('a line alone has its name at its end', () => {
  const [place] = placeNames([line('alone', () => 150)], area)
  expect(place?.anchor).toBe('end')
  expect(place?.x).toBeGreaterThan(area.right - 6)
  expect(Math.abs((place?.y ?? 0) - 150)).toBeLessThan(12)
})

test('a line that nobody sees has no name, and one without room has it nevertheless', () => {
  const crowd = Array.from({ length: 60 }, (_, i) => line('level', () => 20 + 5 * i))
  expect(placeNames([{ label: 'unseen', pieces: [] }, ...crowd], area).map(Boolean)).toEqual([
    false,
    ...crowd.map(() => true),
  ])
})
