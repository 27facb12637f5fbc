/** Activations as a page that opens offline: drawing, formulas, facts, names elsewhere, code. No script runs. */

import temml from 'temml'
import type { EntryRecord, FormulaRecord } from '../../records/entry.ts'
import { renderFacts, renderSection } from '../blocks.ts'
import { type Html, html, trusted } from '../html.ts'
import { STYLE } from '../style.ts'
import { renderTable } from '../table.ts'
import { exactnessText, number, propertyFacts } from './facts.ts'
import { howSet, sourceText, spellingsText } from './text.ts'

export interface EntryPageParts {
  readonly title: string
  readonly records: readonly EntryRecord[]
  /** As SVG. */
  readonly drawing: string
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

const OWN_STYLE =
  'math{font-size:1.15em}.facts+p{margin-top:1.25rem}figure svg{max-width:40rem}pre.code{white-space:pre;font:.8125rem/1.45 var(--mono)}'

export function renderEntryPage({ title, records, drawing }: EntryPageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · activation</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}${trusted(OWN_STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<figure>${trusted(drawing)}</figure>
${records.map(renderEntry)}
</main>
<footer>Made by ogee. This file is complete: it loads nothing and runs no script.</footer>
</body>
</html>
`.markup
}

function renderEntry(entry: EntryRecord): Html {
  const { function: of } = entry
  return renderSection(
    `entry-${entry.name.replaceAll(/\W+/g, '-')}`,
    entry.name,
    html`<p>${entry.summary}</p>`,
    entry.source !== '' && html`<p class="note">${sourceText(entry)}</p>`,
    of !== null &&
      html`<p>${renderFormula('\\varphi(x)', of.value)}</p><p>${renderFormula('\\varphi^{\\prime}(x)', of.derivative)}</p>`,
    of !== null && renderFacts([...propertyFacts(of.properties), ...exactFact(exactnessText(of))]),
    renderList('Good for', entry.use),
    renderList('Mind', entry.pitfalls),
    entry.parameters.length > 0 && renderParameters(entry),
    entry.frameworks.length > 0 && renderSpellings(entry),
    ...Object.entries(of?.code ?? {}).map(
      ([target, code]) =>
        html`<details><summary>${target}</summary><pre class="code">${code}</pre></details>`,
    ),
  )
}

function exactFact(text: string): (readonly [string, string])[] {
  return text ? [['exact', text]] : []
}

/** As MathML, which browsers draw by themselves. */
function renderFormula(head: string, { tex }: FormulaRecord): Html {
  return trusted(temml.renderToString(`${head} = ${tex}`, { displayMode: false, throwOnError: false }))
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
