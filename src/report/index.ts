/**
 * What is shown to people, of comparisons and of activations: pages to keep and pass on, and views for the
 * terminal. All are made from records alone. Vega is loaded when a page is asked for and not before: it takes longer to
 * load than a terminal view takes to make.
 */

import type { CompareReport } from '../records/compare.ts'
import type { EntryPageParts } from './entry/page.ts'

export { renderEntryTable } from './entry/table.ts'
export { renderEntryText, spellingsText } from './entry/text.ts'
export { formatCount } from './number.ts'
export { renderProfileText } from './profile.ts'
export { renderRecommendText } from './recommend.ts'
export { renderCompareText } from './text.ts'

/**
 * One self-contained HTML file: no scripts, no network, charts as SVG, every chart with its data as a table.
 * The same report gives the same bytes.
 */
export async function renderCompareReport(report: CompareReport): Promise<string> {
  const { renderPage } = await import('./page.ts')
  return renderPage(report)
}

/** One self-contained HTML file about activations, under the same promises. */
export async function renderEntryPage(parts: EntryPageParts): Promise<string> {
  const page = await import('./entry/page.ts')
  return page.renderEntryPage(parts)
}
