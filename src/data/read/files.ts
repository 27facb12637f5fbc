/**
 * From what the user typed to the files that are meant: a path, or a pattern whose matches are taken in
 * sorted order. Every way a file can be unfit before it is parsed is told here, in the user's terms.
 */

import { accessSync, constants, globSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { nearestName, OgeeError } from '../../base/index.ts'

type Format = 'delimited' | 'json' | 'parquet'

export interface DataFile {
  readonly path: string
  readonly format: Format
  readonly gzip: boolean
  readonly tabs: boolean
}

const FORMATS: Readonly<Record<string, Format>> = {
  csv: 'delimited',
  tsv: 'delimited',
  tab: 'delimited',
  txt: 'delimited',
  json: 'json',
  ndjson: 'json',
  jsonl: 'json',
  parquet: 'parquet',
}

/** The files a path or pattern names; at least one, all of one format, each readable and not empty. */
export function findFiles(data: string): readonly DataFile[] {
  const paths = isPattern(data) ? globSync(data).sort(byCodeUnit) : [data]
  if (paths.length === 0)
    throw new OgeeError({ where: data, problem: 'no file matches', hint: 'put the pattern in quotes' })
  const files = paths.map(checkFile)
  const other = files.find((file) => file.format !== files[0]?.format)
  if (other)
    throw new OgeeError({
      where: data,
      problem: 'the files differ in format',
      got: `${files[0]?.path} and ${other.path}`,
      hint: 'narrow the pattern to one format',
    })
  return files
}

/** A path that exists is that path, whatever its letters. */
function isPattern(data: string): boolean {
  return /[*?[{]/.test(data) && !statSync(data, { throwIfNoEntry: false })
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function checkFile(path: string): DataFile {
  const stat = statFile(path)
  if (stat.isDirectory())
    throw new OgeeError({
      where: path,
      problem: 'a directory, not a file',
      hint: `name a file in it, or several with a pattern: '${path.replace(/\/$/, '')}/*.csv'`,
    })
  const [, extension = '', zipped] = /\.([^.]*?)(\.gz)?$/.exec(path.toLowerCase()) ?? []
  const format = FORMATS[extension]
  if (!format || (zipped && format === 'parquet'))
    throw new OgeeError({
      where: path,
      problem: 'unknown kind of file',
      expected: '.csv, .tsv, .txt, .json, .ndjson, .jsonl (each also with .gz) or .parquet',
      got: extension ? `.${extension}${zipped ?? ''}` : 'no extension',
    })
  if (stat.size === 0) throw new OgeeError({ where: path, problem: 'the file is empty' })
  return { path, format, gzip: Boolean(zipped), tabs: extension === 'tsv' || extension === 'tab' }
}

function statFile(path: string): ReturnType<typeof statSync> & object {
  try {
    const stat = statSync(path)
    accessSync(path, constants.R_OK)
    return stat
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') throw new OgeeError({ where: path, problem: `the file cannot be read (${code})` })
    const near = nearestName(basename(path), namesBeside(path))
    throw new OgeeError({
      where: path,
      problem: 'no such file',
      ...(near && { hint: `did you mean "${near}"?` }),
    })
  }
}

function namesBeside(path: string): string[] {
  try {
    return readdirSync(dirname(path))
  } catch {
    return []
  }
}
