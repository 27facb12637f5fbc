/** The page of a comparison: its sections in order, in a document that needs nothing but itself. */

import type { CompareReport } from '../records/compare.ts'
import { type Html, html, trusted } from './html.ts'
import { renderColumns } from './sections/columns.ts'
import { renderDifferences } from './sections/differences.ts'
import { renderFunctions } from './sections/functions.ts'
import { renderCompared, renderVerdict } from './sections/overview.ts'
import { renderRanking } from './sections/ranking.ts'
import { renderReproduce, renderSettings } from './sections/reproduce.ts'
import { renderScores } from './sections/scores.ts'
import { renderCurves, renderTimes } from './sections/training.ts'
import { STYLE } from './style.ts'
import { assignColours } from './theme.ts'

/** Holds even where an escape were forgotten: no script runs, nothing is loaded. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

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
  return renderDocument(report, sections).markup
}

function renderDocument({ result, reproduce }: CompareReport, sections: readonly Html[]): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="ogee ${reproduce.version}">
<title>${result.target}: ${result.winner ?? 'no clear winner'} · activations compared</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
${sections}
</main>
<footer>Made by ogee ${reproduce.version}. This file is complete: it loads nothing and runs no script.</footer>
</body>
</html>
`
}
