/**
 * Files that a command writes at its end: found unwritable, or one file meant twice, at its beginning; all made
 * before any is written, and never left half written. '-' stands for the standard output.
 */

import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { OgeeError, UsageError } from '../base/index.ts'

type Content = string | Uint8Array

/** The outputs that were asked for, by the names of their options. */
export interface Outputs<Name extends string> {
  /** Whether the standard output is one of them, so that nothing else may be printed there. */
  readonly onStdout: boolean
  /** Makes the content of each that was asked for, then writes them all. */
  write(makers: Readonly<Record<Name, () => Content | Promise<Content>>>): Promise<void>
}

export interface OutputRequest<Name extends string> {
  /** By the names of their options; undefined for those that were not asked for. */
  readonly paths: Readonly<Record<Name, string | undefined>>
  /** Files that the command reads, and that it must not overwrite. */
  readonly reads?: readonly (string | undefined)[]
}

/**
 * Does `work` with its outputs open. Throws before it begins: an OgeeError where one cannot be written, a UsageError
 * where two are one. Where anything fails, nothing is left behind.
 */
export async function withOutputs<Name extends string>(
  { paths, reads = [] }: OutputRequest<Name>,
  work: (outputs: Outputs<Name>) => Promise<void> | void,
): Promise<void> {
  const wanted = Object.entries<string | undefined>(paths).flatMap(([name, path]) =>
    path === undefined ? [] : [{ name: name as Name, path }],
  )
  checkApart(wanted, reads)
  const sinks: { readonly name: Name; readonly sink: Sink }[] = []
  try {
    for (const { name, path } of wanted) sinks.push({ name, sink: openSink(`--${name}`, path) })
    await work({
      onStdout: wanted.some(({ path }) => path === STDOUT),
      write: async (makers) => {
        const made: (readonly [Sink, Content])[] = []
        for (const { name, sink } of sinks) made.push([sink, await makers[name]()])
        for (const [sink, content] of made) sink.write(content)
        for (const [sink] of made) sink.finish()
      },
    })
  } catch (error) {
    for (const { sink } of sinks) sink.discard()
    throw error
  }
}

const STDOUT = '-'

/** Throws a UsageError where one file is meant by two options, or read as well. */
function checkApart(
  outputs: readonly { readonly name: string; readonly path: string }[],
  reads: readonly (string | undefined)[],
): void {
  const owners = new Map(reads.flatMap((path) => (path === undefined ? [] : [[placeOf(path), 'the data']])))
  for (const { name, path } of outputs) {
    const place = path === STDOUT ? STDOUT : placeOf(path)
    const owner = owners.get(place)
    if (owner !== undefined)
      throw new UsageError({
        where: `--${name}`,
        problem: `${path === STDOUT ? 'the standard output' : path} is also that of ${owner}`,
        hint: 'Give every output a file of its own.',
      })
    owners.set(place, `--${name}`)
  }
}

/** The same for all ways to write one path, links included. */
function placeOf(path: string): string {
  const whole = resolve(path)
  for (const [known, rest] of [
    [whole, ''],
    [dirname(whole), basename(whole)],
  ] as const) {
    try {
      return join(realpathSync(known), rest)
    } catch {}
  }
  return whole
}

/** Where a content goes: into a draft at first, which becomes the file when all drafts are written. */
interface Sink {
  write(content: Content): void
  finish(): void
  discard(): void
}

function openSink(option: string, path: string): Sink {
  const nothing = () => {}
  if (path === STDOUT)
    return { write: (content) => void process.stdout.write(content), finish: nothing, discard: nothing }
  const place = placeOf(path)
  /** A name that no other output has, nor that of another call. */
  const draft = `${place}.${process.pid}.partial`
  const isStream = attempt(option, path, () => {
    const there = statSync(place, { throwIfNoEntry: false })
    if (there?.isDirectory()) throw new Error('it is a directory')
    // A device or a pipe is written into; a file in its stead would be no device any more.
    if (there && !there.isFile()) return true
    closeSync(openSync(draft, 'w'))
    return false
  })
  if (isStream)
    return {
      write: (content) => attempt(option, path, () => writeFileSync(place, content)),
      finish: nothing,
      discard: nothing,
    }
  return {
    write: (content) => attempt(option, path, () => writeFileSync(draft, content)),
    finish: () => attempt(option, path, () => renameSync(draft, place)),
    discard: () => rmSync(draft, { force: true }),
  }
}

function attempt<T>(where: string, path: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, \w+ '.*$/, '') : String(error)
    throw new OgeeError({
      where,
      problem: `${path} cannot be written`,
      got: reason,
      hint: 'Name a file in a directory that exists and that you may write to.',
    })
  }
}
