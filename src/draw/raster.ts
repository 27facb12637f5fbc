/**
 * A raster of dots, several to a character: 2 × 4 in Unicode's braille patterns (U+2800 to U+28FF), or one where a
 * terminal has ASCII alone.
 */

export type Charset = 'braille' | 'ascii'

/** The bit of each dot of a braille pattern, by row and column. */
const BITS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const

/** Dots to a character. */
export const DOTS: Readonly<Record<Charset, { readonly across: number; readonly down: number }>> = {
  braille: { across: 2, down: 4 },
  ascii: { across: 1, down: 1 },
}

export class Raster {
  readonly #columns: number
  readonly #across: number
  readonly #down: number
  readonly #cells: Uint8Array

  constructor(columns: number, rows: number, charset: Charset) {
    this.#columns = columns
    this.#across = DOTS[charset].across
    this.#down = DOTS[charset].down
    this.#cells = new Uint8Array(columns * rows)
  }

  /** Sets the dot at whole coordinates, from the top left; outside it is ignored. */
  set(x: number, y: number): void {
    const [column, row] = [Math.floor(x / this.#across), Math.floor(y / this.#down)]
    const at = row * this.#columns + column
    if (column < 0 || column >= this.#columns || at < 0 || at >= this.#cells.length) return
    const bit = BITS[y % this.#down]?.[x % this.#across] ?? 0
    this.#cells[at] = (this.#cells[at] as number) | bit
  }

  /** A straight line of dots without its first, where another line ends; `isOn` says which of them are set. */
  line(x0: number, y0: number, x1: number, y1: number, isOn: () => boolean): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))
    for (let i = 1; i <= steps; i++) {
      const share = i / steps
      if (isOn()) this.set(Math.round(x0 + (x1 - x0) * share), Math.round(y0 + (y1 - y0) * share))
    }
  }

  /** The dots of a cell as bits; 0 where none is set. */
  bits(column: number, row: number): number {
    return this.#cells[row * this.#columns + column] ?? 0
  }
}

export function brailleOf(bits: number): string {
  return String.fromCodePoint(0x2800 + bits)
}
