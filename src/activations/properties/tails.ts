/**
 * What values come to far out, on one side: a limit, growth without end, or oscillation within bounds. Judged
 * by the octaves from 16 to 2⁶⁰ and by the value at infinity, where the octaves agree with it.
 */

import { OCTAVES } from './grid.ts'

export interface Tail {
  /** At infinity, ±∞ included; undefined where there is none. */
  readonly limit: number | undefined
  /** Bounds of the values from 16 on; ±∞ where they grow without end. */
  readonly low: number
  readonly high: number
}

/** Octaves over which growth is told from convergence. */
const WINDOW = 12

/**
 * `values` at each `x`, ascending; `atInfinity` is what arithmetic makes of ±∞ itself. Undefined where there
 * are no numbers on this side.
 */
export function tailOf(
  x: Float64Array,
  values: Float64Array,
  side: 'left' | 'right',
  atInfinity: number,
): Tail | undefined {
  const octaves = octavesOf(x, values, side)
  const last = octaves.at(-1)
  if (!last) return undefined
  const seen = { low: Math.min(...octaves.map(lowOf)), high: Math.max(...octaves.map(highOf)) }
  const before = octaves.at(-WINDOW) ?? last
  const scale = Math.max(1, Math.abs(last.high))
  const settled = Math.max(last.high - last.low, Math.abs(last.high - before.high)) <= 1e-6 * scale
  if (settled) return { ...seen, limit: settle(last, atInfinity) }
  const window = octaves.slice(-WINDOW)
  if (isAscending(window.map(lowOf)))
    return { ...seen, limit: Number.POSITIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  if (isAscending(window.map(({ high }) => -high)))
    return { ...seen, limit: Number.NEGATIVE_INFINITY, low: Number.NEGATIVE_INFINITY }
  return {
    limit: undefined,
    low: -growth(octaves.map(({ low }) => -low)),
    high: growth(octaves.map(highOf)),
  }
}

interface Octave {
  readonly low: number
  readonly high: number
}

const lowOf = ({ low }: Octave): number => low
const highOf = ({ high }: Octave): number => high

/** From 16 on outwards, as far as there are numbers. */
function octavesOf(x: Float64Array, values: Float64Array, side: 'left' | 'right'): readonly Octave[] {
  const first = OCTAVES[0] as number
  const found = OCTAVES.map(() => ({ low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }))
  for (let i = 0; i < x.length; i++) {
    const size = side === 'left' ? -(x[i] as number) : (x[i] as number)
    if (size < 2 ** first) continue
    const octave = found[Math.floor(Math.log2(size)) - first]
    if (!octave) continue
    octave.low = Math.min(octave.low, values[i] as number)
    octave.high = Math.max(octave.high, values[i] as number)
  }
  const end = found.findIndex(({ low }) => Number.isNaN(low))
  return end < 0 ? found : found.slice(0, end)
}

/** The limit, cleared of rounding where arithmetic at infinity confirms it or it is 0. */
function settle({ low, high }: Octave, atInfinity: number): number {
  if (low === high && !Number.isFinite(low)) return low
  const middle = (low + high) / 2
  if (Math.abs(middle - atInfinity) <= 1e-6 * Math.max(1, Math.abs(middle))) return atInfinity + 0
  return Math.abs(middle) < 1e-15 ? 0 : middle
}

function isAscending(values: readonly number[]): boolean {
  return values.every(
    (value, i) => i === 0 || value > (values[i - 1] as number) || value === Number.POSITIVE_INFINITY,
  )
}

/** The largest of the values, octave by octave: ∞ where they go on growing. */
function growth(values: readonly number[]): number {
  const largest = Math.max(...values)
  const early = Math.max(...values.slice(0, values.length >> 1))
  return largest > 1.25 * early && largest > 1 ? Number.POSITIVE_INFINITY : largest
}
