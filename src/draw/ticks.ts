/** Round numbers along an axis. */

import type { Span } from './figure.ts'

/** Multiples of 1, 2 or 5 times a power of ten within the span, at most `most` of them. */
export function ticksIn({ low, high }: Span, most: number): number[] {
  const power = 10 ** Math.floor(Math.log10((high - low) / most))
  for (const factor of [1, 2, 5, 10, 20, 50]) {
    const step = factor * power
    const first = Math.ceil(low / step - 1e-9)
    const count = Math.floor(high / step + 1e-9) - first + 1
    /** Rounded, so that no tick is 0.30000000000000004. */
    if (count <= most)
      return Array.from(
        { length: Math.max(0, count) },
        (_, i) => Number(((first + i) * step).toPrecision(12)) + 0,
      )
  }
  return []
}
