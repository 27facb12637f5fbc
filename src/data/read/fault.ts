/**
 * What DuckDB says about a broken file or query, in our terms. Its messages carry a line number and advice
 * about options that our users do not have; the number is kept, the advice is not.
 */

import { type ErrorParts, OgeeError, UsageError } from '../../base/index.ts'

/** Turns an error thrown by the engine into one for the user; ours pass unchanged. */
export function explainFault(where: string, error: unknown): Error {
  if (error instanceof OgeeError || !(error instanceof Error)) return error as Error
  const { message } = error
  const file = /^ {2}file = (.*)$/m.exec(message)?.[1] ?? where
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1]
  if (line) return new OgeeError({ where: file, ...explainLine(line, message) })
  const kind = /(Parser|Binder|Catalog) Error/.test(message)
  if (where === '--sql' && kind) return new UsageError({ where, problem: firstLine(message) })
  return new OgeeError({ where, problem: firstLine(message) })
}

function explainLine(line: string, message: string): Omit<ErrorParts, 'where'> {
  const columns = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message)
  if (columns)
    return {
      problem: `line ${line} has another number of fields than the first`,
      expected: `${columns[1]}`,
      got: `${columns[2]}`,
      hint: 'a field that holds the delimiter must stand in double quotes',
    }
  if (/unterminated quote|line size/i.test(message))
    return {
      problem: `line ${line}: broken quoting`,
      expected: 'a field either without quotes or wholly inside them',
      hint: 'a quote inside a quoted field is written twice: ""',
    }
  if (/unicode/i.test(message))
    return { problem: `line ${line} is not UTF-8 text`, hint: 'save the file as UTF-8' }
  return { problem: `line ${line}: ${message.split('\n')[2] ?? 'cannot be read'}` }
}

/** The message without its kind, its position marks and its advice. */
function firstLine(message: string): string {
  const text = message.replace(/^Failed to [a-z ]+: /, '').replace(/^([A-Z]\w* )+Error: /, '')
  return (text.split('\n')[0] ?? text).replace(/ in file "[^"]*"/, '').trim()
}
