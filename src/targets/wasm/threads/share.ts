/**
 * How the outputs of a kernel are shared out among threads: along one axis. A result, its fold included, is the
 * work of one thread alone, so that it is the same to the last bit however many threads there are.
 */

import type { Kernel } from '../../../kernel/kernel.ts'
import { LANES } from '../code/pool.ts'
import { countOutputs, mapAccesses } from '../collapse.ts'
import type { Part } from '../kernel.ts'
import { isSeparate } from '../vectorize.ts'

export interface Share {
  readonly axis: number
  /** Indices for each of the first `full` threads. */
  readonly width: number
  readonly full: number
  /** Indices for the thread after those; 0 where nothing is left. */
  readonly rest: number
}

/** Numbers to a cache line. Threads that write to one line take it from each other again and again. */
const LINE = 16

/** An axis further in is taken where the slowest thread then has at most this much of what it had. */
const CLEARLY_LESS = 0.75

/**
 * The share of each thread, or undefined where one thread must do it all. `outermost` is the extent of the first
 * axis before loops were merged: its steps are where one kernel's share meets another's, and kernels that meet
 * at the same places need not wait for each other.
 */
export function planShare(whole: Part, outermost: number, threads: number): Share | undefined {
  const { axes } = whole.kernel
  let best: { axis: number; width: number; part: number } | undefined
  for (let axis = 0; axis < countOutputs(whole.kernel); axis++) {
    if (!canDivide(whole.kernel, axis)) continue
    const { extent } = axes[axis] as { extent: number }
    for (const grain of grainsOf(whole, axis, outermost)) {
      const width = Math.ceil(extent / grain / threads) * grain
      const part = width / extent
      if (width < extent && !(best && part > CLEARLY_LESS * best.part)) best = { axis, width, part }
    }
  }
  if (!best) return undefined
  const { axis, width } = best
  const { extent } = axes[axis] as { extent: number }
  return { axis, width, full: Math.floor(extent / width), rest: extent % width }
}

/** What is done by each of the first threads, and by the one after them. */
export function partsOf({ kernel, vectorAxis }: Part, { axis, width, rest }: Share): Part[] {
  const pinned = (extent: number): Part => {
    const withThread = (strides: readonly number[]) => [(strides[axis] as number) * width, ...strides]
    const axes = kernel.axes.map((each, i) => (i === axis ? { ...each, extent } : each))
    return {
      kernel: mapAccesses({ ...kernel, axes: [{ name: 'thread', extent: 1 }, ...axes] }, withThread),
      vectorAxis: vectorAxis === undefined ? undefined : vectorAxis + 1,
      pinned: true,
    }
  }
  return rest > 0 ? [pinned(width), pinned(rest)] : [pinned(width)]
}

/** Threads that add to memory must never meet. */
function canDivide({ axes, stores }: Kernel, axis: number): boolean {
  return stores.every(({ access, accumulate }) => !accumulate || isSeparate(access, axis, axes))
}

/**
 * Shares consist of whole steps of the outermost axis, or of whole cache lines where neighbours lie side by side;
 * always of whole vectors: what a vector computes in the whole, a vector computes in a part.
 */
function grainsOf({ kernel, vectorAxis }: Part, axis: number, outermost: number): number[] {
  const sideBySide = kernel.stores.some(({ access }) => access.strides[axis] === 1)
  const least = sideBySide ? LINE : axis === vectorAxis ? LANES : 1
  if (axis > 0) return [least]
  const step = (kernel.axes[0] as { extent: number }).extent / outermost
  return step % least === 0 ? [step, least] : [least]
}
