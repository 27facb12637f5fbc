/**
 * Every score as a dot, one row per activation, means as bars; a thread joins the scores of the same fold, so
 * that one sees whether an activation is better on the same data or only had easier folds.
 */

import type { ActivationRecord, CompareRecord } from '../../records/compare.ts'
import type { Html } from '../html.ts'
import { countDiverged, mainMetric, metricOf } from '../metrics.ts'
import { formatFixed } from '../number.ts'
import { type Colours, colour } from '../theme.ts'
import { type Layer, quantity, type Row } from './draw.ts'
import { nameRows, prepareRows, rowScale } from './rows.ts'
import { clamp, decimalFormat, type Span, spanOf, ticksOf } from './span.ts'

/** A dot's width as a share of the axis. */
const DOT_SHARE = 0.008
/** Dots that would cover each other move apart by this share of a row, and no further than the other from its middle. */
const STEP = 0.17
const MOST_OFFSET = 0.38

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
  const span = spanOf(allScores(result))
  const draw = prepareRows(
    { names, width, right: 84 },
    'mean',
    stripLayers(result, metric.label, span, width),
  )
  const means = activations.map((activation) => metricOf(activation, result.metric).mean)
  const label = activations
    .map(({ name }, i) => `${name} ${sayMean(means[i] ?? Number.NaN, metric.decimals)}`)
    .join(', ')
  return draw(`Dot plot of ${metric.label} per fold. Means: ${label}.`, {
    names: nameRows(names, (row) => sayMean(means[row] ?? Number.NaN, metric.decimals)),
    scores: activations.flatMap((activation, row) => scoreRows(activation, row, result, colours, span)),
    means: means.flatMap((mean, row) =>
      Number.isFinite(mean) && mean >= span.low && mean <= span.high ? [{ row, mean }] : [],
    ),
  })
}

function sayMean(mean: number, decimals: number): string {
  return Number.isFinite(mean) ? formatFixed(mean, decimals) : 'diverged'
}

function scoreRows(
  activation: ActivationRecord,
  row: number,
  { metric }: CompareRecord,
  colours: Colours,
  span: Span,
): Row[] {
  const record = metricOf(activation, metric)
  const ink = colours.get(activation.name) ?? colour('ink')
  const whole = countDiverged(record) === 0
  const near = (span.high - span.low) * DOT_SHARE
  const places = spreadEqual(record.scores, near, MOST_OFFSET)
  return record.scores.flatMap((score, fold) => {
    if (!Number.isFinite(score)) return []
    const shown = clamp(score, span)
    const shape = shown === score ? 'circle' : score < span.low ? 'triangle-left' : 'triangle-right'
    return [
      {
        row: row + (places[fold] ?? 0),
        score: shown,
        fold: whole ? fold : `${fold} in row ${row}`,
        ink,
        shape,
      },
    ]
  })
}

/**
 * Offsets across the row for scores so near to each other that their dots would hide one another: accuracies
 * of small folds are often equal. Offsets alternate about the middle and stay within ±`most`.
 */
export function spreadEqual(scores: readonly number[], near: number, most: number): number[] {
  const offsets = scores.map(() => 0)
  const order = scores.map((_, i) => i).toSorted((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0))
  const groups: number[][] = []
  for (const i of order) {
    const group = groups.at(-1)
    const start = group && scores[group[0] ?? 0]
    if (group && start !== undefined && (scores[i] ?? 0) - start < near) group.push(i)
    else groups.push([i])
  }
  for (const group of groups) {
    const step = Math.min(STEP, (2 * most) / Math.max(1, group.length - 1))
    group
      .toSorted((a, b) => a - b)
      .forEach((i, place) => {
        offsets[i] = (place - (group.length - 1) / 2) * step
      })
  }
  return offsets
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
      name: 'mean',
      data: { name: 'means' },
      mark: { type: 'tick', orient: 'vertical', thickness: 3, size: 20, color: colour('ink') },
      encoding: { x: { field: 'mean', type: 'quantitative' }, y },
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
  ]
}
