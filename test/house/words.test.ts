/** What no file of the repository says: leftovers, the addresses of one machine, the names of drawers. */

import { describe, expect, it } from 'vitest'
import { listFiles, readText } from './documents.ts'
import { readSources } from './source.ts'

/** Each forbidden word is put together here, so that this file does not say it. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a leftover', new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`)],
  [
    'a path of one machine',
    new RegExp(`(?<![\\w.])/(${['wo' + 'rk', 'ro' + 'ot', 'ho' + 'me', 'tm' + 'p'].join('|')})/`),
  ],
  ['a folder outside', new RegExp(`\\.\\./${'sha' + 'red'}\\b`)],
  [
    'a registry',
    new RegExp(
      ['registry\\.np' + 'mjs', 'registry\\.ya' + 'rnpkg', 'deb\\.deb' + 'ian\\.org', 'py' + 'pi\\.org'].join(
        '|',
      ),
    ),
  ],
  ['a compiler silenced', new RegExp(`@ts-${'ig' + 'nore'}|@ts-${'no' + 'check'}`)],
]

/** Data and generated text, in which any word may stand. */
const DATA = /\.(csv|tsv|ndjson|json|parquet|png|svg|wasm|npz|txt)$|^LICENSE$/

function findForbidden(path: string, text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      FORBIDDEN.filter(([, pattern]) => pattern.test(line)).map(
        ([what]) => `${path}:${index + 1} ${what}: ${line.trim()}`,
      ),
    )
}

describe('the repository', () => {
  it('mentions no leftover, no machine and no registry', () => {
    const paths = listFiles().filter((path) => !DATA.test(path))
    expect(paths.flatMap((path) => findForbidden(path, readText(path)))).toEqual([])
  })

  it('records no download address in its lock files', () => {
    const locks = listFiles().filter((path) => path.endsWith('package-lock.json'))
    expect(locks.filter((path) => readText(path).includes('"resolved"'))).toEqual([])
  })

  it('has no drawers: a file is named for the one idea that it holds', () => {
    const drawers = /\/(utils?|helpers?|common|misc|types)(\.ts|\/)/
    expect(listFiles().filter((path) => path.startsWith('src/') && drawers.test(path))).toEqual([])
  })

  it('says at the head of every source file what it is for', () => {
    const silent = readSources('src').filter(
      ({ path, text }) => !path.endsWith('index.ts') && !/^(#!.*\n)?\/\*\*/.test(text),
    )
    expect(silent.map(({ path }) => path)).toEqual([])
  })
})

it.each([
  ['a leftover', '// TO' + 'DO: later'],
  ['a path of one machine', "readFileSync('/ro" + "ot/data.csv')"],
  ['a folder outside', '../sha' + 'red/design.md'],
  ['a registry', 'https://registry.np' + 'mjs.org/'],
  ['a compiler silenced', '// @ts-ig' + 'nore'],
])('the check finds %s', (what, line) => {
  expect(findForbidden('a.ts', line)).toEqual([`a.ts:1 ${what}: ${line}`])
})
