/** The top of the page: the verdict, and what was compared. */

import type { CompareRecord, CompareReport, Task } from '../../records/compare.ts'
import { type Fact, renderFacts, renderSection } from '../blocks.ts'
import { type Html, html } from '../html.ts'
import { formatCount, formatFixed } from '../number.ts'

const TASKS: Readonly<Record<Task, string>> = {
  binary: 'classification, two classes',
  multiclass: 'classification, several classes',
  regression: 'regression',
}

export function renderVerdict({ result, reproduce }: CompareReport): Html {
  return html`<header>
<p class="eyebrow">Activation functions compared on ${reproduce.data}</p>
<h1>${result.verdict}</h1>
</header>`
}

export function renderCompared({ result, reproduce }: CompareReport): Html {
  const facts: Fact[] = [
    ['Data', reproduce.data],
    ['Rows', sayRows(result)],
    ['Target', result.target],
    ['Task', TASKS[result.task]],
    ['Activations', formatFixed(result.activations.length, 0)],
    ['Network', sayNetwork(result.hidden)],
    ['Scores per activation', sayScores(result)],
    ['Seed', `${result.seed}`],
  ]
  return renderSection('compared', 'What was compared', renderFacts(facts))
}

function sayRows({ data }: CompareRecord): string {
  const all = formatFixed(data.rows, 0)
  return data.used === data.rows ? all : `${formatFixed(data.used, 0)} of ${all} used`
}

export function sayNetwork(hidden: readonly number[]): string {
  if (hidden.length === 0) return 'no hidden layer'
  return `hidden layer${hidden.length === 1 ? '' : 's'} of ${new Intl.ListFormat('en-GB').format(hidden.map(String))} units`
}

function sayScores({ folds, repeats, activations }: CompareRecord): string {
  const product = `${formatCount(folds, 'fold')} × ${formatCount(repeats, 'repeat')}`
  return activations.length > 1 ? `${product}, the same folds for all` : product
}
