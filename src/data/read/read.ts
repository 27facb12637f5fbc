/**
 * Reads a table: profile, decide how each column is kept, stream the cells into typed arrays. A million
 * rows pass through in chunks of two thousand; what stays is 8 bytes a number and 4 a category.
 */

import { OgeeError } from '../../base/index.ts'
import { type Column, hashColumns, type Table } from '../table.ts'
import { type Engine, withEngine } from './engine.ts'
import { explainFault } from './fault.ts'
import { type Profile, profileColumns } from './profile.ts'
import { createSink, type Sink } from './sink.ts'
import { type Data, openRelation, type Relation, sourceOf } from './source.ts'
import { sqlBlankAmongNumbers, sqlNumber } from './spelling.ts'
import { type ColumnOptions, planReadings, type Reading } from './storage.ts'

/**
 * The table in files or behind a query, rows in the data's own order. Throws an OgeeError for every way in
 * which data can be unfit, a UsageError for columns that do not exist.
 */
export async function readTable(data: Data, options: ColumnOptions = {}): Promise<Table> {
  const source = sourceOf(data)
  try {
    return await withEngine(typeof data !== 'string', (engine) => readWith(engine, data, options))
  } catch (error) {
    throw explainFault(source, error)
  }
}

async function readWith(engine: Engine, data: Data, options: ColumnOptions): Promise<Table> {
  const relation = await openRelation(engine, data)
  const profile = await profileColumns(engine, relation)
  const { source } = relation
  if (profile.rows === 0)
    throw new OgeeError({
      where: source,
      problem: 'there are no rows',
      expected: 'at least one',
    })
  const readings = planReadings(source, profile, options)
  const notes: (string | undefined)[] = []
  for (const reading of readings) notes.push(await checkNumbers(engine, relation, reading))
  const sinks = readings.map((reading) => createSink(profile.rows, reading))
  await fillSinks(engine, relation, profile, readings, sinks)
  const columns = sinks.map((sink, i) => {
    const column = sink.finish()
    const note = notes[i]
    return note ? { ...column, note } : column
  })
  for (const column of columns) checkFinite(source, column)
  return { source, rows: profile.rows, columns, hash: hashColumns(profile.rows, columns) }
}

async function fillSinks(
  engine: Engine,
  relation: Relation,
  { rows }: Profile,
  readings: readonly Reading[],
  sinks: readonly Sink[],
): Promise<void> {
  const read = readings.flatMap((reading, i) => (reading.storage === 'unread' ? [] : [i]))
  if (read.length === 0) return
  const cells = read.map((i) => `${readings[i]?.sql} AS v${i}`)
  let row = 0
  await engine.stream(`SELECT ${cells.join(', ')} FROM ${relation.from}`, (chunk) => {
    if (row + chunk.rowCount <= rows)
      for (const [vector, i] of read.entries()) sinks[i]?.take(chunk, vector, row)
    row += chunk.rowCount
  })
  if (row === rows) return
  throw new OgeeError({
    where: relation.source,
    problem: 'the data changed while it was read',
    expected: `${rows} rows`,
    got: `${row}`,
    hint: 'a query must give the same rows each time: give samples a seed',
  })
}

/**
 * A column that is to be numbers but is not wholly so: an error where the user asked for numbers, a note
 * where nine in ten cells are.
 */
async function checkNumbers(
  engine: Engine,
  relation: Relation,
  reading: Reading,
): Promise<string | undefined> {
  const { profile, storage, forced } = reading
  const { name, declared, cell, present, numbers, blanks } = profile
  const others = present - blanks - numbers
  const wanted = forced && storage === 'number'
  if (declared === 'date' && wanted)
    throw new OgeeError({ where: relation.source, problem: `column "${name}" holds dates, not numbers` })
  const nearly = storage === 'text' && !forced && others > 0 && numbers >= 9 * others && profile.padded === 0
  if (declared !== 'text' || others === 0 || !(wanted || nearly)) return undefined
  const [row, value] = await engine.single(
    `SELECT row, cell FROM (SELECT row_number() OVER () AS row, ${cell} AS cell FROM ${relation.from})
     WHERE cell IS NOT NULL AND ${sqlNumber('cell')} IS NULL AND NOT ${sqlBlankAmongNumbers('cell')} LIMIT 1`,
  )
  if (!wanted)
    return `numbers but for ${others === 1 ? 'one cell' : `${others} cells, the first`}: "${value}" in row ${row}`
  throw new OgeeError({
    where: relation.source,
    problem: `column "${name}" is asked to be numeric but holds text`,
    expected: 'numbers like 12, -0.5 or 1e3',
    got: `"${value}" in row ${row}${others > 1 ? ` (${others} such cells)` : ''}`,
    hint: 'thousands separators, units and currency signs have to go: with --sql, for instance',
  })
}

function checkFinite(source: string, column: Column): void {
  if (column.storage !== 'number') return
  const row = column.values.findIndex(
    (value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY,
  )
  if (row < 0) return
  throw new OgeeError({
    where: source,
    problem: `column "${column.name}" holds an infinite number`,
    expected: 'finite numbers or empty cells',
    got: `${column.values[row]} in row ${row + 1}`,
    hint: 'empty the cell, or leave the column out with --drop',
  })
}
