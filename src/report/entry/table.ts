/** Activations as a table in the terminal: a row each, with as many columns as there is room for. */

import type { EntryOutline } from '../../records/entry.ts'
import { alignRows, type Cell, cell, type Terminal, tableWidth, tame, widthsOf } from '../terminal.ts'
import { number, rangeText, smoothnessSign } from './facts.ts'

export interface EntryTableOptions extends Terminal {
  /** By name: what value and derivative cost, relative to relu. Absent: not measured. */
  readonly costs?: ReadonlyMap<string, number>
  /** By name, in place of where it comes from: what a framework calls it. */
  readonly spellings?: ReadonlyMap<string, string>
}

const LONGEST_SOURCE = 44

type Facts = NonNullable<EntryOutline['function']>

interface Column {
  readonly head: string
  readonly align: Cell['align']
  readonly text: (entry: EntryOutline) => string
}

/** What gives way to a narrow terminal, first to last; the name stays, and so does what was asked for by framework. */
const YIELDING = [
  'source',
  'gain',
  'family',
  'lipschitz',
  'centred',
  'saturates',
  'smooth',
  'range',
  'cost',
] as const
type Yielding = (typeof YIELDING)[number]

const SHOWN = [
  'family',
  'range',
  'smooth',
  'centred',
  'saturates',
  'lipschitz',
  'gain',
  'cost',
  'source',
] as const

export function renderEntryTable(entries: readonly EntryOutline[], options: EntryTableOptions): string {
  const { table: columns } = widthsOf(options)
  const all = columnsFor(options)
  let hidden: readonly Yielding[] = options.costs ? [] : ['cost']
  for (const next of YIELDING.filter((key) => key !== 'source' || !options.spellings)) {
    if (tableWidth(rowsOf(entries, all, hidden)) <= columns) break
    hidden = [...hidden, next]
  }
  return `${alignRows(rowsOf(entries, all, hidden), options.colour).join('\n')}\n`
}

function rowsOf(
  entries: readonly EntryOutline[],
  all: Readonly<Record<Yielding, Column>>,
  hidden: readonly Yielding[],
): Cell[][] {
  const shown = SHOWN.filter((key) => !hidden.includes(key)).map((key) => all[key])
  const heads = [cell(''), ...shown.map(({ head, align }) => cell(head, align, 'dim'))]
  return [
    heads,
    ...entries.map((entry) => [
      cell(entry.name, 'left', 'bold'),
      ...shown.map(({ text, align }) => cell(text(entry), align)),
    ]),
  ]
}

function columnsFor({ costs, spellings }: EntryTableOptions): Readonly<Record<Yielding, Column>> {
  const of = (read: (facts: Facts) => string) => (entry: EntryOutline) =>
    entry.function ? read(entry.function) : ''
  return {
    family: { head: 'family', align: 'left', text: ({ family }) => family ?? 'your own' },
    range: {
      head: 'range',
      align: 'left',
      text: (entry) => (entry.function ? rangeText(entry.function.properties.range) : 'along an axis'),
    },
    smooth: { head: 'smooth', align: 'left', text: of(({ properties }) => smoothnessSign(properties)) },
    centred: {
      head: 'centred',
      align: 'left',
      text: of(({ properties }) => (properties.zeroCentred ? 'yes' : '')),
    },
    saturates: {
      head: 'saturates',
      align: 'left',
      text: of(({ properties }) => sidesOf(properties.saturation)),
    },
    lipschitz: {
      head: 'Lipschitz',
      align: 'right',
      text: of(({ properties }) => number(properties.lipschitz)),
    },
    gain: { head: 'gain', align: 'right', text: of(({ properties }) => number(properties.gain)) },
    cost: {
      head: 'cost',
      align: 'right',
      text: ({ name }) => {
        const cost = costs?.get(name)
        return cost === undefined ? '' : `${cost.toFixed(1)}×`
      },
    },
    source: {
      head: spellings ? 'there' : 'from',
      align: 'left',
      text: ({ name, summary, source, year }) =>
        tame(spellings?.get(name) ?? ([year ?? '', source].join(' ').trim() || summary), LONGEST_SOURCE),
    },
  }
}

function sidesOf({ left, right }: Facts['properties']['saturation']): string {
  if (left && right) return 'both'
  return left ? 'left' : right ? 'right' : ''
}
