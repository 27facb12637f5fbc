/**
 * A figure as SVG that stands alone: system fonts, light and dark by the reader's setting, every line labelled
 * where it ends. Sizes are fixed, since without a browser nobody knows how wide a text is.
 */

import {
  type BarFigure,
  type Figure,
  formatLabel,
  type Line,
  type LineFigure,
  largestOf,
  type Span,
} from './figure.ts'
import { type Area, CHARACTER, type NamedLine, placeNames } from './names.ts'
import { INKS, SHADES, type Shade } from './palette.ts'
import { piecesOf } from './pieces.ts'
import { thin } from './thin.ts'
import { ticksIn } from './ticks.ts'

export interface SvgOptions {
  /** Of the whole, in CSS pixels. Default: 520 × 340. */
  readonly width?: number
  readonly height?: number
  /** Whether the title stands above, or is left to the page around. Default: true. */
  readonly heading?: boolean
  /** 'auto' follows the reader's setting; rasterisers know none. Default: 'auto'. */
  readonly theme?: 'auto' | 'light' | 'dark'
}

const SIZE = { width: 520, height: 340 }
const MARGIN = { left: 46, top: 34, right: 18, bottom: 30 }
/** Above the drawing where there is no heading. */
const BARE_TOP = 10
/** Pixels to a tick. */
const TICK_ROOM = { across: 44, down: 28 }
/** Pixels that a line may miss its points by. */
const TOLERANCE = 0.05

type Theme = keyof Shade

export function drawSvg(figure: Figure, options: SvgOptions = {}): string {
  return drawSheet([figure], { ...options, across: 1 })
}

export interface SheetOptions extends SvgOptions {
  /** Figures side by side. */
  readonly across: number
  /** Whether lines are named where they end; a small figure's title names its one function. Default: true. */
  readonly names?: boolean
}

/** Several figures in one picture, row by row; `width` and `height` are those of each. */
export function drawSheet(figures: readonly Figure[], options: SheetOptions): string {
  const { width = SIZE.width, height = SIZE.height, theme = 'auto', across } = options
  const { names = true, heading = true } = options
  const columns = Math.min(across, figures.length)
  const whole = { width: columns * width, height: Math.ceil(figures.length / across) * height }
  const area = {
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: heading ? MARGIN.top : BARE_TOP,
    bottom: height - MARGIN.bottom,
  }
  const title = figures.map((figure) => figure.title).join(', ')
  const place = (i: number) => `translate(${(i % across) * width} ${Math.floor(i / across) * height})`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="ogee" viewBox="0 0 ${whole.width} ${whole.height}" width="${whole.width}" height="${whole.height}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<style>${styleOf(theme, inksIn(figures))}</style>`,
    `<rect class="paper" width="${whole.width}" height="${whole.height}"/>`,
    ...figures.flatMap((figure, i) => [
      `<g transform="${place(i)}">`,
      ...(heading
        ? [`<text class="title" x="${MARGIN.left}" y="20">${escapeText(figure.title)}</text>`]
        : []),
      ...(figure.kind === 'lines' ? lineBody(figure, area, names) : barBody(figure, area)),
      '</g>',
    ]),
    '</svg>',
    '',
  ].join('\n')
}

/** How many inks are used, from the first on. */
function inksIn(figures: readonly Figure[]): number {
  const groups = figures.flatMap((figure) =>
    figure.kind === 'lines' ? figure.lines.map(({ group }) => group + 1) : [1],
  )
  return Math.min(INKS.length, Math.max(1, ...groups))
}

function styleOf(theme: 'auto' | Theme, inks: number): string {
  const shapes = rules({
    text: 'font:12px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif',
    '.title': 'font-size:13px;font-weight:600',
    path: 'fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round',
    '.secondary': 'stroke-width:1.3;stroke-dasharray:4 4',
  })
  const fixed = coloursOf(theme === 'dark' ? 'dark' : 'light', inks)
  const dark = theme === 'auto' ? `@media (prefers-color-scheme:dark){${coloursOf('dark', inks)}}` : ''
  return shapes + fixed + dark
}

/** For this picture alone: where a page or a notebook holds the picture itself, it holds the rules as well. */
function rules(declarations: Readonly<Record<string, string>>): string {
  return Object.entries(declarations)
    .map(([selectors, declaration]) => {
      const own = selectors.split(',').map((selector) => `.ogee ${selector}`)
      return `${own.join(',')}{${declaration}}`
    })
    .join('')
}

