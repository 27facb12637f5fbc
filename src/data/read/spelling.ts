/**
 * How cells are spelled: which texts stand for a missing value, and the SQL that turns a text into a
 * number or a date.
 *
 * The rule for missing values. Some spellings always mean "missing". Others mean it only where every other
 * cell of the column is a number or a date; between words they are words: `None` is a weather, a kind of
 * masonry or a hobby, `-` is a blood group or the class of a refused credit.
 */

const ALWAYS_MISSING = [
  '',
  '?',
  'NA',
  'N/A',
  'n/a',
  'na',
  '#N/A',
  'NULL',
  'Null',
  'null',
  'NaN',
  'nan',
  'NAN',
  '<NA>',
  '\\N',
]

const MISSING_AMONG_NUMBERS = ['None', 'none', 'NONE', '-', '--', '.', 'missing', 'unknown']

/** Membership in a constant list. IN would hold a vector for each member and column: gigabytes in all. */
function sqlAmong(column: string, texts: readonly string[]): string {
  return `list_contains([${texts.map(sqlText).join(', ')}], ${column})`
}

/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A text without surrounding blanks; NULL where it is spelled as missing. */
export function sqlClean(column: string): string {
  return `CASE WHEN ${sqlAmong(`trim(${column})`, ALWAYS_MISSING)} THEN NULL ELSE trim(${column}) END`
}

/** The same as `sqlClean` here, for the dictionary of a column: '' where missing. */
export function cleanText(text: string): string {
  const trimmed = text.replace(/^ +| +$/g, '')
  return ALWAYS_MISSING.includes(trimmed) ? '' : trimmed
}

/** Whether a cleaned text would be missing if its column were one of numbers or dates. */
export function sqlBlankAmongNumbers(column: string): string {
  return sqlAmong(column, MISSING_AMONG_NUMBERS)
}

/** A whole number with leading zeros is a code ("0040"), not a quantity. */
export function sqlPadded(column: string): string {
  return `(${column} ^@ '0' AND regexp_full_match(${column}, '0[0-9]+'))`
}

export function sqlNumber(column: string): string {
  return `TRY_CAST(${column} AS DOUBLE)`
}

/**
 * Ways to write a date, each as SQL from text to timestamp, in the order in which they are tried; a column
 * is one of dates when one way reads all of its cells. 01/02/2024 is the second of January wherever every
 * cell of the column allows that reading.
 */
export const DATE_FORMS: readonly ((column: string) => string)[] = [
  (column) => `TRY_CAST(${column} AS TIMESTAMP)`,
  (column) => `try_strptime(${column}, '%m/%d/%Y')`,
  (column) => `try_strptime(${column}, '%d/%m/%Y')`,
  (column) => `try_strptime(${column}, '%d.%m.%Y')`,
  (column) => `try_strptime(${column}, ['%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S'])`,
]

/** Whether a text is worth the trial of all forms: digits, a separator, digits. */
export function looksLikeDate(text: string): boolean {
  return /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(text)
}
