/**
 * What each column could be, found by one pass over all of its cells inside DuckDB (and a second one over
 * columns that look like dates). Counts only: no cell crosses over to JavaScript here.
 */

import type { Engine } from './engine.ts'
import type { Relation } from './source.ts'
import {
  DATE_FORMS,
  looksLikeDate,
  sqlBlankAmongNumbers,
  sqlClean,
  sqlNumber,
  sqlPadded,
} from './spelling.ts'

export interface ColumnProfile {
  readonly name: string
  /** What the source says it holds; texts may still turn out to be numbers or dates. */
  readonly declared: 'number' | 'date' | 'text'
  /** SQL of the cell: a number, a timestamp, or a text as it stands. */
  readonly raw: string
  /** The same, with texts cleaned. */
  readonly cell: string
  /** Cells with a value. */
  readonly present: number
  /** Of these, for texts: readable as numbers; missing if the others are numbers; codes like "0040". */
  readonly numbers: number
  readonly blanks: number
  readonly padded: number
  /** About how many values differ (HyperLogLog, a few per cent off). */
  readonly distinct: number
  /** SQL from the text to a timestamp, where one way of writing dates reads every cell. */
  readonly dateForm?: (column: string) => string
}

export interface Profile {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
}

const NUMBER_TYPE = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*|BIGNUM)$/
const DATE_TYPE = /^(DATE|TIMESTAMP.*)$/

/** Aggregates of one query; wide tables take several queries. */
const COLUMNS_AT_ONCE = 64

export async function profileColumns(engine: Engine, relation: Relation): Promise<Profile> {
  const cells = relation.headings.map(({ name, type }, i) => ({ name, ...declare(`c${i}`, type) }))
  let rows = 0
  const counted: (ColumnProfile & { readonly least: unknown })[] = []
  for (let start = 0; start < cells.length; start += COLUMNS_AT_ONCE) {
    const batch = cells.slice(start, start + COLUMNS_AT_ONCE)
    const inner = batch.map(({ cell }, i) => `${cell} AS c${start + i}`)
    const counts = batch.flatMap(({ declared }, i) => countsOf(declared, `c${start + i}`))
    const row = await engine.single(
      `SELECT count(*), ${counts.join(', ')} FROM (SELECT ${inner.join(', ')} FROM ${relation.from})`,
    )
    rows = Number(row[0])
    batch.forEach((column, i) => {
      const at = 1 + i * COUNTS
      const [present = 0, numbers = 0, blanks = 0, padded = 0, distinct = 0] = row
        .slice(at, at + 5)
        .map(Number)
      counted.push({ ...column, present, numbers, blanks, padded, distinct, least: row[at + 5] })
    })
  }
  return { rows, columns: await addDateForms(engine, relation, counted) }
}

function declare(column: string, type: string): Pick<ColumnProfile, 'declared' | 'raw' | 'cell'> {
  if (NUMBER_TYPE.test(type)) return { declared: 'number', raw: column, cell: column }
  if (DATE_TYPE.test(type)) return { declared: 'date', raw: column, cell: column }
  // Without the arrow a JSON text would keep its quotes.
  const text = type === 'JSON' ? `(${column} ->> '$')` : type === 'VARCHAR' ? column : `${column}::VARCHAR`
  return { declared: 'text', raw: text, cell: sqlClean(text) }
}

const COUNTS = 6

function countsOf(declared: ColumnProfile['declared'], column: string): string[] {
  if (declared !== 'text') return [`count(${column})`, '0', '0', '0', '0', 'NULL']
  // CASE, not FILTER: each filtered aggregate holds a copy of every aggregate's input, so that memory would
  // grow with the square of the columns.
  return [
    `count(${column})`,
    `count(${sqlNumber(column)})`,
    `count(CASE WHEN ${sqlBlankAmongNumbers(column)} THEN 1 END)`,
    `count(CASE WHEN ${sqlPadded(column)} THEN 1 END)`,
    `approx_count_distinct(${column})`,
    `min(CASE WHEN NOT ${sqlBlankAmongNumbers(column)} THEN ${column} END)`,
  ]
}

/** If all cells are dates then so is the least of them: only such columns are worth the second pass. */
async function addDateForms(
  engine: Engine,
  relation: Relation,
  columns: readonly (ColumnProfile & { readonly least: unknown })[],
): Promise<ColumnProfile[]> {
  const trials = columns.flatMap((column, i) =>
    typeof column.least === 'string' && looksLikeDate(column.least) ? [i] : [],
  )
  if (trials.length === 0) return columns.map(({ least: _, ...column }) => column)
  const inner = trials.map((i) => `${columns[i]?.cell} AS c${i}`)
  const counts = trials.flatMap((i) => DATE_FORMS.map((form) => `count(${form(`c${i}`)})`))
  const row = await engine.single(
    `SELECT ${counts.join(', ')} FROM (SELECT ${inner.join(', ')} FROM ${relation.from})`,
  )
  return columns.map(({ least: _, ...column }, i) => {
    const at = trials.indexOf(i) * DATE_FORMS.length
    const needed = column.present - column.blanks
    const dateForm = at < 0 ? undefined : DATE_FORMS.find((_, k) => Number(row[at + k]) === needed)
    return dateForm ? { ...column, dateForm } : column
  })
}
