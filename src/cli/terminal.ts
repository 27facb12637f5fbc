/** What the terminal can show: its width, its colours, and whether it has more than ASCII. */

/** What a command prints to. */
export interface Medium {
  readonly columns: number
  readonly colour: boolean
  readonly charset: 'braille' | 'ascii'
}

const DEFAULT_COLUMNS = 80

/**
 * Of the standard output. COLUMNS, which a user sets for a pipe or against the terminal, goes before the terminal's own
 * width. Colours only on a terminal that has them, and not against NO_COLOR.
 */
export function mediumOf(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): Medium {
  const { TERM = '', LC_ALL = '', LC_CTYPE = '', LANG = '', COLUMNS = '' } = env
  const locale = LC_ALL || LC_CTYPE || LANG
  const isPlain = TERM === 'dumb' || (locale !== '' && !/utf-?8/i.test(locale) && locale !== 'C')
  return {
    columns: /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : (stream.columns ?? DEFAULT_COLUMNS),
    colour: stream.isTTY === true && stream.hasColors(),
    charset: isPlain ? 'ascii' : 'braille',
  }
}
