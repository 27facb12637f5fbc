/** Accesses moved, merged and asked about. They are counted in elements here. */

import type { Access } from '../../kernel/kernel.ts'

/** The access as seen from `steps[axis]` further along each axis. */
export function shiftAccess(access: Access, steps: readonly number[]): Access {
  const { strides, lookup } = access
  const offset = access.offset + distance(strides, steps)
  if (!lookup) return { ...access, offset }
  return { ...access, offset, lookup: { ...lookup, indices: shiftAccess(lookup.indices, steps) } }
}

/** How far `steps` along the first axes lead. */
export function distance(strides: readonly number[], steps: readonly number[]): number {
  let sum = 0
  for (let axis = 0; axis < steps.length; axis++) sum += (strides[axis] as number) * (steps[axis] as number)
  return sum
}

/** Applies a change of strides to an access and to the indices of its lookup. */
export function mapStrides(access: Access, map: (strides: readonly number[]) => readonly number[]): Access {
  const { lookup } = access
  const mapped = { ...access, strides: map(access.strides) }
  if (!lookup) return mapped
  return { ...mapped, lookup: { ...lookup, indices: mapStrides(lookup.indices, map) } }
}

/** Whether what is accessed changes along an axis. */
export function movesAlong(access: Access, axis: number): boolean {
  return access.strides[axis] !== 0 || looksUpAlong(access, axis)
}

/** Whether each index along an axis looks up a row of its own. */
export function looksUpAlong({ lookup }: Access, axis: number): boolean {
  return lookup !== undefined && lookup.indices.strides[axis] !== 0
}

/** How a vector along an axis is read or written. */
export function vectorForm(access: Access, axis: number): 'vector' | 'splat' | 'lanes' {
  if (looksUpAlong(access, axis)) return 'lanes'
  if (access.strides[axis] === 1) return 'vector'
  return access.strides[axis] === 0 ? 'splat' : 'lanes'
}
