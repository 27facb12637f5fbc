/** A figure in characters: braille lines with axes, labelled at round numbers, or bars of blocks. */

import {
  type BarFigure,
  type Figure,
  formatLabel,
  type Line,
  type LineFigure,
  largestOf,
  type Span,
} from './figure.ts'
import { type Dot, piecesOf } from './pieces.ts'
import { brailleOf, type Charset, DOTS, Raster } from './raster.ts'
import { ticksIn } from './ticks.ts'

export interface TerminalOptions {
  /** Width in characters; at least 24 is assumed. */
  readonly columns: number
  /** Whether to use colours; without them the text holds no escape sequences. */
  readonly colour: boolean
  /** Default: 'braille'. */
  readonly charset?: Charset
}

const LEAST_COLUMNS = 24
const MOST_COLUMNS = 92
/** Rows to a column: characters are about twice as high as wide. */
const ASPECT = 0.24
const ROWS = { least: 9, most: 19 }
/** Characters to a tick's label. */
const TICK_ROOM = { across: 9, down: 3 }

/** SGR colours of groups, legible on dark and light; they repeat. */
const COLOURS = ['36', '33', '35', '32', '34', '31']
const DIM = '2'

const SIGNS: Readonly<
  Record<
    Charset,
    { across: string; down: string; cross: string; marks: string; line: string; dashed: string }
  >
> = {
  braille: { across: '─', down: '│', cross: '┼', marks: '', line: '──', dashed: '╌╌' },
  ascii: { across: '-', down: '|', cross: '+', marks: '*o#x%@', line: '', dashed: '' },
}
const ASCII_SECONDARY = '.'

/** Lines of text, each ended with a line break. */
export function drawText(figure: Figure, options: TerminalOptions): string {
  const lines = figure.kind === 'lines' ? drawLines(figure, options) : drawBars(figure, options)
  return lines.map((line) => `${line.trimEnd()}\n`).join('')
}

function drawLines(figure: LineFigure, options: TerminalOptions): string[] {
  const { charset = 'braille', colour } = options
  const columns = Math.min(MOST_COLUMNS, Math.max(LEAST_COLUMNS, Math.floor(options.columns)))
  const height = Math.min(ROWS.most, Math.max(ROWS.least, Math.round(columns * ASPECT)))
  const { x, y } = figure.window
  const yTicks = ticksIn(y, Math.floor(height / TICK_ROOM.down) + 1)
  const labels = new Map(yTicks.map((tick) => [cellOf(tick, y, height, 'down'), formatLabel(tick)]))
  const gutter = Math.max(0, ...[...labels.values()].map((label) => label.length)) + 1
  const width = columns - gutter
  const cells = plotCells(figure, width, height, charset, colour)
  if (!colour && countGroups(figure) > 1) writeNames(figure, cells)
  const rows = cells.map((row, i) => `${(labels.get(i) ?? '').padStart(gutter - 1)} ${row.join('')}`)
  return [...rows, xLabels(x, width, gutter), ...legend(figure, options)]
}

/** The character at every place of the plot, axes behind the lines. */
function plotCells(
  { lines, window }: LineFigure,
  width: number,
  height: number,
  charset: Charset,
  colour: boolean,
): string[][] {
  const rasters = inFront(lines).map((line) => ({
    line,
    raster: rasterOf(line, window, width, height, charset),
  }))
  const zero = { row: rowOfZero(window.y, height), column: columnOfZero(window.x, width) }
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const here = rasters.filter(({ raster }) => raster.bits(column, row) > 0)
      const first = here[0]
      if (!first) return paint(axisAt(row === zero.row, column === zero.column, charset), DIM, colour)
      const bits = here.reduce((sum, { raster }) => sum | raster.bits(column, row), 0)
      const mark = charset === 'braille' ? brailleOf(bits) : markOf(first.line)
      return paint(mark, styleOf(first.line), colour)
    }),
  )
}

function countGroups({ lines }: LineFigure): number {
  return new Set(lines.map(({ group }) => group)).size
}

/** Where colours cannot tell lines apart: each one's name, in free cells near its end, else its beginning. */
function writeNames({ lines, window }: LineFigure, cells: string[][]): void {
  const free = (row: number, from: number, to: number) =>
    from >= 0 && (cells[row]?.slice(from, to).every((cell) => cell === ' ') ?? false)
  const width = cells[0]?.length ?? 0
  for (const line of lines) {
    const pieces = piecesOf(line, window)
    const size = line.label.length
    const [first, last] = [pieces[0]?.[0], pieces.at(-1)?.at(-1)]
    const near = (dot: Dot | undefined, shift: number) =>
      NEARBY.map((rows) => ({
        row: cellOf(dot?.y ?? Number.NaN, window.y, cells.length, 'down') + rows,
        from: cellOf(dot?.x ?? Number.NaN, window.x, width, 'across') + shift,
      }))
    const places = [...near(last, 1 - size), ...near(first, 0)]
    const place = places.find(({ row, from }) => free(row, Math.max(0, from - 1), from + size + 1))
    if (place)
      for (const [i, character] of [...line.label].entries())
        setCell(cells, place.row, place.from + i, character)
  }
}

