/**
 * Vega-Lite specification + rows → SVG to place in a page. A specification is compiled once and drawn with
 * different rows as often as needed. Sizes are fixed: without a browser Vega can only guess how wide a text
 * is, so nothing here depends on its guess.
 */

import { parse, View } from 'vega'
import { type Config, compile, type TopLevelSpec } from 'vega-lite'
import { type Html, html, trusted } from '../html.ts'
import { colour } from '../theme.ts'
import type { Span } from './span.ts'

export interface Frame {
  /** Of the plotting area, in CSS pixels. */
  readonly width: number
  readonly height: number
  readonly padding: {
    readonly left: number
    readonly top: number
    readonly right: number
    readonly bottom: number
  }
}

/** A row as Vega wants it: fresh and plain, since Vega tags the objects it is given. */
export type Row = Record<string, string | number | null>

export type Layer = Extract<TopLevelSpec, { layer: unknown }>['layer'][number]
/** Draws the rows of each data set; the label says in words what is seen. */
export type Draw = (label: string, data: Readonly<Record<string, Row[]>>) => Promise<Html>

const CONFIG: Config = {
  aria: false,
  font: 'inherit',
  view: { stroke: null },
  axis: {
    domain: false,
    gridColor: colour('grid'),
    labelColor: colour('muted'),
    labelFontSize: 11,
    labelOverlap: false,
    labelPadding: 5,
    ticks: false,
    titleColor: colour('muted'),
    titleFontSize: 11,
    titleFontWeight: 'normal',
  },
  axisTop: { titleAnchor: 'start', titleAlign: 'left' },
  text: { color: colour('ink'), fontSize: 12, baseline: 'middle' },
}

export interface AxisOptions {
  readonly title: string | null
  readonly orient?: 'top' | 'bottom'
  readonly values?: number[]
  readonly format?: string
  readonly labelExpr?: string
  readonly labelFlush?: boolean
  readonly grid?: boolean
  readonly titlePadding?: number
}

/** A position on exactly this stretch; a layer that shares it with the one before it names the field alone. */
export function quantity(
  field: string,
  span: Span,
  axis: AxisOptions | null,
  type: 'linear' | 'log' = 'linear',
) {
  return {
    field,
    type: 'quantitative' as const,
    scale: { domain: [span.low, span.high], nice: false, type, ...(type === 'linear' && { zero: false }) },
    axis,
  }
}

/** Compiles a chart of these layers over the named data sets; rows come with each drawing. */
export function prepareChart(frame: Frame, layer: Layer[]): Draw {
  const { padding, width, height } = frame
  const spec: TopLevelSpec = {
    width,
    height,
    padding: { ...padding },
    autosize: 'none',
    background: 'transparent',
    config: CONFIG,
    datasets: {},
    layer,
  }
  const runtime = parse(compile(spec).spec)
  const size = `0 0 ${padding.left + width + padding.right} ${padding.top + height + padding.bottom}`
  return async (label, data) => {
    const view = new View(runtime, { renderer: 'none' })
    for (const [name, rows] of Object.entries(data)) view.data(name, rows)
    const svg = await view.toSVG()
    view.finalize()
    return html`<svg viewBox="${size}" role="img" aria-label="${label}">${trusted(trimSvg(svg))}</svg>`
  }
}

/**
 * Vega's own root element gives way to ours. Of what is inside, whatever draws nothing goes (labels hidden
 * because they overlap, backgrounds of groups), and coordinates keep two decimals: a page of many charts is
 * half as large. Texts are safe from this: within them Vega has escaped every `<`.
 */
function trimSvg(svg: string): string {
  return svg
    .slice(svg.indexOf('>') + 1, svg.lastIndexOf('</svg>'))
    .replace(/<path class="(?:background|foreground)"[^>]*\/>/g, '')
    .replace(/<(text|line)[^>]* opacity="0"[^>]*(?:\/>|>[^<]*<\/\1>)/g, '')
    .replace(/ (?:role|aria-[a-z]+|pointer-events|font-family|opacity)="(?:graphics-[a-z]+|[a-z ]*|1)"/g, '')
    .replace(/ transform="translate\(0,0\)"/g, '')
    .replace(/(?<=<[^>]* (?:d|transform|x2|y2)="[^"]*)(-?\d+\.\d{2})\d+/g, '$1')
    .replace(/ class="mark-group role-frame root"| class="[^"]*role-(?:axis|scope)[^"]*"/g, '')
    .replace(/ class="mark-[a-z]+ role-mark ([\w-]+)"/g, ' class="$1"')
}
