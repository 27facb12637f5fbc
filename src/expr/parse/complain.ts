/** What is wrong with a formula, with the place shown below its text. */

import { type ErrorParts, UsageError } from '../../base/index.ts'

/** From where to where, in UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Characters of a formula that are shown around a mistake. */
const SHOWN = 72

export function complain(
  text: string,
  span: Span,
  problem: string,
  parts: Pick<ErrorParts, 'expected' | 'got' | 'hint'> = {},
): never {
  throw new UsageError({ where: 'formula', problem, ...parts, excerpt: pointAt(text, span) })
}

/** The text, or the part of it around the span, and a line of carets below it. */
function pointAt(text: string, { start, end }: Span): string {
  const from = text.length <= SHOWN ? 0 : Math.max(0, Math.min(start - SHOWN / 2, text.length - SHOWN))
  const to = Math.min(text.length, from + SHOWN)
  const [before, after] = [from > 0 ? '…' : '', to < text.length ? '…' : '']
  const line = text.slice(from, to).replaceAll(/\s/g, ' ')
  const indent = [...(before + text.slice(from, start))].length
  const width = Math.max(1, [...text.slice(start, Math.min(end, to))].length)
  return `${before}${line}${after}\n${' '.repeat(indent)}${'^'.repeat(width)}`
}
