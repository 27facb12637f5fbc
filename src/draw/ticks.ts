/** Round numbers along an axis. */

import type { Span } from './figure.ts'

/** Multiples of 1, 2 or 5 times a power of ten within the span, at most `most` of them and at least one. */
export function ticksIn({ low, high }: Span, most: number): number[] {
  const least = (high - low) / Math.max(1, most - 1)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  const count = last - first + 1
  /** Whole multiples, so that no tick is 0.30000000000000004. */
  return Array.from(
    { length: Math.max(0, count) },
    (_, i) => Number(((first + i) * step).toPrecision(12)) + 0,
  )
}