function coloursOf(theme: Theme, inks: number): string {
  const { paper, ink, muted, grid, thread } = SHADES
  const lines = INKS.slice(0, inks).flatMap((shade, i) => [
    [`.c${i}`, `stroke:${shade[theme]}`],
    [`text.c${i},rect.c${i}`, `stroke:none;fill:${shade[theme]}`],
  ])
  return rules({
    '.paper': `fill:${paper[theme]}`,
    text: `fill:${muted[theme]}`,
    '.title,.value': `fill:${ink[theme]}`,
    '.grid': `stroke:${grid[theme]}`,
    '.axis': `stroke:${thread[theme]}`,
    ...Object.fromEntries(lines),
  })
}

/** From data to pixels along one axis. */
function scaleOf({ low, high }: Span, from: number, to: number): (value: number) => number {
  return (value) => from + ((value - low) / (high - low)) * (to - from)
}

function lineBody({ lines, window }: LineFigure, area: Area, names: boolean): string[] {
  const x = scaleOf(window.x, area.left, area.right)
  const y = scaleOf(window.y, area.bottom, area.top)
  const xTicks = ticksIn(window.x, Math.floor((area.right - area.left) / TICK_ROOM.across) + 1)
  const yTicks = ticksIn(window.y, Math.floor((area.bottom - area.top) / TICK_ROOM.down) + 1)
  const stroke = (value: number) => (value === 0 ? 'axis' : 'grid')
  const grid = [
    ...xTicks.map((tick) => rule(stroke(tick), x(tick), area.top, x(tick), area.bottom)),
    ...yTicks.map((tick) => rule(stroke(tick), area.left, y(tick), area.right, y(tick))),
  ]
  const labels = [
    ...xTicks.map((tick) => label(x(tick), area.bottom + 18, 'middle', formatLabel(tick))),
    ...yTicks.map((tick) => label(area.left - 8, y(tick) + 4, 'end', formatLabel(tick))),
  ]
  const drawn = lines.map((line) => ({
    ...line,
    pieces: piecesOf(line, window).map((piece) => piece.map((dot) => ({ x: x(dot.x), y: y(dot.y) }))),
  }))
  const places = names ? placeNames(drawn, area) : []
  const named = drawn.flatMap((line, i) => {
    const place = places[i]
    return place ? [label(place.x, place.y, place.anchor, line.label, inkOf(line))] : []
  })
  return [...grid, ...labels, ...drawn.toReversed().map(pathOf), ...named]
}

function rule(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`
}

function label(x: number, y: number, anchor: 'start' | 'middle' | 'end', text: string, kind = ''): string {
  const classes = kind ? ` class="${kind}"` : ''
  return `<text${classes} x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeText(text)}</text>`
}

function pathOf(line: Line & NamedLine): string {
  const pieces = line.pieces.map((piece) =>
    thin(piece, TOLERANCE)
      .map((dot, i) => `${i === 0 ? 'M' : 'L'}${round(dot.x)} ${round(dot.y)}`)
      .join(''),
  )
  return `<path class="${inkOf(line)}${line.secondary ? ' secondary' : ''}" d="${pieces.join('')}"/>`
}

function inkOf({ group }: Line): string {
  return `c${group % INKS.length}`
}

function barBody({ bars }: BarFigure, area: Area): string[] {
  const step = (area.bottom - area.top) / Math.max(1, bars.length)
  const most = largestOf(bars)
  const names = Math.max(0, ...bars.map(({ label: name }) => name.length)) * CHARACTER
  const left = area.left + names
  const length = scaleOf({ low: 0, high: most }, 0, area.right - left - 5 * CHARACTER)
  return bars.flatMap(({ label: name, value }, i) => {
    const top = area.top + i * step + 0.15 * step
    const long = Number.isFinite(value) ? length(Math.abs(value)) : 0
    const middle = top + 0.35 * step + 4
    return [
      `<rect class="c0" x="${round(left)}" y="${round(top)}" width="${round(long)}" height="${round(0.7 * step)}" rx="2"/>`,
      label(left - 8, middle, 'end', name),
      label(left + long + 8, middle, 'start', value.toFixed(2).replace('-', '−'), 'value'),
    ]
  })
}

function round(value: number): string {
  return `${Math.round(value * 100) / 100}`
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
