/** The scores behind the means: one per fold and activation. */

import type { CompareReport } from '../../records/compare.ts'
import { renderFigure, renderSection } from '../blocks.ts'
import { countOutside, drawStrip } from '../charts/strip.ts'
import { type Html, html } from '../html.ts'
import { countDiverged, mainMetric, metricOf } from '../metrics.ts'
import { formatCount, formatFixed } from '../number.ts'
import { renderData } from '../table.ts'
import type { Colours } from '../theme.ts'

/** Drawn once for a page and once for a phone, in CSS pixels; scaling one to the other makes text unreadable. */
const WIDTHS = { wide: 900, narrow: 360 }

export async function renderScores(report: CompareReport, colours: Colours): Promise<Html> {
  const { result } = report
  const metric = mainMetric(result)
  const wide = await drawStrip(result, colours, WIDTHS.wide)
  const narrow = await drawStrip(result, colours, WIDTHS.narrow)
  return renderSection(
    'scores',
    `${capitalise(metric.label)} per fold`,
    renderFigure({
      chart: html`<div class="wide">${wide}</div><div class="narrow">${narrow}</div>`,
      caption: html`One dot per test fold; the bar is the mean.${sayThreads(report)}${sayMissing(report)}`,
    }),
    renderScoreTable(report, metric.label),
  )
}

function sayThreads({ result }: CompareReport): string {
  if (result.activations.length < 2) return ''
  return ' A thin line joins the scores of the same fold: point at one to follow it.'
}

function sayMissing({ result }: CompareReport): string {
  const records = result.activations.map((activation) => metricOf(activation, result.metric))
  const diverged = records.reduce((sum, record) => sum + countDiverged(record), 0)
  const outside = countOutside(result)
  const facts = [
    diverged > 0 && `${formatCount(diverged, 'training')} diverged and left no dot.`,
    outside > 0 && `${formatCount(outside, 'score')} beyond the axis: drawn at its edge as a triangle.`,
  ]
  return facts
    .filter(Boolean)
    .map((fact) => ` ${fact}`)
    .join('')
}

function renderScoreTable({ result }: CompareReport, label: string): Html {
  const records = result.activations.map(({ name, ...rest }) => ({
    name,
    scores: metricOf({ name, ...rest }, result.metric).scores,
  }))
  const count = records.reduce((most, { scores }) => Math.max(most, scores.length), 0)
  const decimals = Math.max(4, mainMetric(result).decimals + 1)
  return renderData({
    caption: `${capitalise(label)} per fold and activation`,
    rows: Array.from({ length: count }, (_, i) => i),
    columns: [
      { head: 'Test fold', header: true, cell: (i) => sayFold(i, result.folds, result.repeats) },
      ...records.map(({ name, scores }) => ({
        head: name,
        numeric: true as const,
        cell: (i: number) => sayScore(scores[i], decimals),
      })),
    ],
  })
}

function sayScore(score: number | undefined, decimals: number): string {
  return Number.isFinite(score) ? formatFixed(score ?? Number.NaN, decimals) : 'diverged'
}

function sayFold(index: number, folds: number, repeats: number): string {
  const fold = `fold ${(index % folds) + 1}`
  return repeats > 1 ? `repeat ${Math.floor(index / folds) + 1}, ${fold}` : fold
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
