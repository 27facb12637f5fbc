/**
 * The head of a CSV or TSV file: its delimiter and column names, by a rule that can be told in a sentence
 * (the delimiter is the one of , ; tab | that occurs most often in the first line), where a sniffer guesses.
 * The first line always holds the names. The body is DuckDB's business.
 */

import { closeSync, openSync, readSync } from 'node:fs'
import { constants, gunzipSync } from 'node:zlib'
import { OgeeError } from '../../base/index.ts'
import type { DataFile } from './files.ts'

export interface Head {
  readonly delimiter: string
  readonly names: readonly string[]
}

const DELIMITERS = [',', ';', '\t', '|']
/** A first line longer than this is no line of names. */
const HEAD_BYTES = 1 << 20

export function readHead(file: DataFile): Head {
  const text = decode(file, readBytes(file))
  if (text.trim() === '') throw new OgeeError({ where: file.path, problem: 'the file is empty' })
  const line = firstRecord(file, text)
  const delimiter = file.tabs ? '\t' : mostFrequent(line)
  const names = splitRecord(line, delimiter).map((name, i) => name.trim() || `column ${i + 1}`)
  checkDistinct(file.path, names)
  return { delimiter, names }
}

/** Names must differ: an option that names a column has to mean one. */
export function checkDistinct(where: string, names: readonly string[]): void {
  const seen = new Map<string, number>()
  for (const [i, name] of names.entries()) {
    const first = seen.get(name)
    if (first !== undefined)
      throw new OgeeError({
        where,
        problem: `two columns are called "${name}"`,
        expected: 'names that differ',
        got: `columns ${first + 1} and ${i + 1}`,
        hint: 'rename one of them in the first line, or choose columns with --sql',
      })
    seen.set(name, i)
  }
}

function readBytes(file: DataFile): Buffer {
  const bytes = Buffer.alloc(HEAD_BYTES)
  const handle = openSync(file.path, 'r')
  try {
    return bytes.subarray(0, readSync(handle, bytes, 0, HEAD_BYTES, 0))
  } finally {
    closeSync(handle)
  }
}

function decode(file: DataFile, bytes: Buffer): string {
  const plain = file.gzip ? unzipHead(file, bytes) : bytes
  if (plain[0] === 0xff && plain[1] === 0xfe)
    throw new OgeeError({ where: file.path, problem: 'the text is UTF-16', hint: 'save the file as UTF-8' })
  if (plain.subarray(0, 4096).includes(0))
    throw new OgeeError({
      where: file.path,
      problem: 'a binary file, not a table of text',
      hint: 'a Parquet file needs the extension .parquet, a zipped one .gz',
    })
  return new TextDecoder().decode(plain)
}

function unzipHead(file: DataFile, bytes: Buffer): Buffer {
  try {
    // The bytes may end in the middle of the stream.
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    throw new OgeeError({ where: file.path, problem: 'the file ends in .gz but is not gzip' })
  }
}

/** Everything up to the first line end that is not inside quotes. */
function firstRecord(file: DataFile, text: string): string {
  const end = unquoted(text).search(/[\r\n]/)
  const record = end < 0 ? text : text.slice(0, end)
  if ((record.split('"').length - 1) % 2 === 0) return record
  throw new OgeeError({ where: file.path, problem: 'line 1: a quote is opened and not closed' })
}

/** The text with what stands inside quotes blanked out; every character keeps its place. */
function unquoted(text: string): string {
  return text.replace(/"[^"]*("|$)/g, (quoted) => ' '.repeat(quoted.length))
}

function mostFrequent(line: string): string {
  const bare = unquoted(line)
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] as string
}

/** The fields of one record (RFC 4180, section 2: quotes inside quotes are doubled). */
function splitRecord(line: string, delimiter: string): string[] {
  const fields: string[] = []
  const bare = unquoted(line)
  let start = 0
  for (let i = 0; i <= line.length; i++) {
    if (i < line.length && bare[i] !== delimiter) continue
    const field = line.slice(start, i).trim()
    fields.push(/^".*"$/s.test(field) ? field.slice(1, -1).replaceAll('""', '"') : field)
    start = i + 1
  }
  return fields
}
