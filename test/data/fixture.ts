/** Small tables in a temporary directory that goes when the tests end. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { type Column, planTable, readTable, type Table } from '../../src/data/index.ts'
import type { ColumnOptions } from '../../src/data/read/storage.ts'

export const folder = mkdtempSync(join(tmpdir(), 'ogee-data-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

export const PENGUINS = new URL('../../examples/penguins.csv', import.meta.url).pathname
export const HOUSES = new URL('../../examples/california-housing.csv', import.meta.url).pathname

/** Writes a file and returns its path. */
export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

let files = 0

/** Reads a table given as lines of CSV. */
export function table(lines: readonly string[], options: ColumnOptions = {}): Promise<Table> {
  files++
  return readTable(file(`table-${files}.csv`, `${lines.join('\n')}\n`), options)
}

export async function plan(lines: readonly string[], options: ColumnOptions & { target: string }) {
  const read = await table(lines, options)
  return { table: read, plan: planTable(read, options) }
}

export function column(read: Table, name: string): Column {
  const found = read.columns.find((each) => each.name === name)
  if (!found) throw new Error(`no column ${name}`)
  return found
}

/** A column's cells as one would write them. */
export function cells(read: Table, name: string): (number | string | null)[] {
  const found = column(read, name)
  if (found.storage === 'unread') throw new Error(`column ${name} was not read`)
  if (found.storage === 'text') return Array.from(found.codes, (code) => found.levels[code] ?? null)
  return Array.from(found.values, (value) => (Number.isNaN(value) ? null : value))
}

/** All rows of a table. */
export function every(read: Table): Uint32Array {
  return Uint32Array.from({ length: read.rows }, (_, row) => row)
}
