/**
 * `npm run docs`: writes ACTIVATIONS.md and a picture for each family from the catalogue. A test holds what is
 * written to what would be written.
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  ACTIVATIONS,
  entriesIn,
  FAMILIES,
  type Family,
  FRAMEWORKS,
  familyOf,
  figureOf,
} from '../src/activations/index.ts'
import { describe } from '../src/describe/index.ts'
import { drawSheet } from '../src/draw/index.ts'
import type { EntryRecord } from '../src/records/entry.ts'
import { number, rangeText, smoothnessSign } from '../src/report/entry/facts.ts'
import { sourceText } from '../src/report/entry/text.ts'

const PANEL = { width: 250, height: 190, across: 4, names: false }

/** The files by their paths below `docs/`. */
export function makeDocuments(): Map<string, string> {
  const pictures = FAMILIES.flatMap((family) => {
    const picture = drawFamily(family)
    return picture === undefined ? [] : [[pathOf(family), picture] as const]
  })
  return new Map([['ACTIVATIONS.md', makePage()], ...pictures])
}

function pathOf(family: Family): string {
  return `activations/${family}.svg`
}

function entriesOf(family: Family) {
  return ACTIVATIONS.filter((entry) => familyOf(entry) === family)
}

function drawFamily(family: Family): string | undefined {
  const functions = entriesOf(family).filter((entry) => entry.kind === 'elementwise')
  return functions.length === 0
    ? undefined
    : drawSheet(
        functions.map((entry) => figureOf([entry])),
        PANEL,
      )
}

function makePage(): string {
  const counts = FRAMEWORKS.map((framework) => `${framework} ${entriesIn(framework).length}`)
  return `# The catalogue

Written by \`npm run docs\` from the entries themselves: ${ACTIVATIONS.length} activations. What is in a table is derived
from the formula; \`ogee show NAME\` tells the rest, draws it, and prints it as code.

Of what frameworks ship, the catalogue has: ${counts.join(', ')}.

${FAMILIES.map(familySection).join('\n')}`
}

function familySection(family: Family): string {
  const records = entriesOf(family).map(describe)
  const hasFunctions = records.some((record) => record.function !== null)
  const picture = hasFunctions ? `![${family}: functions and their derivatives](${pathOf(family)})\n\n` : ''
  return `## ${family}

${picture}${hasFunctions ? functionTable(records) : vectorTable(records)}
`
}

function functionTable(records: readonly EntryRecord[]): string {
  const rows = records.map(({ name, summary, function: of, ...facts }) => {
    const cells = of
      ? [
          rangeText(of.properties.range),
          smoothnessSign(of.properties),
          number(of.properties.lipschitz),
          number(of.properties.gain),
        ]
      : ['', '', '', '']
    return row([`\`${name}\``, summary, ...cells, sourceText({ ...facts, name, summary, function: of })])
  })
  return [
    row(['', 'what it is', 'range', 'smooth', 'Lipschitz', 'gain', 'source']),
    '|---|---|---|---|--:|--:|---|',
    ...rows,
  ].join('\n')
}

function vectorTable(records: readonly EntryRecord[]): string {
  const rows = records.map((record) => row([`\`${record.name}\``, record.summary, sourceText(record)]))
  return [row(['', 'what it is', 'source']), '|---|---|---|', ...rows].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

if (import.meta.main) {
  const folder = import.meta.dirname
  rmSync(join(folder, 'activations'), { recursive: true, force: true })
  for (const [path, text] of makeDocuments()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
