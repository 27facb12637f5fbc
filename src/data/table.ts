/**
 * A table as the rest of the house sees it: columns of typed arrays, never rows of objects. It is plain
 * data over shared memory, so a worker receives all of it without a copy.
 *
 * It holds what was read and decides nothing: what a column is used for is decided in `kinds.ts`.
 */

import { createHash } from 'node:crypto'
import { nearestName, UsageError } from '../base/index.ts'

interface ColumnBase {
  readonly name: string
  /** Cells without a value. */
  readonly missing: number
  /** What the reader noticed and the user may want to know, as one clause. */
  readonly note?: string
}

/** Numbers; NaN where missing, never infinite. */
export interface NumberColumn extends ColumnBase {
  readonly storage: 'number'
  readonly values: Float64Array
}

/** Milliseconds since 1970-01-01T00:00 (no time zones: as written); NaN where missing. */
export interface DateColumn extends ColumnBase {
  readonly storage: 'date'
  readonly values: Float64Array
}

/** Texts and booleans: `codes` index `levels`, which are sorted by code unit; −1 where missing. */
export interface TextColumn extends ColumnBase {
  readonly storage: 'text'
  readonly levels: readonly string[]
  readonly codes: Int32Array
}

/** A column whose cells were not kept: free text, identifiers, or dropped by the user. */
export interface UnreadColumn extends ColumnBase {
  readonly storage: 'unread'
  readonly kind: 'text' | 'id' | 'number' | 'date' | 'category'
  readonly reason: string
}

export type Column = NumberColumn | DateColumn | TextColumn | UnreadColumn

export interface Table {
  /** What the data is called in messages: the path, the pattern or `--sql`. */
  readonly source: string
  readonly rows: number
  readonly columns: readonly Column[]
  /** SHA-256 over names, storage and cells, in hexadecimal; the file's format does not enter. */
  readonly hash: string
}

/** The position of a column. Throws a UsageError with the nearest name when there is none. */
export function columnIndex(
  where: string,
  columns: readonly { readonly name: string }[],
  name: string,
): number {
  const index = columns.findIndex((column) => column.name === name)
  if (index >= 0) return index
  const names = columns.map((column) => column.name)
  const near = nearestName(name, names)
  const listed = names.slice(0, 12).join(', ')
  throw new UsageError({
    where,
    problem: `there is no column "${name}"`,
    hint: near
      ? `did you mean "${near}"?`
      : `the columns are: ${listed}${names.length > 12 ? `, … (${names.length} in all)` : ''}`,
  })
}

/** Typed arrays over shared memory. */
export function sharedNumbers(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length))
}

export function sharedCodes(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4 * length))
}

/** The hash of a table's columns. Unread columns enter with their name alone: their cells take no part. */
export function hashColumns(rows: number, columns: readonly Column[]): string {
  const hash = createHash('sha256')
  const heading = columns.map((column) => [column.name, column.storage])
  hash.update(JSON.stringify({ rows, columns: heading }))
  for (const column of columns) {
    if (column.storage === 'unread') continue
    if (column.storage === 'text') hash.update(JSON.stringify(column.levels))
    const cells = column.storage === 'text' ? column.codes : column.values
    hash.update(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength))
  }
  return hash.digest('hex')
}
