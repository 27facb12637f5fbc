/** Decides how a kernel's loops run, without emitting any of them. */

import type { Kernel } from '../../kernel/kernel.ts'
import type { Features } from './code/features.ts'
import { LANES } from './code/pool.ts'
import type { Segment } from './loops.ts'
import { balance, mapTile, planTile } from './tile.ts'

export interface Plan {
  readonly vectorAxis: number | undefined
  /** For each axis. */
  readonly segments: readonly (readonly Segment[])[]
  /** Axes with several copies in a tile, from the slowest to the quickest in the order of instructions. */
  readonly order: readonly number[]
  /** The axis along which four vectors at a time are turned before they are written. */
  readonly turned: number | undefined
}

/** Vectors lie along `vectorAxis`, or there are none; no tile reaches over two steps of `blocks`. */
export function planKernel(
  kernel: Kernel,
  vectorAxis: number | undefined,
  features: Features,
  blocks?: number,
): Plan {
  const { fold } = kernel
  const tile = fold ? planTile(kernel, fold, vectorAxis, features, blocks) : mapTile(kernel, vectorAxis)
  const { copies, order, turned } = tile
  const segments = kernel.axes.map(({ extent }, axis) => {
    const most = copies[axis] ?? 1
    if (axis === vectorAxis) return vectorSegments(extent, most)
    if (axis === turned) return turnedSegments(extent)
    return balance(extent, most).map((part) => ({ ...part, lanes: 1 }))
  })
  return { vectorAxis, segments, order, turned }
}

/** Groups of vectors, the vectors left over together, and the numbers left over one by one: all, of a short part. */
function vectorSegments(extent: number, vectors: number): Segment[] {
  const wide = Math.max(1, vectors) * LANES
  const rest = Math.floor((extent % wide) / LANES)
  const parts = [
    { count: Math.floor(extent / wide), width: wide, lanes: LANES },
    { count: Math.min(1, rest), width: rest * LANES, lanes: LANES },
    { count: extent % LANES, width: 1, lanes: 1 },
  ]
  return parts.filter(({ count }) => count > 0)
}

/** Four at a time, as many as are turned together, and those left over one by one. */
function turnedSegments(extent: number): Segment[] {
  const parts = [
    { count: Math.floor(extent / LANES), width: LANES, lanes: 1 },
    { count: extent % LANES, width: 1, lanes: 1 },
  ]
  return parts.filter(({ count }) => count > 0)
}
