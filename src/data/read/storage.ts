/**
 * How each column is kept, decided from its profile and the user's wishes, before any cell is read:
 * as numbers, dates, texts, or not at all. The SQL that yields its cells follows from that.
 */

import { UsageError } from '../../base/index.ts'
import { columnIndex, type UnreadColumn } from '../table.ts'
import type { ColumnProfile, Profile } from './profile.ts'
import { sqlNumber } from './spelling.ts'

/** Columns by name. A column may stand in one list only. */
export interface ColumnOptions {
  readonly target?: string
  /** What to make of the target; inferred when absent. */
  readonly task?: 'classification' | 'regression'
  readonly numeric?: readonly string[]
  readonly categorical?: readonly string[]
  readonly drop?: readonly string[]
}

/** A column to come: how it is kept, and the SQL of its cell (DOUBLE with NaN, or VARCHAR with ''). */
export interface Reading {
  readonly profile: ColumnProfile
  readonly storage: 'number' | 'date' | 'text' | 'unread'
  readonly sql: string
  readonly forced: boolean
  readonly unread?: Pick<UnreadColumn, 'kind' | 'reason'>
}

/** A text column of more different values than this share of its cells is free text or an identifier. */
export const DISTINCT_SHARE = 0.5
/** … but so few values are always few enough to be categories. */
export const DISTINCT_ALWAYS = 20

export function planReadings(source: string, profile: Profile, options: ColumnOptions): Reading[] {
  const wishes = collectWishes(source, profile, options)
  return profile.columns.map((column) => {
    const wish = wishes.get(column.name)
    if (wish === 'drop') return unread(column, kindOf(column), 'dropped as asked')
    if (wish === 'numeric') return reading(column, 'number', true)
    if (wish === 'categorical') return reading(column, 'text', true)
    const storage = inferStorage(column)
    const target = column.name === options.target
    // HyperLogLog may be some per cent off: near the threshold the exact count decides, in `kinds.ts`.
    const tooMany = Math.max(DISTINCT_ALWAYS * 5, 1.2 * DISTINCT_SHARE * column.present)
    if (storage === 'text' && !target && column.distinct > tooMany)
      return unread(
        column,
        'text',
        `nearly every value differs (about ${column.distinct} in ${column.present})`,
      )
    return reading(column, storage, false)
  })
}

type Wish = 'numeric' | 'categorical' | 'drop'

function collectWishes(source: string, profile: Profile, options: ColumnOptions): Map<string, Wish> {
  const wishes = new Map<string, Wish>()
  if (options.target !== undefined) {
    columnIndex(source, profile.columns, options.target)
    if (options.task === 'regression') wishes.set(options.target, 'numeric')
  }
  for (const wish of ['numeric', 'categorical', 'drop'] as const) {
    for (const name of options[wish] ?? []) {
      columnIndex(source, profile.columns, name)
      const other = wishes.get(name)
      if (other && other !== wish)
        throw new UsageError({ where: `column "${name}"`, problem: `asked to be both ${other} and ${wish}` })
      if (wish === 'drop' && name === options.target)
        throw new UsageError({ where: `column "${name}"`, problem: 'the target cannot be dropped' })
      wishes.set(name, wish)
    }
  }
  return wishes
}

function inferStorage(column: ColumnProfile): 'number' | 'date' | 'text' {
  if (column.declared !== 'text') return column.declared
  const needed = column.present - column.blanks
  if (needed === 0) return 'text'
  if (column.numbers === needed && column.padded === 0) return 'number'
  return column.dateForm ? 'date' : 'text'
}

function reading(profile: ColumnProfile, storage: 'number' | 'date' | 'text', forced: boolean): Reading {
  return { profile, storage, forced, sql: sqlOf(profile, storage) }
}

/** Texts are cleaned in their dictionary; what is no number or date becomes NULL by itself. */
function sqlOf({ declared, raw, dateForm }: ColumnProfile, storage: 'number' | 'date' | 'text'): string {
  if (storage === 'text') return `coalesce((${raw})::VARCHAR, '')`
  const trimmed = declared === 'text' ? `trim(${raw})` : raw
  const time = declared === 'text' && dateForm ? dateForm(trimmed) : raw
  const value = storage === 'number' ? sqlNumber(trimmed) : `epoch_ms(${time})::DOUBLE`
  return `coalesce(${value}, 'nan'::DOUBLE)`
}

function kindOf(column: ColumnProfile): UnreadColumn['kind'] {
  const storage = inferStorage(column)
  return storage === 'text' ? 'category' : storage
}

function unread(profile: ColumnProfile, kind: UnreadColumn['kind'], reason: string): Reading {
  return { profile, storage: 'unread', forced: false, sql: '', unread: { kind, reason } }
}
