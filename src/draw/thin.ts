/** The same line with fewer points. */

import type { Dot } from './pieces.ts'

/**
 * Leaves out points that lie within `tolerance` of the line that remains: Ramer, "An iterative procedure for the
 * polygonal approximation of plane curves", Computer Graphics and Image Processing 1 (1972); Douglas & Peucker 1973.
 */
export function thin(points: readonly Dot[], tolerance: number): Dot[] {
  const kept = new Set([0, points.length - 1])
  const stretches: [from: number, to: number][] = [[0, points.length - 1]]
  for (let next = stretches.pop(); next; next = stretches.pop()) {
    const [from, to] = next
    const farthest = farthestFrom(points, from, to)
    if (farthest.distance <= tolerance) continue
    kept.add(farthest.at)
    stretches.push([from, farthest.at], [farthest.at, to])
  }
  return points.filter((_, i) => kept.has(i))
}

function farthestFrom(points: readonly Dot[], from: number, to: number): { at: number; distance: number } {
  const [a, b] = [points[from] as Dot, points[to] as Dot]
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  let found = { at: from, distance: 0 }
  for (let at = from + 1; at < to; at++) {
    const { x, y } = points[at] as Dot
    const area = Math.abs((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x))
    const distance = length === 0 ? Math.hypot(x - a.x, y - a.y) : area / length
    if (distance > found.distance) found = { at, distance }
  }
  return found
}
