/** The choices that held for all, and how to run the same again. */

import type { CompareReport } from '../../records/compare.ts'
import { type Fact, renderFacts, renderSection } from '../blocks.ts'
import { type Html, html } from '../html.ts'
import { mainMetric } from '../metrics.ts'
import { formatDuration, formatShort } from '../number.ts'
import { sayNetwork } from './overview.ts'

export function renderSettings({ result, rope, settings }: CompareReport): Html {
  const own: Fact[] = [
    ['Network', sayNetwork(result.hidden)],
    ['Practically equivalent', `differences of ${mainMetric(result).label} up to ${formatShort(rope)}`],
  ]
  const given = settings.map(({ name, value }): Fact => [name, value])
  return renderSection('settings', 'Settings', renderFacts([...own, ...given]))
}

export function renderReproduce({ reproduce, result }: CompareReport): Html {
  return renderSection(
    'reproduce',
    'How to reproduce it',
    html`<p>The same command on the same data gives the same scores. A click selects it.</p>
<pre><code class="command">${renderCommand(reproduce.command)}</code></pre>`,
    renderFacts([
      ['Version', `ogee ${reproduce.version}`],
      ['Seed', `${result.seed}`],
      ['Data', reproduce.data],
      ['SHA-256 of the data', html`<code>${reproduce.dataHash}</code>`],
      ['Machine', reproduce.machine],
      ['Trainings', reproduce.trainings],
      ['Time taken', formatDuration(reproduce.seconds)],
      ['Finished', html`<time datetime="${reproduce.finished}">${sayMoment(reproduce.finished)}</time>`],
    ]),
  )
}

/** Breaks between arguments alone: a browser would break '--seed' after its hyphens. */
function renderCommand(command: string): Html[] {
  return command
    .split(/(?<= )/)
    .map((part) => html`<span>${part.trimEnd()}</span>${part.endsWith(' ') && ' '}`)
}

/** '2026-03-14T09:26:53.000Z' → '2026-03-14 09:26 UTC'; anything else as it is. */
function sayMoment(moment: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?Z$/.exec(moment)
  return parts ? `${parts[1]} ${parts[2]} UTC` : moment
}
