/**
 * Reports of a comparison for people: a page to keep and pass on, and a view for the terminal. Both are made
 * from records alone. Vega is loaded when a page is asked for and not before: it takes longer to load than a
 * terminal view takes to make.
 */

import type { CompareReport } from '../records/compare.ts'

export { renderCompareText } from './text.ts'

/**
 * One self-contained HTML file: no scripts, no network, charts as SVG, every chart with its data as a table.
 * The same report gives the same bytes.
 */
export async function renderCompareReport(report: CompareReport): Promise<string> {
  const { renderPage } = await import('./page.ts')
  return renderPage(report)
}
