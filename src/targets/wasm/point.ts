/** The points of a tile: the outputs that one pass through its code computes. */

import type { Segment } from './loops.ts'

/** How far along each axis from where the loops stand. */
export type Point = readonly number[]

/** Wider than any tile. */
const WIDEST = 64

/** A number that tells the points of a tile apart. */
export function numberOf(point: Point): number {
  let number = 0
  for (let axis = 0; axis < point.length; axis++) number = number * WIDEST + (point[axis] as number)
  return number
}

/** The points of the chosen segments, by `order` from the slowest axis to the quickest. */
export function pointsOf(chosen: readonly Segment[], order: readonly number[]): Point[] {
  let points: Point[] = [chosen.map(() => 0)]
  for (const axis of order) {
    const segment = chosen[axis]
    if (!segment) continue
    const { width, lanes } = segment
    const steps = Array.from({ length: width / lanes }, (_, copy) => copy * lanes)
    points = points.flatMap((point) => steps.map((step) => point.with(axis, step)))
  }
  return points
}
