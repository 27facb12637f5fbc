/**
 * Numbers as people read them: as many digits as their spread carries, a true minus sign, narrow spaces
 * between thousands, units chosen once for a column. The machine output keeps the numbers themselves.
 */

/** Between the thousands of a number; a terminal shows a plain space instead. */
export const NARROW_SPACE = '\u202f'

/** Beyond these a fixed number of decimals says nothing. */
const LARGEST_FIXED = 1e9

/** With a fixed number of decimals, so that a column of numbers aligns. A dash for what is not finite. */
export function formatFixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '–'
  const size = Math.abs(value)
  if (size >= LARGEST_FIXED) return `${value < 0 ? '−' : ''}${size.toExponential(1).replace('e+', 'e')}`
  const digits = size.toFixed(decimals)
  const [whole = '', fraction] = digits.split('.')
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE) : whole
  const sign = value < 0 && Number(digits) !== 0 ? '−' : ''
  return sign + grouped + (fraction === undefined ? '' : `.${fraction}`)
}

/** At most three significant digits, no padding: for learning rates and other single values. */
export function formatShort(value: number): string {
  return Number.isFinite(value) ? `${Number(value.toPrecision(3))}`.replace('-', '−') : '–'
}

export function formatSigned(value: number, decimals: number): string {
  const text = formatFixed(value, decimals)
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/**
 * How many decimals (0 to 4) show a typical one of these deviations as 5 to 49 units of the last place: more
 * would be noise, fewer would hide differences. 3 where there is no deviation.
 */
export function decimalsFor(deviations: readonly number[]): number {
  const typical = median(deviations.filter((deviation) => Number.isFinite(deviation) && deviation > 0))
  if (!Number.isFinite(typical)) return 3
  return Math.min(4, Math.max(0, Math.ceil(Math.log10(5 / typical))))
}

export function formatP(p: number): string {
  if (!Number.isFinite(p)) return '–'
  if (p < 0.001) return '< 0.001'
  return p.toFixed(3)
}

/** Whole per cent; what is not certain is never shown as 0 % or 100 %. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return '–'
  if (share > 0 && share < 0.005) return '< 1 %'
  if (share < 1 && share > 0.995) return '> 99 %'
  return `${Math.round(share * 100)} %`
}

export interface Spread {
  /** The lower median: one of the values, since what was chosen in no fold would mislead. */
  readonly middle: string
  /** null where all values are equal. */
  readonly range: string | null
}

export function formatSpread(values: readonly number[]): Spread {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b)
  const [low, high] = [formatShort(sorted[0] ?? Number.NaN), formatShort(sorted.at(-1) ?? Number.NaN)]
  const middle = formatShort(lowerMedian(sorted))
  return { middle, range: low === high ? null : `${low}–${high}` }
}

export interface TimeUnit {
  readonly name: 's' | 'ms' | 'µs'
  readonly format: (seconds: number) => string
}

/** The unit in which the largest of these durations has one to three digits before the point. */
export function timeUnit(seconds: readonly number[]): TimeUnit {
  const largest = Math.max(0, ...seconds.filter(Number.isFinite))
  const [name, scale] =
    largest >= 1
      ? (['s', 1] as const)
      : largest >= 1e-3 || largest === 0
        ? (['ms', 1e3] as const)
        : (['µs', 1e6] as const)
  const decimals = largest * scale >= 100 ? 0 : largest * scale >= 10 ? 1 : 2
  return { name, format: (value) => formatFixed(value * scale, decimals) }
}

/** A duration in words: '840 ms', '4.1 s', '2 min 13 s', '1 h 3 min'. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–'
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** '1 fold', '5 folds'. */
export function formatCount(count: number, noun: string): string {
  return `${formatFixed(count, 0)} ${noun}${count === 1 ? '' : 's'}`
}

/** The lower of the two in the middle: always one of the values. */
export function lowerMedian(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).toSorted((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Linear between neighbours (R's type 7). NaN for an empty list; expects finite values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}
