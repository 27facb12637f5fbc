/**
 * What can be drawn, as plain data: lines over a window, and bars. It knows no function and no medium; `terminal.ts`
 * and `svg.ts` draw the same figure.
 */

/** From low to high, both finite, low < high. */
export interface Span {
  readonly low: number
  readonly high: number
}

/** What part of the plane a figure shows. */
export interface Window {
  readonly x: Span
  readonly y: Span
}

export interface Line {
  readonly label: string
  /** Ascending. */
  readonly x: readonly number[]
  /** As many; NaN and ±∞ are not drawn, nor joined to. */
  readonly y: readonly number[]
  /** Lines of one number share a colour: a function and its derivative. */
  readonly group: number
  /** What explains the main line, such as a derivative: drawn thinner, dashed or dimmed. */
  readonly secondary?: true
}

export interface LineFigure {
  readonly kind: 'lines'
  readonly title: string
  readonly lines: readonly Line[]
  readonly window: Window
}

export interface Bar {
  readonly label: string
  readonly value: number
}

/** Bars from 0, with their values written beside them. */
export interface BarFigure {
  readonly kind: 'bars'
  readonly title: string
  readonly bars: readonly Bar[]
}

export type Figure = LineFigure | BarFigure

/** Numbers as labels: three digits that count, a true minus sign. */
export function formatLabel(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
  const rounded = Number(value.toPrecision(3))
  const size = Math.abs(rounded)
  const plain = size === 0 || (size >= 1e-3 && size < 1e5) ? `${rounded}` : rounded.toExponential()
  return plain.replace('e+', 'e').replaceAll('-', '−')
}

/** The largest magnitude among bars, above 0; what is not finite has no bar. */
export function largestOf(bars: readonly Bar[]): number {
  const magnitudes = bars.map(({ value }) => Math.abs(value)).filter(Number.isFinite)
  return Math.max(Number.MIN_VALUE, ...magnitudes)
}
