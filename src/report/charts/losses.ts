/** Learning curves in small panels on common scales: medians as lines, the middle half of the folds as bands. */

import type { CurvePoint, CurveSummary, Middle } from '../curves.ts'
import type { Html } from '../html.ts'
import { formatShort, median } from '../number.ts'
import { colour } from '../theme.ts'
import { type Draw, type Layer, prepareChart, quantity, type Row } from './draw.ts'
import { clamp, clipLine, limits, logTicksOf, type Span, ticksOf } from './span.ts'

const FRAME = { width: 142, height: 104, padding: { left: 34, top: 6, right: 6, bottom: 26 } }

/** Losses beyond this many times the typical first loss are cut off: a training that explodes would flatten the rest. */
const HIGHEST = 3
/** From this ratio of the highest to the lowest loss on, the scale is logarithmic. */
const LOGARITHMIC = 10

const SIDES = ['train', 'validation'] as const

export interface LossScale {
  readonly span: Span
  readonly logarithmic: boolean
  readonly epochs: number
}

export function lossScale(summaries: readonly CurveSummary[]): LossScale {
  const points = summaries.flatMap((summary) => summary.points)
  const losses = points
    .flatMap(({ train, validation }) => [train.median, validation.median])
    .filter(Number.isFinite)
  const firsts = summaries.flatMap(({ points: [first] }) => (first ? [first.validation.median] : []))
  const full = limits(losses.length > 0 ? losses : [0, 1])
  const high = Math.min(full.high, HIGHEST * (median(firsts.filter(Number.isFinite)) || full.high)) || 1
  const logarithmic = full.low > 0 && high / full.low >= LOGARITHMIC
  const epochs = points.reduce((most, { epoch }) => Math.max(most, epoch), 2)
  return { span: { low: logarithmic ? full.low : Math.min(0, full.low), high }, logarithmic, epochs }
}

/** Draws one panel per call; `ink` is the colour of its validation loss. */
export function prepareLosses(
  scale: LossScale,
): (summary: CurveSummary, ink: string, chosen: number) => Promise<Html> {
  const draw: Draw = prepareChart(FRAME, lossLayers(scale))
  return (summary, ink, chosen) =>
    draw(describe(summary, chosen), {
      bands: SIDES.flatMap((side) => bandRows(summary.points, side, inkOf(side, ink), scale.span)),
      lines: SIDES.flatMap((side) => lineRows(summary.points, side, inkOf(side, ink), scale.span)),
      chosen: Number.isFinite(chosen) ? [{ chosen: Math.min(chosen, scale.epochs) }] : [],
    })
}

function inkOf(side: (typeof SIDES)[number], ink: string): string {
  return side === 'train' ? colour('muted') : ink
}

function describe({ name, folds, points }: CurveSummary, chosen: number): string {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return `No learning curves of ${name}.`
  const say = (key: (typeof SIDES)[number]) =>
    `${key} loss from ${formatShort(first[key].median)} to ${formatShort(last[key].median)}`
  const stop = Number.isFinite(chosen) ? ` Epochs chosen: ${formatShort(chosen)}.` : ''
  return `Learning curves of ${name}, median of ${folds} trainings over ${last.epoch} epochs: ${say('train')}, ${say('validation')}.${stop}`
}

function lineRows(
  points: readonly CurvePoint[],
  side: (typeof SIDES)[number],
  ink: string,
  span: Span,
): Row[] {
  const line = points.map((point) => ({ x: point.epoch, y: point[side].median }))
  return clipLine(line, span).flatMap((part, i) =>
    part.map(({ x, y }) => ({ part: `${side} ${i}`, ink, epoch: x, loss: y })),
  )
}

function bandRows(
  points: readonly CurvePoint[],
  side: (typeof SIDES)[number],
  ink: string,
  span: Span,
): Row[] {
  return points
    .filter((point) => hasBand(point[side]))
    .map((point) => ({
      side,
      ink,
      epoch: point.epoch,
      low: clamp(point[side].low, span),
      high: clamp(point[side].high, span),
    }))
}

function hasBand({ low, high }: Middle): boolean {
  return Number.isFinite(low) && Number.isFinite(high)
}

function lossLayers({ span, logarithmic, epochs }: LossScale): Layer[] {
  const ends = { values: [1, epochs], labelFlush: true, format: 'd', grid: false, titlePadding: -10 }
  const x = quantity('epoch', { low: 1, high: epochs }, { title: 'epoch', ...ends })
  const type = logarithmic ? 'log' : 'linear'
  const values = logarithmic ? logTicksOf(span) : ticksOf(span, 3)
  const y = quantity('loss', span, { title: null, values, format: '~g' }, type)
  const ink = { field: 'ink', type: 'nominal', scale: null } as const
  return [
    {
      name: 'chosen',
      data: { name: 'chosen' },
      mark: { type: 'rule', color: colour('thread'), strokeDash: [2, 2] },
      encoding: { x: { ...x, field: 'chosen' } },
    },
    {
      name: 'band',
      data: { name: 'bands' },
      mark: { type: 'area', opacity: 0.16 },
      encoding: {
        x,
        y: { ...y, field: 'low' },
        y2: { field: 'high' },
        color: ink,
        detail: { field: 'side', type: 'nominal' },
      },
    },
    {
      name: 'loss',
      data: { name: 'lines' },
      mark: { type: 'line', strokeWidth: 1.5, strokeJoin: 'round' },
      encoding: { x, y, color: ink, detail: { field: 'part', type: 'nominal' } },
    },
  ]
}
