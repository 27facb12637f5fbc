/**
 * Files or a query as one SQL relation with columns c0, c1, … in the data's own order. Names never enter
 * the SQL: whatever a column is called, no quoting can go wrong.
 */

import { OgeeError } from '../../base/index.ts'
import { checkDistinct, readHead } from './delimited.ts'
import type { Engine, Heading } from './engine.ts'
import { type DataFile, findFiles } from './files.ts'
import { sqlText } from './spelling.ts'

/** A path or pattern of files, or a SELECT over files. */
export type Data = string | { readonly sql: string }

export interface Relation {
  /** What the data is called in messages. */
  readonly source: string
  readonly headings: readonly Heading[]
  /** What stands behind FROM. */
  readonly from: string
}

export function sourceOf(data: Data): string {
  return typeof data === 'string' ? data : '--sql'
}

export async function openRelation(engine: Engine, data: Data): Promise<Relation> {
  const source = sourceOf(data)
  if (typeof data !== 'string') return typedRelation(engine, source, data.sql.trim().replace(/;$/, ''))
  const files = findFiles(data)
  const list = `[${files.map((file) => sqlText(file.path)).join(', ')}]`
  switch (files[0]?.format) {
    case 'json':
      // The whole file decides the types, not its first rows.
      return typedRelation(engine, source, `SELECT * FROM read_json(${list}, sample_size = -1)`)
    case 'parquet':
      return typedRelation(engine, source, `SELECT * FROM read_parquet(${list}, hive_partitioning = false)`)
    default:
      return delimitedRelation(source, files, list)
  }
}

async function typedRelation(engine: Engine, source: string, sql: string): Promise<Relation> {
  const headings = await engine.describe(sql)
  const names = headings.map((heading) => heading.name)
  checkDistinct(source, names)
  // The line break ends a comment that the query may end in.
  return { source, headings, from: `(${sql}\n) AS t(${names.map((_, i) => `c${i}`).join(', ')})` }
}

/** Every field of a delimited file is text at first: what it means is decided by the whole column. */
function delimitedRelation(source: string, files: readonly DataFile[], list: string): Relation {
  const heads = files.map(readHead)
  const [{ names, delimiter } = { names: [], delimiter: ',' }] = heads
  heads.forEach((head, i) => {
    if (head.delimiter === delimiter && sameNames(head.names, names)) return
    throw new OgeeError({
      where: files[i]?.path ?? source,
      problem: `its first line differs from that of ${files[0]?.path}`,
      expected: names.join(delimiter),
      got: head.names.join(head.delimiter),
    })
  })
  const columns = names.map((_, i) => `'c${i}': 'VARCHAR'`).join(', ')
  const options = [
    'auto_detect = false',
    'header = true',
    `delim = ${sqlText(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    'hive_partitioning = false',
    `columns = {${columns}}`,
  ]
  return {
    source,
    headings: names.map((name) => ({ name, type: 'VARCHAR' })),
    from: `read_csv(${list}, ${options.join(', ')})`,
  }
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i])
}
