/** Data that passes through: read ahead by one part, and cut to the room there is for it. */

import type { Dataset, Table } from '../dataset.ts'

/**
 * The same parts, the next one asked for before a part is handed on: while that is worked on, reading goes on. What
 * the source throws comes in its place; a reader that stops early ends the source.
 */
export async function* readAhead<Part>(parts: AsyncIterable<Part> | Iterable<Part>): AsyncGenerator<Part> {
  const source = Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]()
  const next = async () => source.next()
  let coming = next()
  let ended = false
  try {
    for (;;) {
      const { done, value } = await coming
      ended = done === true
      if (ended) return
      coming = next()
      /** Whoever stops early does not wait for it, and it may fail. */
      coming.catch(() => {})
      yield value
    }
  } catch (error) {
    ended = true
    throw error
  } finally {
    if (!ended) await source.return?.()
  }
}

/** Views of at most `most` rows each, in order. */
export function* cut({ rows, inputs, target, weights }: Dataset, most: number): Generator<Dataset> {
  for (let start = 0; start < rows; start += most) {
    const end = Math.min(rows, start + most)
    const view = ({ width, data }: Table): Table => ({
      width,
      data: data.subarray(start * width, end * width),
    })
    const named = Object.entries(inputs).map(([name, table]) => [name, view(table)] as const)
    const own = weights ? { weights: view(weights) } : {}
    yield { rows: end - start, inputs: Object.fromEntries(named), target: view(target), ...own }
  }
}
