/** The blocks a page is built from: sections, lists of facts, figures, names with their colour. */

import { type Html, html } from './html.ts'
import { type Colours, colour } from './theme.ts'

export function renderSection(id: string, title: string, ...content: readonly (Html | false)[]): Html {
  return html`
<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>
`
}

export type Fact = readonly [name: string, value: Html | string]

export function renderFacts(facts: readonly Fact[]): Html {
  const items = facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)
  return html`<dl class="facts">${items}</dl>`
}

export interface FigureParts {
  readonly title?: Html | string
  readonly chart: Html
  readonly caption?: Html | string
}

export function renderFigure({ title, chart, caption }: FigureParts): Html {
  const head = title !== undefined && html`<p class="title">${title}</p>`
  const foot = caption !== undefined && html`<figcaption>${caption}</figcaption>`
  return html`<figure>${head}${chart}${foot}</figure>`
}

/** Small figures side by side, as many as fit. */
export function renderPanels(figures: readonly Html[]): Html {
  return html`<div class="panels">${figures}</div>`
}

/** An activation's name after a spot of its colour. */
export function renderName(name: string, colours: Colours): Html {
  return html`<span class="name"><i style="background:${colours.get(name) ?? colour('ink')}"></i>${name}</span>`
}

export interface Key {
  readonly label: string
  readonly style: string
  readonly shape: 'line' | 'dashed' | 'box'
}

/** What lines and fills mean, where a chart cannot say so itself. */
export function renderLegend(keys: readonly Key[]): Html {
  const items = keys.map(
    ({ label, style, shape }) => html`<li><i class="${shape}" style="color:${style}"></i>${label}</li>`,
  )
  return html`<ul class="legend">${items}</ul>`
}
