/** Files that a command writes at its end: found unwritable at its beginning, and never left half written. */

import { closeSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { OgeeError } from '../base/index.ts'

/** '-' stands for the standard output. */
export class OutputFile {
  readonly #path: string
  readonly #draft: string

  /** Throws an OgeeError at once when the file could not be written. */
  constructor(option: string, path: string) {
    this.#path = path
    this.#draft = `${path}.partial`
    if (path === '-') return
    attempt(option, path, () => {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a directory')
      closeSync(openSync(this.#draft, 'w'))
    })
  }

  write(content: string | Uint8Array): void {
    if (this.#path === '-') {
      process.stdout.write(content)
      return
    }
    attempt(this.#path, this.#path, () => {
      writeFileSync(this.#draft, content)
      renameSync(this.#draft, this.#path)
    })
  }

  /** Removes what was begun. */
  discard(): void {
    if (this.#path !== '-') rmSync(this.#draft, { force: true })
  }
}

/** By the names of their options, those that have a path. Where one cannot be written, none is left begun. */
export function openOutputs<Name extends string>(
  paths: Readonly<Partial<Record<Name, string | undefined>>>,
): Partial<Record<Name, OutputFile>> {
  const opened: Partial<Record<Name, OutputFile>> = {}
  try {
    for (const [name, path] of Object.entries<string | undefined>(paths))
      if (path !== undefined) opened[name as Name] = new OutputFile(`--${name}`, path)
    return opened
  } catch (error) {
    discardOutputs(opened)
    throw error
  }
}

export function discardOutputs(outputs: Readonly<Partial<Record<string, OutputFile>>>): void {
  for (const output of Object.values(outputs)) output?.discard()
}

function attempt(where: string, path: string, action: () => void): void {
  try {
    action()
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, \w+ '.*$/, '') : String(error)
    throw new OgeeError({
      where,
      problem: `${path} cannot be written`,
      got: reason,
      hint: 'name a file in a directory that exists and that you may write to',
    })
  }
}
