/** How sure the ranking is: differences to the best, and how probably they matter. */

import type { CompareReport } from '../../records/compare.ts'
import { renderFigure, renderLegend, renderName, renderSection } from '../blocks.ts'
import { drawIntervals, isCut, type Rival } from '../charts/interval.ts'
import { drawShares, OUTCOMES } from '../charts/shares.ts'
import { type Html, html } from '../html.ts'
import { mainMetric } from '../metrics.ts'
import { formatP, formatPercent, formatShort, formatSigned } from '../number.ts'
import { renderData } from '../table.ts'
import { type Colours, colour } from '../theme.ts'

export async function renderDifferences(report: CompareReport, colours: Colours): Promise<Html> {
  const { result, rope } = report
  const best = result.activations[0]
  const rivals = result.activations.flatMap(({ name, toBest }) => (toBest ? [{ name, toBest }] : []))
  if (!best || rivals.length === 0)
    return renderSection('differences', 'Differences to the best', html`<p>There is no pair to compare.</p>`)
  const intervals = await drawIntervals(report, rivals, best.name, colours)
  const shares = await drawShares(rivals, best.name)
  return renderSection(
    'differences',
    `Differences to ${best.name}`,
    html`<p>${sayRope(rope, mainMetric(result).label)}</p>`,
    html`<div class="pair">
${renderFigure({
  title: html`Difference, with its 95 % interval`,
  chart: intervals,
  caption: sayBand(rope) + (isCut(rivals, rope) ? ' Intervals that leave the axis are cut at its edge.' : ''),
})}
${renderFigure({
  title: html`How probably is it worse, equivalent or better?`,
  chart: shares,
  caption: renderLegend(
    OUTCOMES.map(({ name, fill }) => ({ label: name, style: colour(fill), shape: 'box' as const })),
  ),
})}
</div>`,
    renderDifferenceTable(report, rivals, colours),
    html`<p class="note">Intervals and p: corrected resampled t-test (Nadeau and Bengio 2003), p adjusted by Holm's
method over all comparisons. Probabilities: Bayesian correlated t-test (Corani and Benavoli 2015).</p>`,
  )
}

function sayRope(rope: number, metric: string): string {
  const matter =
    rope > 0 ? ` Differences of ${metric} up to ${formatShort(rope)} count as practically equivalent.` : ''
  return `Each activation was scored on the same folds as the best, so the differences are paired.${matter}`
}

function sayBand(rope: number): string {
  return rope > 0
    ? `Shaded: practically equivalent, up to ±${formatShort(rope)}.`
    : 'The line marks no difference.'
}

function renderDifferenceTable({ result }: CompareReport, rivals: readonly Rival[], colours: Colours): Html {
  const { decimals, label } = mainMetric(result)
  const signed = (value: number) => formatSigned(value, decimals + 1)
  return renderData<Rival>({
    caption: `Differences in ${label} to the best, with 95 % intervals and probabilities`,
    rows: rivals,
    columns: [
      { head: 'Activation', header: true, cell: ({ name }) => renderName(name, colours) },
      { head: 'difference', numeric: true, cell: ({ toBest }) => signed(toBest.difference) },
      { head: 'from', numeric: true, cell: ({ toBest }) => signed(toBest.low) },
      { head: 'to', numeric: true, cell: ({ toBest }) => signed(toBest.high) },
      { head: 'p (Holm)', numeric: true, cell: ({ toBest }) => formatP(toBest.pCorrected) },
      ...OUTCOMES.map(({ name, key }) => ({
        head: name,
        numeric: true as const,
        cell: ({ toBest }: Rival) => formatPercent(toBest[key]),
      })),
    ],
  })
}
