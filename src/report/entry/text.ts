/** An activation in the terminal: formula, drawing, facts, advice, names elsewhere, and code. */

import type { EntryRecord, SpellingRecord } from '../../records/entry.ts'
import { alignRows, cell, paint, type Terminal, widthsOf, wrap } from '../terminal.ts'
import { exactnessText, type FactPair, number, propertyFacts } from './facts.ts'

export interface EntryTextOptions extends Terminal {
  /** The drawing, in lines of text; empty for none. */
  readonly drawing: string
  /** Which code to print, by where it runs. */
  readonly code: readonly string[]
}

const INDENT = '  '

export function renderEntryText(entry: EntryRecord, options: EntryTextOptions): string {
  const { prose: columns } = widthsOf(options)
  const { colour } = options
  const head = (text: string) => paint(text, 'bold', colour)
  const family = entry.family === null ? 'your own' : entry.family
  const lines = [
    `${head(entry.name)}  ${paint(family, 'dim', colour)}`,
    ...wrap(entry.summary, columns),
    ...(entry.source ? wrap(sourceText(entry), columns).map((line) => paint(line, 'dim', colour)) : []),
    ...formulaLines(entry, columns),
    ...(options.drawing ? ['', ...options.drawing.trimEnd().split('\n')] : []),
    ...factLines(factsOf(entry), columns, colour),
    ...listLines('Good for', entry.use, columns, head),
    ...listLines('Mind', entry.pitfalls, columns, head),
    ...spellingLines(entry, columns, colour, head),
    ...codeLines(entry, options.code, head),
  ]
  return `${lines.join('\n')}\n`
}

/** 'Hendrycks & Gimpel, …, 2016'. */
export function sourceText({ source, year }: EntryRecord): string {
  return year === null || source.includes(`${year}`) ? source : `${source}, ${year}`
}

function formulaLines({ function: of }: EntryRecord, columns: number): string[] {
  if (!of) return []
  const hang = (label: string, text: string) =>
    shorten(wrap(text, columns - label.length)).map(
      (line, i) => (i === 0 ? label : ' '.repeat(label.length)) + line,
    )
  return ['', ...hang('φ(x)  = ', of.value.text), ...hang('φ′(x) = ', of.derivative.text)]
}

/** More lines of one formula than these are read by nobody. */
const MOST_LINES = 8

function shorten(lines: readonly string[]): readonly string[] {
  const rest = lines.length - MOST_LINES
  return rest <= 1 ? lines : [...lines.slice(0, MOST_LINES), `… (${rest} more lines; whole with --json)`]
}

function factsOf({ parameters, function: of }: EntryRecord): FactPair[] {
  const parameterFacts = parameters.map((parameter): FactPair => {
    const { name, default: value, low, high } = parameter
    const how = howSet(parameter)
    return [name, `${number(value)}${how && `, ${how}`} (${number(low)} to ${number(high)})`]
  })
  if (!of) return parameterFacts
  const exact = exactnessText(of)
  return [...parameterFacts, ...propertyFacts(of.properties), ...(exact ? [['exact', exact] as const] : [])]
}

/** What sets a parameter besides its author, in a word or two. */
export function howSet({ learned, random }: EntryRecord['parameters'][number]): string {
  return learned ? 'learned' : random ? 'drawn in training' : ''
}

/** Names beside values that hang below each other. */
function factLines(facts: readonly FactPair[], columns: number, colour: boolean): string[] {
  if (facts.length === 0) return []
  const width = Math.max(...facts.map(([name]) => name.length))
  const rows = facts.flatMap(([name, value]) =>
    wrap(value, Math.max(20, columns - width - INDENT.length)).map((line, i) => [
      cell(i === 0 ? name.padEnd(width) : ''.padEnd(width), 'left', 'dim'),
      cell(line),
    ]),
  )
  return ['', ...alignRows(rows, colour)]
}

type Head = (text: string) => string

function listLines(title: string, items: readonly string[], columns: number, head: Head): string[] {
  if (items.length === 0) return []
  const lines = items.flatMap((item) =>
    wrap(item, columns - 2 * INDENT.length).map((line, i) => `${i === 0 ? '· ' : INDENT}${line}`),
  )
  return ['', head(title), ...lines]
}

function spellingLines({ frameworks }: EntryRecord, columns: number, colour: boolean, head: Head): string[] {
  if (frameworks.length === 0) return []
  const byFramework = [...Map.groupBy(frameworks, ({ framework }) => framework)]
  const width = Math.max(...byFramework.map(([name]) => name.length)) + INDENT.length
  const lines = byFramework.flatMap(([framework, spellings]) =>
    wrap(spellingsText(spellings), columns - width).map(
      (line, i) => paint((i === 0 ? framework : '').padEnd(width), 'dim', colour) + line,
    ),
  )
  return ['', head('Elsewhere'), ...lines]
}

/**
 * 'leaky_relu (slope 0.2)', with what else differs: names of the same with commas between, and their remarks behind
 * the last; others after a semicolon.
 */
export function spellingsText(spellings: readonly SpellingRecord[]): string {
  const groups = [...Map.groupBy(spellings, remarksOf)].map(([remarks, same]) => {
    const names = same.map(({ name }) => name).join(', ')
    return remarks === '' ? names : `${names} (${remarks})`
  })
  return groups.join('; ')
}

/** 'slope 0.2, a slope per feature'; a sentence begins in lower case here, unless with the framework's name. */
function remarksOf({ framework, defaults, note }: SpellingRecord): string {
  const differing = Object.entries(defaults).map(([key, value]) => `${key} ${number(value)}`)
  if (note === null) return differing.join(', ')
  const begun = note.toLowerCase().startsWith(framework) ? note : note.charAt(0).toLowerCase() + note.slice(1)
  return [...differing, begun.replace(/\.$/, '')].join(', ')
}

function codeLines({ function: of }: EntryRecord, wanted: readonly string[], head: Head): string[] {
  const code = Object.entries(of?.code ?? {})
  const shown = code.filter(([target]) => wanted.includes(target))
  const others = code.map(([target]) => target).filter((target) => !wanted.includes(target))
  return [
    ...shown.flatMap(([target, text]) => ['', head(`Code for ${target}`), ...text.trimEnd().split('\n')]),
    ...(shown.length > 0 && others.length > 0
      ? ['', `There is code for ${others.join(', ')}, too: --code ${others[0]}`]
      : []),
  ]
}
