/** What is taken to be known of a terminal. The stream is a stand-in: what counts is what is read off it. */

import { describe, expect, it } from 'vitest'
import { mediumOf } from '../../src/cli/terminal.ts'

const stream = (parts: Partial<NodeJS.WriteStream>) => parts as NodeJS.WriteStream
const terminal = stream({ isTTY: true, columns: 120, hasColors: () => true })

describe('mediumOf', () => {
  it.each([
    ['a pipe', {}, {}, 80],
    ['a pipe with COLUMNS', {}, { COLUMNS: '60' }, 60],
    ['a terminal', terminal, {}, 120],
    ['a terminal with COLUMNS', terminal, { COLUMNS: '60' }, 60],
    ['COLUMNS that is no width', terminal, { COLUMNS: '-3' }, 120],
    ['COLUMNS that is empty', {}, { COLUMNS: '' }, 80],
  ])('%s has its width', (_, parts, env, columns) => {
    expect(mediumOf(stream(parts), env).columns).toBe(columns)
  })

  it('gives colours to terminals alone', () => {
    expect(mediumOf(terminal, {}).colour).toBe(true)
    expect(mediumOf(stream({ isTTY: true, hasColors: () => false }), {}).colour).toBe(false)
    expect(mediumOf(stream({}), {}).colour).toBe(false)
  })

  it.each([
    [{}, 'braille'],
    [{ LANG: 'en_GB.UTF-8' }, 'braille'],
    [{ LANG: 'en_GB.UTF-8', LC_ALL: 'en_GB.ISO-8859-1' }, 'ascii'],
    [{ TERM: 'dumb' }, 'ascii'],
  ])('draws under %j in %s', (env, charset) => {
    expect(mediumOf(stream({}), env).charset).toBe(charset)
  })
})
