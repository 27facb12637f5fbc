/**
 * Aligned cells and wrapped sentences for a terminal, with or without colour. It counts characters, not their
 * widths on a screen: names in scripts of double width may stand out of line.
 */

import { cleanText } from './html.ts'

/** What a text is made for. */
export interface Terminal {
  /** Width in characters; at least 40 is assumed. */
  readonly columns: number
  /** Whether to use colours and weights; without them the text holds no escape sequences. */
  readonly colour: boolean
}

const LEAST_COLUMNS = 40
/** Longer lines of prose are hard to follow. */
const LONGEST_LINE = 100

/** How wide tables may be, and how wide prose is. */
export function widthsOf({ columns }: Terminal): { readonly table: number; readonly prose: number } {
  const table = Math.max(LEAST_COLUMNS, Math.floor(columns))
  return { table, prose: Math.min(table, LONGEST_LINE) }
}

export type Style = 'bold' | 'dim' | 'mark'

/** SGR codes to switch a style on; 0 switches everything off. Marks are cyan, legible on dark and light. */
const CODES: Readonly<Record<Style, string>> = { bold: '1', dim: '2', mark: '36' }

export interface Part {
  readonly text: string
  readonly style?: Style
}

export interface Cell {
  readonly parts: readonly Part[]
  readonly align: 'left' | 'right'
}

export function cell(text: string, align: Cell['align'] = 'left', style?: Style): Cell {
  return { parts: [style ? { text, style } : { text }], align }
}

function widthOf(text: string): number {
  return [...text].length
}

/** Spaces between columns. */
export const GAP = 2

/** Rows of cells as lines: every column as wide as its widest cell. */
export function alignRows(rows: readonly (readonly Cell[])[], colour: boolean): string[] {
  const widths = columnWidths(rows)
  return rows.map((row) =>
    row
      .map((each, i) => {
        const space = ' '.repeat((widths[i] ?? 0) - cellWidth(each))
        const text = paintParts(each.parts, colour)
        return each.align === 'right' ? space + text : text + space
      })
      .join(' '.repeat(GAP))
      .trimEnd(),
  )
}

/** How wide the rows are when aligned. */
export function tableWidth(rows: readonly (readonly Cell[])[]): number {
  return columnWidths(rows).reduce((sum, width) => sum + width + GAP, -GAP)
}

function columnWidths(rows: readonly (readonly Cell[])[]): number[] {
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0)
  return Array.from({ length: count }, (_, i) =>
    rows.reduce((most, row) => Math.max(most, cellWidth(row[i])), 0),
  )
}

function cellWidth(of: Cell | undefined): number {
  return of?.parts.reduce((sum, { text }) => sum + widthOf(text), 0) ?? 0
}

function paintParts(parts: readonly Part[], colour: boolean): string {
  return parts.map(({ text, style }) => (style ? paint(text, style, colour) : text)).join('')
}

export function paint(text: string, style: Style, colour: boolean): string {
  return colour && text.trim() !== '' ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text
}

/** Breaks between words so that no line is wider than `columns`; a longer word has a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && widthOf(line) + 1 + widthOf(word) <= columns)
      lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}

/** A name as one line of at most `most` characters, without what a terminal would obey. */
export function tame(name: string, most: number): string {
  const characters = [...cleanText(name).replace(/\s+/g, ' ')]
  return characters.length <= most
    ? characters.join('')
    : `${characters.slice(0, Math.floor(most) - 1).join('')}…`
}
