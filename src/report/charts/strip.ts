/**
 * Every score as a dot, one row per activation, means as bars; a thread joins the scores of the same fold, so
 * that one sees whether an activation is better on the same data or only had easier folds.
 */

import type { CompareRecord } from '../../records/compare.ts'
import type { Html } from '../html.ts'
import { mainMetric, metricOf } from '../metrics.ts'
import { formatFixed } from '../number.ts'
import { type Colours, colour } from '../theme.ts'
import { dodge } from './dodge.ts'
import { type Layer, quantity, type Row } from './draw.ts'
import { nameRows, prepareRows, rowFrame, rowScale } from './rows.ts'
import { clamp, decimalFormat, type Span, spanOf, ticksOf } from './span.ts'

/** The width of a dot, in CSS pixels. */
const DOT = 6.5

/** How many scores lie outside the axis and stand at its edge. */
export function countOutside(result: CompareRecord): number {
  const scores = allScores(result)
  const span = spanOf(scores)
  return scores.filter((score) => score < span.low || score > span.high).length
}

function allScores(result: CompareRecord): number[] {
  return result.activations.flatMap((activation) => metricOf(activation, result.metric).scores)
}

export async function drawStrip(result: CompareRecord, colours: Colours, width: number): Promise<Html> {
  const { activations } = result
  const metric = mainMetric(result)
  const names = activations.map(({ name }) => name)
  const chart = { names, width, right: 84 }
  const span = spanOf(allScores(result))
  const near = ((span.high - span.low) * DOT) / rowFrame(chart).width
  const draw = prepareRows(chart, 'mean', stripLayers(result, metric.label, span, width))
  const means = activations.map((activation) => metricOf(activation, result.metric).mean)
  const told = names.map((name, i) => `${name} ${sayMean(means[i], metric.decimals)}`)
  return draw(`Dot plot of ${metric.label} per fold. Means: ${told.join(', ')}.`, {
    names: nameRows(names, (row) => sayMean(means[row], metric.decimals)),
    scores: activations.flatMap((activation, row) => {
      const { scores } = metricOf(activation, result.metric)
      const offsets = dodge(scores, near)
      const ink = colours.get(activation.name) ?? colour('ink')
      return scores.flatMap((score, fold) => scoreRow(score, fold, row + (offsets[fold] ?? 0), ink, span))
    }),
    means: means.flatMap((mean, row) => (mean >= span.low && mean <= span.high ? [{ row, mean }] : [])),
  })
}

function sayMean(mean: number | undefined, decimals: number): string {
  return mean !== undefined && Number.isFinite(mean) ? formatFixed(mean, decimals) : 'diverged'
}

/** None for a training that diverged; a triangle at the edge for a score beyond the axis. */
function scoreRow(score: number, fold: number, row: number, ink: string, span: Span): Row[] {
  if (!Number.isFinite(score)) return []
  const shown = clamp(score, span)
  const shape = shown === score ? 'circle' : score < span.low ? 'triangle-left' : 'triangle-right'
  return [{ row, score: shown, fold, ink, shape }]
}

function stripLayers(
  { activations, metric }: CompareRecord,
  title: string,
  span: Span,
  width: number,
): Layer[] {
  const y = rowScale(activations.length)
  const ticks = ticksOf(span, width / 90)
  const most = Math.max(...activations.map((activation) => metricOf(activation, metric).scores.length))
  const crowded = most > 25
  return [
    {
      name: 'fold',
      data: { name: 'scores' },
      mark: { type: 'line', color: colour('thread'), strokeWidth: 1, opacity: crowded ? 0.25 : 0.6 },
      encoding: {
        x: quantity('score', span, { orient: 'top', title, values: ticks, format: decimalFormat(ticks) }),
        y,
        detail: { field: 'fold', type: 'nominal' },
        order: { field: 'row', type: 'quantitative' },
      },
    },
    {
      name: 'score',
      data: { name: 'scores' },
      mark: { type: 'point', filled: true, size: crowded ? 18 : 44, opacity: crowded ? 0.5 : 0.8 },
      encoding: {
        x: { field: 'score', type: 'quantitative' },
        y,
        color: { field: 'ink', type: 'nominal', scale: null },
        shape: { field: 'shape', type: 'nominal', scale: null },
      },
    },
    {
      name: 'mean',
      data: { name: 'means' },
      mark: { type: 'tick', orient: 'vertical', thickness: 3, size: 20, opacity: 1, color: colour('ink') },
      encoding: { x: { field: 'mean', type: 'quantitative' }, y },
    },
  ]
}
