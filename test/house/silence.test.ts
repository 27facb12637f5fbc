/** The library neither speaks nor listens by itself: only the command line touches the console and the process. */

import { expect, it } from 'vitest'
import { readSource, readSources, type SourceFile } from './source.ts'

/** What a library may not do behind its user's back. Facts such as `process.versions` are free to all. */
const LOUD = /^(console\..*|process\.(env|argv|exit|exitCode|chdir|stdin|stdout|stderr))$/

/** Files that speak because their user asks them to, each with its reason. */
const ASKED: Readonly<Record<string, string>> = {
  'src/keras/train/history.ts': 'fit shows its progress unless it is told to be silent, as in Keras',
}

function findNoise(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => !path.startsWith('src/cli/') && !(path in ASKED))
    .flatMap(({ path, hostUses, imports }) => [
      ...hostUses.filter(({ name }) => LOUD.test(name)).map(({ name, line }) => `${path}:${line} ${name}`),
      ...imports
        .filter(({ specifier }) => /^(node:)?(process|console)$/.test(specifier))
        .map(({ specifier, line }) => `${path}:${line} imports ${specifier}`),
    ])
}

it('no file outside the command line writes to the console or reads the environment', () => {
  expect(findNoise(readSources('src'))).toEqual([])
})

it.each([
  "console.log('here')",
  'const home = process.env.HOME',
  'process.stdout.write(text)',
  "import { env } from 'node:process'",
])('the check finds %s', (text) => {
  expect(findNoise([readSource('src/base/a.ts', text)])).toHaveLength(1)
  expect(findNoise([readSource('src/cli/a.ts', text)])).toEqual([])
})
