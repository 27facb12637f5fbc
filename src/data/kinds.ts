/**
 * What each column is: a number, a category, a date, … or nothing to learn from. Decided over all rows from
 * values alone, never from the target, and overridden by what the user says.
 */

import type { ColumnKind, ColumnRecord } from '../records/compare.ts'
import { type ColumnOptions, DISTINCT_ALWAYS, DISTINCT_SHARE } from './read/storage.ts'
import type { Column, DateColumn, NumberColumn, Table, TextColumn } from './table.ts'

/** A column's record so far: `treatment` comes from the encoder. */
export type KindRecord = Omit<ColumnRecord, 'treatment'> & { readonly note?: string }

export function inferKinds(table: Table, options: ColumnOptions): readonly KindRecord[] {
  const asked = new Set([...(options.numeric ?? []), ...(options.categorical ?? [])])
  return table.columns.map((column) => {
    const { name, missing, note } = column
    const found = inferKind(column, table.rows, asked.has(name))
    return { name, missing, ...found, ...(note && { note }) }
  })
}

type Found = Pick<ColumnRecord, 'kind' | 'levels' | 'dropped'>

function inferKind(column: Column, rows: number, asked: boolean): Found {
  if (column.storage === 'unread') return { kind: column.kind, dropped: column.reason }
  if (column.missing === rows) return { kind: 'constant', dropped: 'every cell is empty' }
  if (column.storage === 'text') return inferText(column, rows, asked)
  return inferNumber(column, rows, asked)
}

function inferText(column: TextColumn, rows: number, asked: boolean): Found {
  const levels = column.levels.length
  const present = rows - column.missing
  // One value and gaps still tell two groups apart.
  if (levels === 1 && column.missing === 0)
    return { kind: 'constant', levels, dropped: `every cell is "${column.levels[0]}"` }
  if (asked) return { kind: 'category', levels }
  if (levels > Math.max(DISTINCT_ALWAYS, DISTINCT_SHARE * present)) {
    const kind: ColumnKind = levels === present && column.levels.every(isWord) ? 'id' : 'text'
    return { kind, levels, dropped: `nearly every value differs (${levels} in ${present})` }
  }
  return isBoolean(column) ? { kind: 'boolean', levels } : { kind: 'category', levels }
}

function isWord(text: string): boolean {
  return !/\s/.test(text)
}

const BOOLEANS = new Set(['false true', 'f t', 'no yes', 'n y', 'off on'])

/** Whether the two levels are spellings of no and yes. */
function isBoolean({ levels }: TextColumn): boolean {
  if (levels.length !== 2) return false
  return BOOLEANS.has(
    levels
      .map((level) => level.toLowerCase())
      .sort()
      .join(' '),
  )
}

function inferNumber(column: NumberColumn | DateColumn, rows: number, asked: boolean): Found {
  const kind: ColumnKind = column.storage
  const { low, high, whole } = rangeOf(column.values)
  if (low === high && column.missing === 0) {
    const value = kind === 'date' ? new Date(low).toISOString().slice(0, 10) : low
    return { kind: 'constant', dropped: `every cell is ${value}` }
  }
  if (asked || kind === 'date' || !whole || column.missing > 0 || !allDiffer(column.values)) return { kind }
  const counts = (low === 0 || low === 1) && high - low === rows - 1
  if (counts && rows > DISTINCT_ALWAYS) return { kind: 'id', dropped: 'it counts the rows' }
  if (namesIdentifier(column.name)) return { kind: 'id', dropped: 'an identifier: no value occurs twice' }
  return { kind }
}

/** Least and greatest value, and whether all are whole; missing cells aside. */
export function rangeOf(values: Float64Array): { low: number; high: number; whole: boolean } {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  let whole = true
  for (const value of values) {
    if (Number.isNaN(value)) continue
    if (value < low) low = value
    if (value > high) high = value
    if (whole && !Number.isInteger(value)) whole = false
  }
  return { low, high, whole }
}

function allDiffer(values: Float64Array): boolean {
  const sorted = values.toSorted()
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return false
  return true
}

/** "id", "PassengerId", "customer_key", "row no". */
function namesIdentifier(name: string): boolean {
  return /(^|[^a-z])(p?id|uuid|guid|key|index|row|no|nr)$/i.test(name) || /[a-z](Id|ID|Key|Index)$/.test(name)
}
