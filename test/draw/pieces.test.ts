/** What of a line can be seen, and what is joined. */

import { describe, expect, test } from 'vitest'
import { piecesOf } from '../../src/draw/pieces.ts'

const window = { x: { low: -1, high: 1 }, y: { low: -1, high: 1 } }
const x = Array.from({ length: 201 }, (_, i) => -1 + i / 100)

describe('piecesOf', () => {
  test('what stays inside is one piece', () => {
    expect(piecesOf({ x, y: x }, window).map((piece) => piece.length)).toEqual([201])
  })

  test('a jump is not joined, whatever lies on either side', () => {
    const y = x.map((at) => (at < 0 ? -0.5 : 0.5))
    expect(piecesOf({ x, y }, window).map((piece) => piece.length)).toEqual([100, 101])
  })

  test('a steep line is joined', () => {
    expect(piecesOf({ x, y: x.map((at) => Math.tanh(8 * at)) }, window)).toHaveLength(1)
  })

  test('what is no number leaves a gap', () => {
    const y = x.map((at) => (Math.abs(at) < 0.1 ? Number.NaN : at))
    expect(piecesOf({ x, y }, window)).toHaveLength(2)
    expect(piecesOf({ x, y: x.map(() => Number.POSITIVE_INFINITY) }, window)).toEqual([])
  })

  test('a line that leaves the window ends on its edge, between two samples', () => {
    const [piece = []] = piecesOf({ x: [0, 0.5, 1], y: [0, 0.8, 1.6] }, window)
    const last = piece.at(-1)
    expect(last?.y).toBe(1)
    expect(last?.x).toBeCloseTo(0.625, 12)
  })

  test('it enters again where it comes back', () => {
    const y = x.map((at) => 2 * at * at)
    const pieces = piecesOf({ x, y }, window)
    expect(pieces).toHaveLength(1)
    expect(pieces[0]?.at(0)?.y).toBe(1)
    expect(pieces[0]?.at(-1)?.y).toBe(1)
  })
})
