/** Calls the command in a folder of its own, as a user would. Folders are removed behind each file of tests. */

import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { run } from '../../src/cli/run.ts'

export const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
export const PENGUINS = fileURLToPath(new URL('../../examples/penguins.csv', import.meta.url))

/** What is printed hangs on the terminal; the tests' own has no say in it. */
for (const name of ['COLUMNS', 'TERM', 'LC_ALL', 'LC_CTYPE', 'LANG']) delete process.env[name]

const folders: string[] = []

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

export function temporaryFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'ogee-cli-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

export interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Within this process: all of the command but its process, which takes longer to start than most calls take. */
export async function ogee(folder: string, ...args: readonly string[]): Promise<Outcome> {
  const before = process.cwd()
  const texts = { stdout: '', stderr: '' }
  const streams = ['stdout', 'stderr'] as const
  const writers = streams.map((stream) => process[stream].write)
  for (const stream of streams)
    process[stream].write = (chunk: string | Uint8Array) => {
      texts[stream] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1')
      return true
    }
  process.chdir(folder)
  try {
    return { status: await run(args), ...texts }
  } finally {
    process.chdir(before)
    for (const [i, stream] of streams.entries())
      process[stream].write = writers[i] as typeof process.stdout.write
  }
}

/** In a process of its own, for what only a process shows. */
export function ogeeProcess(folder: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, encoding: 'utf8' })
}
