/** What was done to each column of the data. */

import type { ColumnRecord, CompareReport } from '../../records/compare.ts'
import { renderSection } from '../blocks.ts'
import { type Html, html } from '../html.ts'
import { formatCount, formatFixed } from '../number.ts'
import { renderTable } from '../table.ts'

/** Longer tables are folded away. */
const LONGEST_OPEN = 40

export function renderColumns({ result }: CompareReport): Html {
  const { columns } = result.data
  const table = renderTable<ColumnRecord>({
    caption: 'Columns of the data, and what was done to them',
    quiet: true,
    rows: columns,
    columns: [
      { head: 'Column', header: true, cell: ({ name }) => name },
      { head: 'Kind', cell: ({ kind }) => kind },
      { head: 'missing', numeric: true, cell: ({ missing }) => formatFixed(missing, 0) },
      {
        head: 'levels',
        numeric: true,
        cell: ({ levels }) => (levels === undefined ? '' : formatFixed(levels, 0)),
      },
      { head: 'Treatment', cell: sayTreatment },
    ],
  })
  const folded = html`<details><summary>${formatCount(columns.length, 'column')}</summary>${table}</details>`
  return renderSection(
    'columns',
    'What was done to the columns',
    columns.length > LONGEST_OPEN ? folded : table,
    html`<p class="note">Everything was fitted on the training part of each fold alone.</p>`,
  )
}

function sayTreatment({ treatment, dropped }: ColumnRecord): Html | string {
  return dropped === undefined ? (treatment ?? '') : html`<span class="dropped">not used: ${dropped}</span>`
}
