/** The size of things. The tail is held as well as the middle; a raise is a line in `RAISED` with its reason. */

import { describe, expect, it } from 'vitest'
import { readSource, readSources, type SourceFile } from './source.ts'

const MEDIAN_FILE = 120
const LONGEST_FILE = 400
const LONGEST_FUNCTION = 60
const FILES_PER_FOLDER = 15
const DEPTH = 3
const ANYS_PER_1000_LINES = 1

/** `path` or `path function` → its own limit, and why. */
const RAISED: Readonly<Record<string, { readonly limit: number; readonly reason: string }>> = {}

const sources = readSources('src')
const others = ['test', 'bench', 'examples', '.ci'].flatMap(readSources)

function findLongFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path, lines }) => lines > (RAISED[path]?.limit ?? LONGEST_FILE))
    .map(({ path, lines }) => `${path}: ${lines} lines`)
}

function findLongFunctions(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, functions }) =>
    functions
      .filter(({ name, lines }) => lines > (RAISED[`${path} ${name}`]?.limit ?? LONGEST_FUNCTION))
      .map(({ name, line, lines }) => `${path}:${line} ${name}: ${lines} lines`),
  )
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

describe('sizes', () => {
  it(`the median source file has at most ${MEDIAN_FILE} lines`, () => {
    expect(median(sources.map(({ lines }) => lines))).toBeLessThanOrEqual(MEDIAN_FILE)
  })

  it(`no file is longer than ${LONGEST_FILE} lines, tests and benchmarks included`, () => {
    expect(findLongFiles([...sources, ...others])).toEqual([])
  })

  it(`no function is longer than ${LONGEST_FUNCTION} lines, emitters, methods and arrow functions included`, () => {
    expect(findLongFunctions(sources)).toEqual([])
  })

  it(`no folder holds more than ${FILES_PER_FOLDER} files`, () => {
    const folders = Map.groupBy(sources, ({ path }) => path.slice(0, path.lastIndexOf('/')))
    const full = [...folders].filter(([, files]) => files.length > FILES_PER_FOLDER)
    expect(full.map(([folder, files]) => `${folder}: ${files.length} files`)).toEqual([])
  })

  it(`no file lies deeper than ${DEPTH} folders below src`, () => {
    expect(sources.filter(({ path }) => path.split('/').length - 2 > DEPTH).map(({ path }) => path)).toEqual(
      [],
    )
  })

  it(`the type any stands at most ${ANYS_PER_1000_LINES} time in 1000 lines`, () => {
    const lines = sources.reduce((sum, file) => sum + file.lines, 0)
    const places = sources.flatMap(({ path, anys }) => anys.map((line) => `${path}:${line}`))
    expect(places.length, places.join(', ')).toBeLessThanOrEqual((lines / 1000) * ANYS_PER_1000_LINES)
  })
})

describe('the check itself', () => {
  const long = (head: string, tail: string): string => `${head}${'\n'.repeat(LONGEST_FUNCTION)}${tail}`
  it.each([
    ['function', long('function f() {', '}')],
    ['method', long('class A { m() {', '} }')],
    ['getter', long('class A { get m() {', '} }')],
    ['arrow function', long('export const f = () => {', '}')],
    ['method of a record', long('export const o = { m() {', '} }')],
  ])('finds a %s that is one line too long', (_, text) => {
    expect(findLongFunctions([readSource('src/base/a.ts', text)])).not.toEqual([])
    expect(findLongFunctions([readSource('src/base/a.ts', text.replace('\n', ''))])).toEqual([])
  })

  it('finds a file that is one line too long', () => {
    expect(findLongFiles([readSource('src/base/a.ts', '\n'.repeat(LONGEST_FILE))])).toEqual([])
    expect(findLongFiles([readSource('src/base/a.ts', '\n'.repeat(LONGEST_FILE + 1))])).not.toEqual([])
  })
})