/** Rows above and below the end of a line, nearest first. */
const NEARBY = [1, -1, 2, -2, 3, -3]

function setCell(cells: string[][], row: number, column: number, character: string): void {
  const line = cells[row]
  if (line) line[column] = character
}

/** Main lines before secondary ones. */
function inFront(lines: readonly Line[]): Line[] {
  return [...lines.filter(({ secondary }) => !secondary), ...lines.filter(({ secondary }) => secondary)]
}

function rasterOf(
  line: Line,
  window: LineFigure['window'],
  width: number,
  height: number,
  charset: Charset,
): Raster {
  const raster = new Raster(width, height, charset)
  const { across, down } = DOTS[charset]
  const place = ({ x, y }: Dot) =>
    [cellOf(x, window.x, width * across, 'across'), cellOf(y, window.y, height * down, 'down')] as const
  let drawn = 0
  /** Three dots, three gaps. */
  const isOn = () => !line.secondary || charset === 'ascii' || drawn++ % 6 < 3
  for (const piece of piecesOf(line, window))
    for (const [i, dot] of piece.entries()) {
      const [x, y] = place(dot)
      const before = piece[i - 1]
      if (before) raster.line(...place(before), x, y, isOn)
      else raster.set(x, y)
    }
  return raster
}

/** Which of `count` cells along an axis holds a value; rows count from the top. */
function cellOf(value: number, { low, high }: Span, count: number, direction: 'across' | 'down'): number {
  const share = (value - low) / (high - low)
  return Math.round((direction === 'across' ? share : 1 - share) * (count - 1))
}

function rowOfZero(y: Span, height: number): number {
  return y.low <= 0 && y.high >= 0 ? cellOf(0, y, height, 'down') : -1
}

function columnOfZero(x: Span, width: number): number {
  return x.low <= 0 && x.high >= 0 ? cellOf(0, x, width, 'across') : -1
}

function axisAt(onRow: boolean, onColumn: boolean, charset: Charset): string {
  const { across, down, cross } = SIGNS[charset]
  if (onRow && onColumn) return cross
  return onRow ? across : onColumn ? down : ' '
}

/** Centred below their places, as many as stand apart from each other. */
function xLabels(x: Span, width: number, gutter: number): string {
  let line = ''
  for (const tick of ticksIn(x, Math.floor(width / TICK_ROOM.across) + 1)) {
    const label = formatLabel(tick)
    const at = gutter + cellOf(tick, x, width, 'across') - Math.floor(label.length / 2)
    const start = Math.min(at, gutter + width - label.length)
    if (start > line.length || line === '') line = line.padEnd(start) + label
  }
  return line
}

function legend({ lines }: LineFigure, { columns, charset = 'braille', colour }: TerminalOptions): string[] {
  const entries = lines.map((line) => {
    const { line: whole, dashed } = SIGNS[charset]
    const sign = charset === 'ascii' ? markOf(line) : line.secondary ? dashed : whole
    return { text: `${sign} ${line.label}`, painted: `${paint(sign, styleOf(line), colour)} ${line.label}` }
  })
  const rows: { width: number; text: string }[] = []
  for (const { text, painted } of entries) {
    const last = rows.at(-1)
    const width = text.length + 3
    if (last && last.width + width <= columns) {
      last.text += `   ${painted}`
      last.width += width
    } else rows.push({ width: text.length, text: painted })
  }
  return ['', ...rows.map(({ text }) => text)]
}

function markOf({ group, secondary }: Line): string {
  const { marks } = SIGNS.ascii
  return secondary ? ASCII_SECONDARY : (marks[group % marks.length] as string)
}

function styleOf({ group, secondary }: Line): string {
  const code = COLOURS[group % COLOURS.length] as string
  return secondary ? `${DIM};${code}` : code
}

function paint(text: string, code: string, colour: boolean): string {
  return colour && text !== ' ' ? `\u001b[${code}m${text}\u001b[0m` : text
}

/** Eighths of a block, so that bars end where their values do. */
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

function drawBars({ bars }: BarFigure, options: TerminalOptions): string[] {
  const { charset = 'braille', colour } = options
  const columns = Math.min(MOST_COLUMNS, Math.max(LEAST_COLUMNS, Math.floor(options.columns)))
  const labels = Math.max(0, ...bars.map(({ label }) => label.length))
  const values = bars.map(({ value }) => value.toFixed(2).replace('-', '−'))
  const numbers = Math.max(0, ...values.map((value) => value.length))
  const room = columns - labels - numbers - 4
  const most = largestOf(bars)
  return bars.map(({ label, value }, i) => {
    const bar = barOf((Math.abs(value) / most) * room, charset)
    const number = (values[i] as string).padStart(numbers)
    return `${label.padStart(labels)}  ${number}  ${paint(bar, COLOURS[0] as string, colour)}`
  })
}

function barOf(length: number, charset: Charset): string {
  if (!Number.isFinite(length)) return ''
  if (charset === 'ascii') return '#'.repeat(Math.round(length))
  const eighths = Math.round(length * 8)
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] as string)
}
