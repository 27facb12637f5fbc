/** Tables for people and screen readers: a caption, headers with their scope, numbers aligned at the right. */

import { type Html, html } from './html.ts'

type Content = Html | string | number | null

export interface Column<Row> {
  readonly head: Content
  readonly cell: (row: Row) => Content
  /** Aligns right, with figures of equal width. */
  readonly numeric?: true
  /** Names the row; the first such column stays in sight when the table scrolls sideways. */
  readonly header?: true
}

export interface TableParts<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** Shows the caption to screen readers only, where a heading beside it says the same. */
  readonly quiet?: true
}

/** A table in a box of its own that scrolls sideways where the page is too narrow for it. */
export function renderTable<Row>({ caption, columns, rows, quiet }: TableParts<Row>): Html {
  const heads = columns.map(
    ({ head, numeric }) => html`<th scope="col"${numeric ? html` class="n"` : ''}>${head}</th>`,
  )
  const body = rows.map((row) => html`<tr>${columns.map((column) => renderCell(column, row))}</tr>\n`)
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption${quiet ? html` class="quiet"` : ''}>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>${body}</tbody>
</table></div>`
}

function renderCell<Row>({ cell, numeric, header }: Column<Row>, row: Row): Html {
  const kind = numeric ? html` class="n"` : ''
  const content = cell(row)
  return header ? html`<th scope="row"${kind}>${content}</th>` : html`<td${kind}>${content}</td>`
}

/** The data behind a chart, folded away. */
export function renderData<Row>(parts: TableParts<Row>): Html {
  return html`<details><summary>Data as a table</summary>${renderTable(parts)}</details>`
}
