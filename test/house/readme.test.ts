/** The README tells the truth: its snippets run, and print what it says they print. */

import { spawnSync } from 'node:child_process'
import { delimiter } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readText } from './documents.ts'
import { findCommands, findSnippets, matchesOutput } from './snippets.ts'
import { ROOT } from './source.ts'

/** Trains for real, on a machine that may be slow. */
const TIMEOUT = 300_000

function run(command: string, args: readonly string[], input: string): string {
  const env = {
    ...process.env,
    PATH: `${ROOT}/node_modules/.bin${delimiter}${process.env.PATH}`,
    NO_COLOR: '1',
  }
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, env, input, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  return stdout
}

function expectOutput(actual: string, expected: string | undefined): void {
  if (expected !== undefined && !matchesOutput(actual, expected)) expect(actual).toBe(expected)
}

const snippets = findSnippets(readText('README.md'))

describe('README.md', () => {
  it('has snippets of both kinds', () => {
    expect(new Set(snippets.map(({ language }) => language))).toEqual(new Set(['ts', 'sh']))
  })

  it.each(snippets.filter(({ language }) => language === 'ts'))(
    'line $line: the program runs and prints what it says',
    ({ text, output }) =>
      expectOutput(run(process.execPath, ['--input-type=module-typescript'], text), output),
    TIMEOUT,
  )

  it.each(snippets.filter(({ language, text }) => language === 'sh' && findCommands(text).length > 0))(
    'line $line: the commands run and print what it says',
    ({ text, output }) => {
      const printed = findCommands(text).map((command) => run('sh', ['-c', command], ''))
      expectOutput(printed.join(''), output)
    },
    TIMEOUT,
  )
})
