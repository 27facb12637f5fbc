/** Values of options: text from the command line to what it means, or an error that says how to mend it. */

import { InvalidArgumentError } from 'commander'
import { UsageError } from '../base/index.ts'

/** A comma-separated list; the empty text is the empty list. */
export function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part.length > 0)
}

/** An option that may be given more than once. */
export function append(text: string, before: readonly string[]): string[] {
  return [...before, text]
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isSafeInteger(value) && value >= least && value <= most) return value
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`
    throw new InvalidArgumentError(`expected a whole number ${range}.`)
  }
}

/** A finite number above `least`, or equal to it where `inclusive`. */
export function numberAbove(least: number, inclusive = false): (text: string) => number {
  return (text) => {
    const value = Number(text)
    const inRange = inclusive ? value >= least : value > least
    if (text.trim() !== '' && Number.isFinite(value) && inRange) return value
    throw new InvalidArgumentError(`expected a number ${inclusive ? 'of at least' : 'above'} ${least}.`)
  }
}

/** 'auto', or what `parse` makes of the text. */
export function autoOr(parse: (text: string) => number): (text: string) => 'auto' | number {
  return (text) => (text === 'auto' ? 'auto' : parse(text))
}

/** Widths of hidden layers: '64,32'; 'none' for a network without any. */
export function widths(text: string): number[] {
  if (text === 'none') return []
  const parse = wholeNumber(1, 65_536)
  const parts = list(text).map(parse)
  if (parts.length === 0) throw new InvalidArgumentError("expected widths such as 64,32, or 'none'.")
  return parts
}

/** Exactly one of a DATA argument and `--sql`. */
export function dataOf(path: string | undefined, sql: string | undefined): string | { readonly sql: string } {
  if (path !== undefined && sql === undefined) return path
  if (path === undefined && sql !== undefined) return { sql }
  throw new UsageError({
    where: 'compare',
    problem: path === undefined ? 'there is no data' : 'there are two sources of data',
    expected: 'a file, a glob of files, or --sql',
    hint: 'ogee compare houses.csv --target price; ogee compare --sql "SELECT … FROM \'houses.csv\'" --target price',
  })
}

export function finiteNumber(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new InvalidArgumentError('expected a number.')
}

/** '2,1,0.1'. */
export function numbers(text: string): number[] {
  const parts = list(text).map(finiteNumber)
  if (parts.length === 0) throw new InvalidArgumentError('expected numbers, separated by commas.')
  return parts
}

/** Beyond it a drawing's sums and products overflow. */
const FARTHEST = 1e100

/** '-5:5'. */
export function window(text: string): { readonly low: number; readonly high: number } {
  const [low, high, ...more] = text.split(':').map(Number)
  const isSpan = low !== undefined && high !== undefined && more.length === 0
  if (isSpan && low < high && Math.max(-low, high) <= FARTHEST) return { low, high }
  throw new InvalidArgumentError(
    'expected two numbers with a colon between, the lower one first, up to 1e100: -5:5.',
  )
}
