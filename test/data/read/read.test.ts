import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { readTable } from '../../../src/data/index.ts'
import { cells, column, file, folder, PENGUINS, table } from '../fixture.ts'

const LINES = ['x,name,when', '1.5,b,2024-02-01', 'NA,a,2023-12-31', '-3e2,,', '4,b,2024-02-29']
const WHEN = [Date.UTC(2024, 1, 1), Date.UTC(2023, 11, 31), null, Date.UTC(2024, 1, 29)]

describe('every format gives the same table', () => {
  const csv = LINES.join('\n')
  const objects = [
    { x: 1.5, name: 'b', when: '2024-02-01' },
    { x: null, name: 'a', when: '2023-12-31' },
    { x: -300, name: null, when: null },
    { x: 4, name: 'b', when: '2024-02-29' },
  ]
  const ndjson = objects.map((row) => JSON.stringify(row)).join('\n')
  const formats: readonly (readonly [string, string | Uint8Array])[] = [
    ['a.csv', csv],
    ['crlf.csv', csv.replaceAll('\n', '\r\n')],
    ['bom.csv', `\ufeff${csv}`],
    ['a.tsv', csv.replaceAll(',', '\t')],
    ['semicolon.csv', csv.replaceAll(',', ';')],
    ['bar.txt', csv.replaceAll(',', '|')],
    ['a.csv.gz', gzipSync(csv)],
    ['a.json', JSON.stringify(objects)],
    ['a.json.gz', gzipSync(JSON.stringify(objects))],
    ['a.ndjson', ndjson],
    ['a.jsonl', ndjson],
  ]
  test.each(formats)('%s', async (name, content) => {
    const read = await readTable(file(name, content))
    expect(read.rows).toBe(4)
    expect(cells(read, 'x')).toEqual([1.5, null, -300, 4])
    expect(cells(read, 'name')).toEqual(['b', 'a', null, 'b'])
    expect(cells(read, 'when')).toEqual(WHEN)
    expect(read.hash).toBe((await table(LINES)).hash)
  })

  test('Parquet, and a query', async () => {
    const from = file('source.csv', csv)
    const parquet = join(folder, 'a.parquet')
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(`COPY (FROM read_csv('${from}', nullstr = ['NA', ''])) TO '${parquet}'`)
    const { hash } = await table(LINES)
    expect((await readTable(parquet)).hash).toBe(hash)
    expect((await readTable({ sql: `SELECT x, name, "when" FROM '${parquet}'; ` })).hash).toBe(hash)
    expect((await readTable({ sql: `FROM '${parquet}' -- all of it` })).hash).toBe(hash)
  })
})

test('a pattern reads its files in sorted order, one after the other', async () => {
  mkdirSync(join(folder, 'parts'))
  for (const name of ['c', 'a', 'b']) file(`parts/${name}.csv`, `id,file\n1,${name}\n2,${name}\n`)
  const read = await readTable(join(folder, 'parts', '*.csv'))
  expect(cells(read, 'file')).toEqual(['a', 'a', 'b', 'b', 'c', 'c'])
})

test('a path that exists is no pattern, whatever its letters', async () => {
  expect((await readTable(file("odd [1] 'name'.csv", 'a\n7\n'))).rows).toBe(1)
})

test('rows keep the order of the file, beyond the size of a chunk', async () => {
  const count = 300_000
  const lines = Array.from({ length: count }, (_, i) => `${i}`)
  expect(cells(await table(['n', ...lines]), 'n')).toEqual(Array.from({ length: count }, (_, i) => i))
})

test('names may hold quotes, delimiters and nothing', async () => {
  const read = await table(['"a,b","say ""x""",', '1,2,3'])
  expect(read.columns.map(({ name }) => name)).toEqual(['a,b', 'say "x"', 'column 3'])
})

test('the hash sees names, cells and order, but not the spelling of a missing value', async () => {
  const { hash } = await table(['a,b', '1,x', 'NA,y'])
  expect((await table(['a,b', '1,x', '?,y'])).hash).toBe(hash)
  for (const other of [
    ['a,c', '1,x', 'NA,y'],
    ['a,b', '2,x', 'NA,y'],
    ['a,b', '1,y', 'NA,x'],
    ['a,b', 'NA,y', '1,x'],
  ])
    expect((await table(other)).hash).not.toBe(hash)
})

describe('missing values', () => {
  test('always missing: blank, ?, NA, N/A, NULL, NaN and their like', async () => {
    const spellings = ['""', '" "', '?', 'NA', 'N/A', 'n/a', '#N/A', 'NULL', 'null', 'NaN', 'nan', '<NA>']
    const read = await table(['x,t', '1,word', ...spellings.map((each) => `${each},${each}`)])
    expect(cells(read, 'x')).toEqual([1, ...spellings.map(() => null)])
    expect(cells(read, 't')).toEqual(['word', ...spellings.map(() => null)])
  })

  test('None and - are missing among numbers and dates, and words among words', async () => {
    const read = await table(['x,d,t', '1,2024-05-06,Stone', 'None,None,None', '-,-,-'])
    expect(cells(read, 'x')).toEqual([1, null, null])
    expect(cells(read, 'd')).toEqual([Date.UTC(2024, 4, 6), null, null])
    expect(cells(read, 't')).toEqual(['Stone', 'None', '-'])
  })

  test('the penguins lack 19 cells', async () => {
    const read = await readTable(PENGUINS)
    expect(read.columns.reduce((sum, { missing }) => sum + missing, 0)).toBe(19)
  })
})

test('numbers with leading zeros are codes, unless they are asked to be numbers', async () => {
  const lines = ['code', '0040', '0050', '0040']
  expect(cells(await table(lines), 'code')).toEqual(['0040', '0050', '0040'])
  expect(cells(await table(lines, { numeric: ['code'] }), 'code')).toEqual([40, 50, 40])
})

test('a column asked to be categorical keeps its spelling, less surrounding blanks', async () => {
  const read = await table(['district', '1', ' 1', '02', '10'], { categorical: ['district'] })
  expect(cells(read, 'district')).toEqual(['1', '1', '02', '10'])
})

test('dates are read in the one way of writing that fits all cells', async () => {
  const read = await table(['us,eu,dots,iso', '2/13/2020,13/2/2020,13.2.2020,2020-02-13 06:30'])
  const day = Date.UTC(2020, 1, 13)
  for (const name of ['us', 'eu', 'dots']) expect(cells(read, name)).toEqual([day])
  expect(cells(read, 'iso')).toEqual([day + 6.5 * 3_600_000])
})

test('a column that is numbers but for few cells says which', async () => {
  const lines = Array.from({ length: 30 }, (_, i) => (i === 7 ? 'abc' : `${i}`))
  expect(column(await table(['x', ...lines]), 'x').note).toBe('numbers but for one cell: "abc" in row 8')
})

test('a dropped column is not read', async () => {
  expect(column(await table(['a,b', '1,2'], { drop: ['b'] }), 'b')).toMatchObject({
    storage: 'unread',
    reason: 'dropped as asked',
  })
})
