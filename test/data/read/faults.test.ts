import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { OgeeError, UsageError } from '../../../src/base/index.ts'
import { type Data, readTable } from '../../../src/data/index.ts'
import type { ColumnOptions } from '../../../src/data/read/storage.ts'
import { file, folder, table } from '../fixture.ts'

/** The message of the error that reading ends in, without the folder. */
async function fault(data: Data, options?: ColumnOptions): Promise<string> {
  const error = await readTable(data, options).catch((caught: unknown) => caught)
  if (!(error instanceof OgeeError)) throw new Error(`expected an OgeeError, got ${String(error)}`)
  return error.message.replaceAll(`${folder}/`, '')
}

describe('files that cannot be read', () => {
  test('no such file, with the name that was meant', async () => {
    file('penguins.csv', 'a\n1\n')
    expect(await fault(join(folder, 'pengins.csv'))).toBe(
      'pengins.csv: no such file\n  hint: did you mean "penguins.csv"?',
    )
  })
  test('a pattern without a match', async () => {
    expect(await fault(join(folder, 'zzz*.csv'))).toMatch(/^zzz\*\.csv: no file matches/)
  })
  test('a directory', async () => {
    expect(await fault(folder)).toMatch(/: a directory, not a file\n {2}hint: .*'\*\.csv'$/)
  })
  test('a file that the system refuses to open', async () => {
    const path = join(folder, 'loop.csv')
    symlinkSync(path, path)
    expect(await fault(path)).toBe('loop.csv: the file cannot be read (ELOOP)')
  })
  test('an unknown extension', async () => {
    expect(await fault(file('table.xlsx', 'x'))).toMatch(/^table\.xlsx: unknown kind of file — .*got \.xlsx$/)
  })
  test('files of several formats', async () => {
    file('mixed-1.csv', 'a\n1\n')
    file('mixed-2.json', '[{"a":1}]')
    expect(await fault(join(folder, 'mixed-*'))).toMatch(
      /: the files differ in format — got .*mixed-1\.csv and/,
    )
  })
  test('files with different columns', async () => {
    file('heads-1.csv', 'a,b\n1,2\n')
    file('heads-2.csv', 'a,c\n1,2\n')
    expect(await fault(join(folder, 'heads-*.csv'))).toBe(
      'heads-2.csv: its first line differs from that of heads-1.csv — expected a,b, got a,c',
    )
  })
})

describe('files that hold no table', () => {
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['empty.csv', '', /^empty\.csv: the file is empty$/],
    ['blank.csv', '\n \n', /^blank\.csv: the file is empty$/],
    ['header.csv', 'a,b\n', /^header\.csv: there are no rows/],
    ['empty.json', '[]', /^empty\.json: there are no rows/],
    ['binary.csv', Uint8Array.of(0x89, 0x50, 0, 0, 1), /^binary\.csv: a binary file, not a table of text/],
    ['binary.json', Uint8Array.of(0, 1, 2), /^binary\.json: Malformed JSON/],
    ['broken.json', '[{"a":1},{"a":2]', /^broken\.json: Malformed JSON, at byte 7 in record\/value 3/],
    ['text.parquet', 'not parquet at all', /^text\.parquet: No magic bytes/],
    ['plain.csv.gz', 'a,b\n1,2\n', /^plain\.csv\.gz: the file ends in \.gz but is not gzip$/],
    ['utf16.csv', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), /^utf16\.csv: the text is UTF-16/],
    ['latin1.csv', Buffer.from('a,b\nfür,2\n', 'latin1'), /^latin1\.csv: line 2 is not UTF-8 text/],
    ['quote.csv', 'a,b\n1,2\n3,"4\n5,6\n', /^quote\.csv: line 3: broken quoting/],
    ['after.csv', 'a,b\n1,2\n3,"4"x\n', /^after\.csv: line 3: broken quoting/],
    ['quoted-head.csv', 'a,"b\n1,2\n', /^quoted-head\.csv: line 1: a quote is opened and not closed$/],
    ['few.csv', 'a,b\n1,2\n3\n', /^few\.csv: line 3 has another number of fields .* expected 2, got 1\n/],
    ['many.csv', 'a,b\n1,2,3\n', /^many\.csv: line 2 has another number of fields .* expected 2, got 3\n/],
    ['twice.csv', 'a,b,a\n1,2,3\n', /^twice\.csv: two columns are called "a" .* got columns 1 and 3\n/],
  ]
  test.each(cases)('%s', async (name, content, message) => {
    expect(await fault(file(name, content))).toMatch(message)
  })
})

test('a broken quote far into a file is told by its line', async () => {
  const lines = Array.from({ length: 100_000 }, (_, i) => (i === 80_000 ? `"${i},x` : `${i},x`))
  expect(await fault(file('long.csv', ['n,t', ...lines].join('\n')))).toMatch(/line 80002: broken quoting/)
})

describe('columns that are not what was asked', () => {
  const lines = ['price,rooms,kind', '1,2,a', '2,two,b', '3,three,a', '4,5,b']
  const ask = (options: ColumnOptions) => table(lines, options)
  test('an unknown target, with the nearest name', async () => {
    await expect(ask({ target: 'prise' })).rejects.toThrow(
      /there is no column "prise"\n {2}hint: did you mean "price"\?/,
    )
  })
  test.each(['numeric', 'categorical', 'drop'] as const)('an unknown column in %s', async (option) => {
    await expect(ask({ [option]: ['quantity'] })).rejects.toThrow(
      /there is no column "quantity"\n {2}hint: the columns are: price, rooms, kind/,
    )
  })
  test('text in a column asked to be numeric: which value, which row', async () => {
    await expect(ask({ numeric: ['rooms'] })).rejects.toThrow(
      /column "rooms" is asked to be numeric but holds text — .*got "two" in row 2 \(2 such cells\)/,
    )
  })
  test('text in the target of a regression', async () => {
    await expect(ask({ target: 'kind', task: 'regression' })).rejects.toThrow(/got "a" in row 1 \(4 such/)
  })
  test('one column, two wishes', async () => {
    await expect(ask({ numeric: ['price'], categorical: ['price'] })).rejects.toThrow(UsageError)
    await expect(ask({ target: 'price', drop: ['price'] })).rejects.toThrow(/the target cannot be dropped/)
  })
  test.each(['inf', '-Infinity', '1e999'])('an infinite number spelled %s', async (cell) => {
    await expect(table(['y,x', '1,2', `2,${cell}`])).rejects.toThrow(
      /column "x" holds an infinite number — .*got -?Infinity in row 2/,
    )
  })
})

describe('queries that are not one SELECT over readable files', () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /^--sql: not a query — expected one SELECT, got nothing$/],
    ['SELEC 1', /^--sql: syntax error at or near "SELEC"$/],
    ['SELECT 1; SELECT 2', /^--sql: not a query — expected one SELECT, got 2 statements$/],
    ['CREATE TABLE t (a INT)', /^--sql: not a query/],
    ['SELECT 1 AS a, 2 AS a', /^--sql: two columns are called "a"/],
    ["SELECT * FROM 'no-such.csv'", /^--sql: No files found that match the pattern "no-such\.csv"$/],
    /** As many rows twice once in 100 000 times. */
    [
      'SELECT i FROM range(100000) t(i), (SELECT random() AS r) WHERE i < r * 100000',
      /^--sql: the data changed while it was read/,
    ],
  ]
  test.each(cases)('%s', async (sql, message) => {
    expect(await fault({ sql })).toMatch(message)
  })
})
