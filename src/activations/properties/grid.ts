/**
 * The points at which a function is looked at: dense where the inputs of neurons are, eight to an octave from
 * there to 2⁶⁰, four to an octave towards 0. What happens only between them is not seen.
 */

/** The half-width of the dense part. */
export const REACH = 16
const STEP = 1 / 64
/** The octaves beyond it, [2ᵏ, 2ᵏ⁺¹). */
export const OCTAVES: readonly number[] = Array.from({ length: 56 }, (_, i) => 4 + i)

const positive: readonly number[] = [
  ...Array.from({ length: 24 * 4 }, (_, i) => 2 ** (-30 + Math.floor(i / 4)) * (1 + (i % 4) / 4)),
  ...Array.from({ length: REACH / STEP }, (_, i) => (i + 1) * STEP),
  ...OCTAVES.flatMap((k) => Array.from({ length: 8 }, (_, i) => 2 ** (k + (i + 0.5) / 8))),
]

/** Ascending. Holds 0 and the multiples of 1/64 up to 16. */
export const GRID: readonly number[] = [...positive.map((x) => -x).reverse(), 0, ...positive]
