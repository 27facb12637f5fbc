/** Shapes of tensors: a list of extents, outermost first. The empty list is a scalar. */

import { OgeeError } from './error.ts'

export type Shape = readonly number[]

/** How many elements a tensor of this shape has. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1)
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, i) => extent === b[i])
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`
}

/** A shape's extents must be whole numbers of at least 0. Throws an error that names `where`. */
export function checkShape(where: string, shape: Shape): void {
  if (shape.every((extent) => Number.isInteger(extent) && extent >= 0)) return
  throw new OgeeError({
    where,
    problem: 'invalid shape',
    expected: 'whole numbers of at least 0',
    got: formatShape(shape),
  })
}

/**
 * The shape two operands broadcast to, by NumPy's rule: aligned at the last axis, an extent of 1 stretches.
 * Throws when two extents differ and neither is 1.
 */
export function broadcastShapes(where: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - (rank - a.length)] ?? 1
    const y = b[axis - (rank - b.length)] ?? 1
    if (x === y || y === 1) return x
    if (x === 1) return y
    throw new OgeeError({
      where,
      problem: 'shapes do not broadcast',
      expected: 'equal extents, or 1, counted from the last axis',
      got: `${formatShape(a)} and ${formatShape(b)}, ${x} ≠ ${y}`,
    })
  })
}

/** An axis counted from the front (0 …) or from the back (−1 …), as a number from 0. */
export function normalizeAxis(where: string, axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis
  if (Number.isInteger(normal) && normal >= 0 && normal < rank) return normal
  throw new OgeeError({
    where,
    problem: 'no such axis',
    expected: `a whole number from ${-rank} to ${rank - 1}`,
    got: `${axis}`,
  })
}
