/**
 * Offsets for buffers: two may share memory when their lives do not overlap. Largest first, each at the lowest
 * offset that is free for its whole life; what lives for ever comes first and shares with nobody.
 */

/** A buffer and the kernels between which it must be kept, both included. */
export interface Life {
  readonly buffer: number
  readonly size: number
  readonly from: number
  readonly to: number
}

/** Offsets are multiples of this many elements: a cache line. */
const ALIGNMENT = 16

export interface MemoryPlan {
  readonly offsets: ReadonlyMap<number, number>
  /** Elements in all. */
  readonly size: number
}

/** Plans `lives` above `base`. What is smaller than `sharedFrom` elements shares memory with nobody. */
export function planMemory(lives: readonly Life[], base = 0, sharedFrom = 0): MemoryPlan {
  const placed: { life: Life; offset: number }[] = []
  let size = base
  const largestFirst = [...lives].sort((a, b) => b.size - a.size || a.buffer - b.buffer)
  for (const life of largestFirst) {
    const mayShare = ({ size }: Life) => size >= sharedFrom
    const neighbours = placed.filter(
      ({ life: other }) =>
        !(mayShare(life) && mayShare(other)) || (other.from <= life.to && life.from <= other.to),
    )
    neighbours.sort((a, b) => a.offset - b.offset)
    let offset = base
    for (const { life: other, offset: taken } of neighbours) {
      if (offset + align(life.size) <= taken) break
      offset = Math.max(offset, taken + align(other.size))
    }
    placed.push({ life, offset })
    size = Math.max(size, offset + align(life.size))
  }
  return { offsets: new Map(placed.map(({ life, offset }) => [life.buffer, offset])), size }
}

export function align(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT
}
