/** Batches that come one after the other, for `fit` on tables that memory does not hold. */

import { UsageError } from '../../base/index.ts'
import type { Dataset, Rows } from '../../nn/index.ts'

/** Inputs and targets of some rows, and what each row counts for: in every batch, or in none. */
export type Batch = readonly [x: Rows, y: Rows, sampleWeight?: Rows]

type Pass<T> = AsyncIterable<T> | Iterable<T>

/** A function begins anew for each epoch; a generator can be run through once. */
export type Batches = AsyncIterable<Batch> | (() => Pass<Batch>)

export function isBatches(x: Rows | Batches): x is Batches {
  return typeof x === 'function' || (typeof x === 'object' && x !== null && Symbol.asyncIterator in x)
}

export function passOf(batches: Batches): Pass<Batch> {
  return typeof batches === 'function' ? batches() : batches
}

/** The first batch, and a pass over all of them, that one included. */
export async function peek(pass: Pass<Batch>): Promise<{ first: Batch; all: AsyncIterable<Batch> }> {
  const rest = Symbol.asyncIterator in pass ? pass[Symbol.asyncIterator]() : pass[Symbol.iterator]()
  const { done, value: first } = await rest.next()
  if (done === true)
    throw new UsageError({ where: 'fit', problem: 'there are no batches', expected: 'pairs of x and y' })
  async function* all(): AsyncGenerator<Batch> {
    try {
      yield first
      for (;;) {
        const { done, value } = await rest.next()
        if (done === true) return
        yield value
      }
    } finally {
      await rest.return?.()
    }
  }
  return { first, all: all() }
}

export async function* datasetsOf(
  pass: Pass<Batch>,
  partOf: (batch: Batch) => Dataset,
): AsyncGenerator<Dataset> {
  for await (const batch of pass) yield partOf(batch)
}
