/**
 * JSON as Python writes and reads it: with the bare tokens NaN, Infinity and -Infinity, which JSON.parse
 * rejects and JSON.stringify turns into null. Numbers come back bit for bit, except that −0 loses its sign.
 */

export function encodeJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return `${value}`
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined)
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${encodeJson(field)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

/** Stands for NaN while JSON.parse runs; a string equal to it, beside a bare NaN, would be misread. */
const NAN_MARK = '\u0000not a number\u0000'
const TOKEN = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g

/** Throws a SyntaxError as JSON.parse does. */
export function decodeJson(text: string): unknown {
  if (!/NaN|Infinity/.test(text)) return JSON.parse(text)
  // Strings match first and stay as they are, so that the words within them are left alone.
  const standard = text.replace(TOKEN, (token) => {
    if (token === 'NaN') return JSON.stringify(NAN_MARK)
    return token.startsWith('"') ? token : token.replace('Infinity', '1e999')
  })
  return JSON.parse(standard, (_, value) => (value === NAN_MARK ? NaN : value))
}
