/** The page of a comparison: its sections in order, in a document that needs nothing but itself. */

import type { CompareReport } from '../records/compare.ts'
import { renderFrame } from './frame.ts'
import { renderColumns } from './sections/columns.ts'
import { renderDifferences } from './sections/differences.ts'
import { renderFunctions } from './sections/functions.ts'
import { renderCompared, renderVerdict } from './sections/overview.ts'
import { renderRanking } from './sections/ranking.ts'
import { renderReproduce, renderSettings } from './sections/reproduce.ts'
import { renderScores } from './sections/scores.ts'
import { renderCurves, renderTimes } from './sections/training.ts'
import { assignColours } from './theme.ts'

/** The whole document as a string. */
export async function renderPage(report: CompareReport): Promise<string> {
  const colours = assignColours([
    ...report.result.activations.map(({ name }) => name),
    ...report.functions.map(({ name }) => name),
  ])
  const sections = [
    renderVerdict(report),
    renderCompared(report),
    renderRanking(report, colours),
    await renderScores(report, colours),
    await renderDifferences(report, colours),
    await renderCurves(report, colours),
    await renderTimes(report, colours),
    await renderFunctions(report, colours),
    renderColumns(report),
    renderSettings(report),
    renderReproduce(report),
  ]
  const { result, reproduce } = report
  return renderFrame({
    title: `${result.target}: ${result.winner ?? 'no clear winner'} · activations compared`,
    content: sections,
    version: reproduce.version,
  })
}
