/** The functions themselves, with their derivatives. */

import type { CompareReport, FunctionRecord } from '../../records/compare.ts'
import { renderFigure, renderLegend, renderName, renderPanels, renderSection } from '../blocks.ts'
import { prepareShapes, shapeScale } from '../charts/shapes.ts'
import { thin } from '../curves.ts'
import { type Html, html } from '../html.ts'
import { formatFixed, formatShort } from '../number.ts'
import { renderData } from '../table.ts'
import { type Colours, colour } from '../theme.ts'

/** Rows per function in the table. */
const TABLE_POINTS = 17

export async function renderFunctions({ functions }: CompareReport, colours: Colours): Promise<Html> {
  if (functions.length === 0)
    return renderSection('functions', 'The functions', html`<p>No functions were recorded.</p>`)
  const draw = prepareShapes(shapeScale(functions))
  const panels = functions.map(async (record) =>
    renderFigure({
      title: renderName(record.name, colours),
      chart: await draw(record, colours.get(record.name) ?? colour('ink')),
      caption: html`<code>${record.formula}</code>`,
    }),
  )
  return renderSection(
    'functions',
    'The functions',
    renderLegend([
      { label: 'value', style: colour('ink'), shape: 'line' },
      { label: 'derivative', style: colour('muted'), shape: 'dashed' },
    ]),
    renderPanels(await Promise.all(panels)),
    renderFunctionTable(functions),
  )
}

interface FunctionRow {
  readonly name: string
  readonly x: number
  readonly value: number
  readonly derivative: number
}

function renderFunctionTable(functions: readonly FunctionRecord[]): Html {
  const rows = functions.flatMap(({ name, x, value, derivative }) =>
    thin(x.length, TABLE_POINTS).map((i) => ({
      name,
      x: x[i] ?? Number.NaN,
      value: value[i] ?? Number.NaN,
      derivative: derivative[i] ?? Number.NaN,
    })),
  )
  return renderData<FunctionRow>({
    caption: `Values and derivatives at up to ${TABLE_POINTS} points per function`,
    rows,
    columns: [
      { head: 'Function', header: true, cell: ({ name }) => name },
      { head: 'x', numeric: true, cell: ({ x }) => formatShort(x) },
      { head: 'value', numeric: true, cell: ({ value }) => formatFixed(value, 4) },
      { head: 'derivative', numeric: true, cell: ({ derivative }) => formatFixed(derivative, 4) },
    ],
  })
}
