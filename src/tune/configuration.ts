/**
 * What makes a study: a study directory holds the results of one configuration, and of no other. Mixing two
 * would be silent and wrong, so a difference is refused and shown field by field.
 */

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { OgeeError, UsageError } from '../base/index.ts'
import { onDisk } from './disk.ts'

/** Plain JSON. */
export type Configuration = Readonly<Record<string, unknown>>

const ANOTHER = 'name another directory, or remove this one to start anew'
const LONGEST_VALUE = 60

/**
 * Writes the configuration at `path`, or checks that the one that is there is the same. `used` says that the
 * directory holds results already: then one must be there. The caller holds the lock of the study.
 */
export function claimConfiguration(path: string, configuration: Configuration, used: boolean): void {
  const text = `${JSON.stringify(configuration, null, 2)}\n`
  if (!used && !existsSync(path)) {
    // Renamed into place, so that there is either the whole of it or none.
    const draft = `${path}.draft`
    onDisk(path, () => {
      writeFileSync(draft, text, { flush: true })
      renameSync(draft, path)
    })
    return
  }
  const changes = differences(readConfiguration(path), JSON.parse(text))
  if (changes.length === 0) return
  throw new UsageError({
    where: path,
    problem: `the study there was made with another configuration\n  ${changes.join('\n  ')}`,
    hint: ANOTHER,
  })
}

function readConfiguration(path: string): unknown {
  const text = existsSync(path) ? onDisk(path, () => readFileSync(path, 'utf8')) : ''
  try {
    return JSON.parse(text)
  } catch {
    throw new OgeeError({
      where: path,
      problem: 'missing or damaged, so it cannot be told what the results beside it were made with',
      hint: ANOTHER,
    })
  }
}

/** One line per field that differs, named by its path: `data.rows: 344 there, 340 now`. */
function differences(there: unknown, now: unknown, path = ''): string[] {
  if (isRecord(there) && isRecord(now)) {
    const keys = new Set([...Object.keys(there), ...Object.keys(now)])
    return [...keys].flatMap((key) => differences(there[key], now[key], path === '' ? key : `${path}.${key}`))
  }
  const [before, after] = [show(there), show(now)]
  return before === after ? [] : [`${path}: ${shorten(before)} there, ${shorten(after)} now`]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Equal values are shown equally: lists come in their order, and records within lists are written by one hand. */
function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

function shorten(text: string): string {
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}
