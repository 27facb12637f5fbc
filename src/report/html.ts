/**
 * HTML by tagged template: every value is escaped unless it is HTML already, so that a column named
 * `<script>` is shown and not run. It is not a parser: templates are trusted, values are not.
 */

/** Markup that is safe to place in a page. Only this file and the drawing of charts make it from strings. */
export interface Html {
  readonly markup: string
}

type Value = Html | string | number | null | undefined | false | readonly Value[]

/** Numbers print as they are; null, undefined and false print nothing; lists print their members. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: parts.map((part, i) => part + markupOf(values[i])).join('') }
}

/** Vouches for markup that did not come from a user. */
export function trusted(markup: string): Html {
  return { markup }
}

function markupOf(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'object') return 'markup' in value ? value.markup : value.map(markupOf).join('')
  return escapeText(`${value}`)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe as text and within a quoted attribute. Control characters, which HTML forbids, become U+FFFD. */
export function escapeText(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}

/** Without control characters: they are no part of a name, and a terminal would obey them. */
export function cleanText(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, '\ufffd')
}
