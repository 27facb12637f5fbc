/** The ranking: every metric, what was chosen per fold, and what a training costs. */

import type { ActivationRecord, CompareReport } from '../../records/compare.ts'
import { renderName, renderSection } from '../blocks.ts'
import { type Html, html } from '../html.ts'
import { listMetrics, type MetricView, metricOf, sayDiverged } from '../metrics.ts'
import { formatFixed, formatSpread, timeUnit } from '../number.ts'
import { type Column, renderTable } from '../table.ts'
import type { Colours } from '../theme.ts'

interface Place {
  readonly rank: number
  readonly activation: ActivationRecord
}

export function renderRanking({ result }: CompareReport, colours: Colours): Html {
  const rows = result.activations.map((activation, i) => ({ rank: i + 1, activation }))
  const unit = timeUnit(result.activations.map(({ secondsPerEpoch }) => secondsPerEpoch))
  const columns: Column<Place>[] = [
    { head: 'Rank', numeric: true, cell: ({ rank }) => rank },
    { head: 'Activation', header: true, cell: ({ activation }) => renderName(activation.name, colours) },
    ...listMetrics(result).map((metric) => metricColumn(metric, result.target)),
    { head: 'learning rate', cell: ({ activation }) => renderSpread(activation.learningRate) },
    { head: 'epochs', cell: ({ activation }) => renderSpread(activation.epochs) },
    {
      head: withHints('time per epoch', unit.name),
      numeric: true,
      cell: ({ activation }) => unit.format(activation.secondsPerEpoch),
    },
  ]
  return renderSection(
    'ranking',
    'Ranking',
    renderTable({ caption: 'Activations, best first', quiet: true, columns, rows }),
    html`<p class="note">Scores: mean ± standard deviation over the test folds. Learning rate and epochs:
median over the folds, with the range where they differ. Time: median over the trainings.</p>`,
  )
}

function metricColumn(metric: MetricView, target: string): Column<Place> {
  const hints = [
    metric.inTargetUnit && `in the unit of ${target}`,
    metric.better === 'lower' && 'lower is better',
  ].filter((hint) => typeof hint === 'string')
  return {
    head: withHints(metric.label, ...hints),
    numeric: true,
    cell: ({ activation }) => {
      const record = metricOf(activation, metric.name)
      const diverged = sayDiverged(record)
      if (diverged) return html`<span class="diverged">${diverged}</span>`
      const mean = formatFixed(record.mean, metric.decimals)
      return html`${mean} <span class="spread">± ${formatFixed(record.std, metric.decimals)}</span>`
    },
  }
}

function renderSpread(values: readonly number[]): Html {
  const { middle, range } = formatSpread(values)
  return html`${middle}${range !== null && html` <span class="spread">(${range})</span>`}`
}

function withHints(label: string, ...hints: readonly string[]): Html {
  return html`${label}${hints.map((hint) => html` <small>${hint}</small>`)}`
}
