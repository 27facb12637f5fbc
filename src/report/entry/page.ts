/** Activations as a page that opens offline: drawing, formulas, facts, names elsewhere, code. No script runs. */

import temml from 'temml'
import type { EntryRecord, FormulaRecord } from '../../records/entry.ts'
import { renderFacts, renderSection } from '../blocks.ts'
import { renderFrame } from '../frame.ts'
import { type Html, html, trusted } from '../html.ts'
import { renderTable } from '../table.ts'
import { exactnessText, number, propertyFacts } from './facts.ts'
import { howSet, sourceText, spellingsText } from './text.ts'

export interface EntryPageParts {
  readonly title: string
  readonly records: readonly EntryRecord[]
  /** As SVG. */
  readonly drawing: string
}

const STYLE = [
  'math{font-size:1.15em}',
  '.note+.formula{margin-top:1rem}',
  '.formula{max-width:none;overflow-x:auto;overflow-y:hidden}',
  '.facts+p,.facts+.scroll{margin-top:1.25rem}',
  'figure svg{max-width:40rem}',
  'pre.code{white-space:pre;font:.8125rem/1.45 var(--mono)}',
].join('')

export function renderEntryPage({ title, records, drawing }: EntryPageParts): string {
  const [first, ...others] = records
  const isAlone = first?.name === title && others.length === 0
  return renderFrame({
    title: `${title} · ${records.length > 1 ? 'activations' : 'activation'}`,
    content: [
      html`<h1>${title}</h1>\n<figure>${trusted(drawing)}</figure>`,
      ...records.map((record) => renderEntry(record, isAlone ? 'What it is like' : record.name)),
    ],
    style: STYLE,
  })
}

function renderEntry(entry: EntryRecord, heading: string): Html {
  const { function: of } = entry
  return renderSection(
    `entry-${entry.name.replaceAll(/\W+/g, '-')}`,
    heading,
    html`<p>${entry.summary}</p>`,
    entry.source !== '' && html`<p class="note">${sourceText(entry)}</p>`,
    of !== null && renderFormula('\\varphi(x)', of.value),
    of !== null && renderFormula('\\varphi^{\\prime}(x)', of.derivative),
    of !== null && renderFacts([...propertyFacts(of.properties), ...exactFact(exactnessText(of))]),
    renderList('Good for', entry.use),
    renderList('Mind', entry.pitfalls),
    entry.parameters.length > 0 && renderParameters(entry),
    entry.frameworks.length > 0 && renderSpellings(entry),
    ...Object.entries(of?.code ?? {}).map(
      ([target, code]) =>
        html`<details><summary>Code for ${target}</summary><pre class="code">${code}</pre></details>`,
    ),
  )
}

function exactFact(text: string): (readonly [string, string])[] {
  return text ? [['exact', text]] : []
}

/** As MathML, which browsers draw by themselves; a long one scrolls. */
function renderFormula(head: string, { tex }: FormulaRecord): Html {
  const markup = temml.renderToString(`${head} = ${tex}`, { displayMode: false, throwOnError: false })
  return html`<p class="formula" tabindex="0">${trusted(markup)}</p>`
}

function renderList(title: string, items: readonly string[]): Html | false {
  return (
    items.length > 0 &&
    html`<p><strong>${title}</strong></p><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`
  )
}

function renderParameters({ parameters }: EntryRecord): Html {
  return renderTable({
    caption: 'Parameters',
    rows: parameters,
    columns: [
      { head: 'parameter', header: true, cell: ({ name }) => name },
      { head: 'default', numeric: true, cell: (row) => number(row.default) },
      { head: 'from', numeric: true, cell: ({ low }) => number(low) },
      { head: 'to', numeric: true, cell: ({ high }) => number(high) },
      { head: '', cell: howSet },
    ],
  })
}

function renderSpellings({ frameworks }: EntryRecord): Html {
  return renderTable({
    caption: 'Elsewhere',
    rows: [...Map.groupBy(frameworks, ({ framework }) => framework)],
    columns: [
      { head: 'framework', header: true, cell: ([framework]) => framework },
      { head: 'names', cell: ([, spellings]) => spellingsText(spellings) },
    ],
  })
}
