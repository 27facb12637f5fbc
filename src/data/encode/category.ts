/**
 * Categories: one-hot while there are few levels, row numbers of an embedding when there are many. A level
 * that is rare in the training rows shares one place with the other rare ones; a level first seen later goes
 * there too. Missing is a level of its own.
 */

import type { TextColumn } from '../table.ts'
import type { Features } from './features.ts'

export interface CategoryEncoding {
  readonly kind: 'category'
  readonly name: string
  readonly form: 'oneHot' | 'embedding'
  /** Levels with a place of their own, sorted. */
  readonly levels: readonly string[]
  /** How many levels were pooled as rare. */
  readonly rare: number
  /** Missing cells in the rows fitted to. */
  readonly missing: number
}

export interface CategoryLimits {
  /** A level of fewer training rows is rare. */
  readonly rareBelow: number
  /** More levels than this get an embedding. */
  readonly oneHotLimit: number
}

export function fitCategory(column: TextColumn, rows: Uint32Array, limits: CategoryLimits): CategoryEncoding {
  const counts = new Int32Array(column.levels.length)
  let missing = 0
  for (const row of rows) {
    const code = column.codes[row] as number
    if (code < 0) missing++
    else counts[code] = (counts[code] as number) + 1
  }
  const seen = counts.filter((count) => count > 0).length
  const levels = column.levels.filter((_, code) => (counts[code] as number) >= limits.rareBelow)
  const form = levels.length > limits.oneHotLimit ? 'embedding' : 'oneHot'
  return { kind: 'category', name: column.name, form, levels, rare: seen - levels.length, missing }
}

/**
 * The places in order. An embedding always has the pooled place, and first, so that a level never seen has
 * a row to go to; one-hot has it only when rare levels taught it something, else a new level is all zeros.
 */
export function categoryPlaces({ name, form, levels, rare, missing }: CategoryEncoding): string[] {
  const own = levels.map((level) => `${name}=${level}`)
  const gap = missing > 0 ? [`${name} missing`] : []
  const pool = [`${name} other`]
  if (form === 'embedding') return [...pool, ...own, ...gap]
  return rare > 0 ? [...own, ...gap, ...pool] : [...own, ...gap]
}

/** Sets one feature of each row to 1, or none. */
export function writeOneHot(
  encoding: CategoryEncoding,
  column: TextColumn,
  rows: Uint32Array,
  { out, width, offset }: Features,
): void {
  const places = placesOf(encoding, column)
  let at = offset
  for (const row of rows) {
    const place = places[(column.codes[row] as number) + 1] as number
    if (place >= 0) out[at + place] = 1
    at += width
  }
}

/** Row numbers of the embedding. */
export function embeddingIndices(
  encoding: CategoryEncoding,
  column: TextColumn,
  rows: Uint32Array,
): Int32Array {
  const places = placesOf(encoding, column)
  return Int32Array.from(rows, (row) => places[(column.codes[row] as number) + 1] as number)
}

/** The place of each code of `column`, which may be of another table; the first entry is that of −1. */
function placesOf({ form, levels, rare, missing }: CategoryEncoding, column: TextColumn): Int32Array {
  const first = form === 'embedding' ? 1 : 0
  const gap = first + levels.length
  const pool = form === 'embedding' ? 0 : rare > 0 ? gap + (missing > 0 ? 1 : 0) : -1
  const own = new Map(levels.map((level, i) => [level, first + i]))
  const places = column.levels.map((level) => own.get(level) ?? pool)
  return Int32Array.of(missing > 0 ? gap : pool, ...places)
}

export function describeCategory({ form, levels, rare, missing }: CategoryEncoding): string {
  const parts = [`${form === 'oneHot' ? 'one-hot' : 'learned embedding'} of ${count(levels.length, 'level')}`]
  if (rare > 0) parts.push(`${count(rare, 'rare level')} pooled`)
  if (missing > 0) parts.push(`${missing} missing as a level of their own`)
  return parts.join('; ')
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
