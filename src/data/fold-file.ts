/** A fold file: any table we can read, with a column `fold` and one row per row of the data. */

import { OgeeError } from '../base/index.ts'
import { readTable } from './read/read.ts'
import { columnIndex } from './table.ts'

/** The fold of each row, −1 where it is to be left out. Throws when the file does not fit `rows` rows. */
export async function readFoldFile(path: string, rows: number): Promise<Int32Array> {
  const table = await readTable(path, { numeric: ['fold'] })
  const column = table.columns[columnIndex(path, table.columns, 'fold')]
  if (column?.storage !== 'number') throw new Error('a column forced numeric is not one of numbers')
  if (table.rows !== rows)
    throw new OgeeError({
      where: path,
      problem: 'a fold file has one row per row of the data',
      expected: `${rows} rows`,
      got: `${table.rows}`,
    })
  const bad = column.values.findIndex((value) => !Number.isInteger(value) || value < -1 || value > 0x7fffffff)
  if (bad >= 0)
    throw new OgeeError({
      where: path,
      problem: 'not a fold',
      expected: 'a whole number of at least 0, or -1 to leave the row out',
      got: `${Number.isNaN(column.values[bad]) ? 'an empty cell' : column.values[bad]} in row ${bad + 1}`,
    })
  return Int32Array.from(column.values)
}
