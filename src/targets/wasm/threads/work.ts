/** How much there is to do in a run of an entry: what decides whether more threads than one are worth it. */

import { descend } from '../../../expr/index.ts'
import type { Kernel } from '../../../kernel/kernel.ts'

/**
 * Operations from which a thread more pays. Handing a run to a spinning thread and waiting for it take less than
 * half a microsecond; fetching from each other's caches what both threads need takes more, some five of the 17
 * microseconds of a step of 10-64-32-10. Two threads break even at about twice this many.
 */
const WORK_PER_THREAD = 200_000

/** Scalar operations of a kernel in core primitives; combining counts as one. */
export function workOf({ axes, fold, stores }: Kernel): number {
  const operations = (roots: Parameters<typeof descend>[0]) =>
    descend(roots).filter(({ args }) => args.length > 0).length
  const extents = axes.map(({ extent }) => extent)
  const outputs = product(extents.slice(0, axes.length - (fold?.axes ?? 0)))
  const values = operations(stores.map(({ value }) => value)) * outputs
  return fold ? values + (operations([fold.body]) + 1) * product(extents) : values
}

/** How many threads an entry of so much work is worth, of at most `most`. */
export function worthThreads(work: number, most: number, workPerThread = WORK_PER_THREAD): number {
  return Math.max(1, Math.min(most, Math.floor(work / workPerThread)))
}

/** Of a thread that lives: it is put to its work within this time, and works at this speed at least. */
const LEAST_PATIENCE_MS = 10_000
const OPERATIONS_PER_MS = 100_000

/** Milliseconds after which a thread with so much work to do, and no answer, is taken to be no more. */
export function patienceFor(work: number): number {
  return LEAST_PATIENCE_MS + work / OPERATIONS_PER_MS
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a * b, 1)
}
