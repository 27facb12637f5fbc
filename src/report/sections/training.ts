/** How the trainings went: learning curves, and what an epoch costs. */

import type { CompareReport } from '../../records/compare.ts'
import { renderFigure, renderLegend, renderName, renderPanels, renderSection } from '../blocks.ts'
import { lossScale, prepareLosses } from '../charts/losses.ts'
import { drawTimes } from '../charts/times.ts'
import { type CurvePoint, type CurveSummary, summariseCurves, thin } from '../curves.ts'
import { type Html, html } from '../html.ts'
import { formatShort, lowerMedian, timeUnit } from '../number.ts'
import { renderData } from '../table.ts'
import { type Colours, colour } from '../theme.ts'

/** Rows per activation in the table of the learning curves. */
const TABLE_POINTS = 16

export async function renderCurves({ result, curves }: CompareReport, colours: Colours): Promise<Html> {
  const summaries = result.activations
    .map(({ name }) => summariseCurves(name, curves))
    .filter(({ points }) => points.length > 0)
  if (summaries.length === 0)
    return renderSection('curves', 'Learning curves', html`<p>No learning curves were recorded.</p>`)
  const scale = lossScale(summaries)
  const draw = prepareLosses(scale)
  const panels = summaries.map(async (summary) => {
    const epochs = result.activations.find(({ name }) => name === summary.name)?.epochs ?? []
    const ink = colours.get(summary.name) ?? colour('ink')
    const chart = await draw(summary, ink, lowerMedian(epochs))
    return renderFigure({ title: renderName(summary.name, colours), chart })
  })
  const axes = scale.logarithmic ? ' The scale of the loss is logarithmic.' : ''
  return renderSection(
    'curves',
    'Learning curves',
    html`<p>Loss after each epoch on the inner split from which the number of epochs was chosen: median over the
trainings, and the band that holds their middle half.${axes}</p>`,
    renderLegend([
      { label: 'training', style: colour('muted'), shape: 'line' },
      { label: 'validation, in the colour of the activation', style: colour('ink'), shape: 'line' },
      { label: 'epochs chosen, median', style: colour('thread'), shape: 'dashed' },
    ]),
    renderPanels(await Promise.all(panels)),
    renderCurveTable(summaries),
  )
}

interface CurveRow extends CurvePoint {
  readonly name: string
}

function renderCurveTable(summaries: readonly CurveSummary[]): Html {
  const rows = summaries.flatMap(({ name, points }) =>
    thin(points.length, TABLE_POINTS).flatMap((i) => {
      const point = points[i]
      return point ? [{ name, ...point }] : []
    }),
  )
  return renderData<CurveRow>({
    caption: `Median loss over the trainings, at up to ${TABLE_POINTS} epochs per activation`,
    rows,
    columns: [
      { head: 'Activation', header: true, cell: ({ name }) => name },
      { head: 'epoch', numeric: true, cell: ({ epoch }) => epoch },
      { head: 'training loss', numeric: true, cell: ({ train }) => formatShort(train.median) },
      { head: 'validation loss', numeric: true, cell: ({ validation }) => formatShort(validation.median) },
      {
        head: 'middle half of the validation losses',
        numeric: true,
        cell: ({ validation: { low, high } }) => `${formatShort(low)} to ${formatShort(high)}`,
      },
    ],
  })
}

export async function renderTimes({ result, reproduce }: CompareReport, colours: Colours): Promise<Html> {
  const unit = timeUnit(result.activations.map(({ secondsPerEpoch }) => secondsPerEpoch))
  return renderSection(
    'time',
    'Time per epoch',
    renderFigure({
      chart: await drawTimes(result, colours),
      caption: `In ${unit.name}; median over the trainings, ${reproduce.trainings}.`,
    }),
    renderData({
      caption: `Time per epoch in ${unit.name}`,
      rows: result.activations,
      columns: [
        { head: 'Activation', header: true, cell: ({ name }) => renderName(name, colours) },
        { head: unit.name, numeric: true, cell: ({ secondsPerEpoch }) => unit.format(secondsPerEpoch) },
      ],
    }),
  )
}
