/** Activation functions and their derivatives in small panels on common scales. */

import type { FunctionRecord } from '../../records/compare.ts'
import type { Html } from '../html.ts'
import { formatShort } from '../number.ts'
import { colour } from '../theme.ts'
import { type Draw, type Layer, prepareChart, quantity, type Row } from './draw.ts'
import { clipLine, limits, type Span } from './span.ts'

const FRAME = { width: 150, height: 112, padding: { left: 24, top: 6, right: 8, bottom: 20 } }

/** No panel shows more: a function that grows without bound would flatten the others. */
const WINDOW = { low: -2, high: 4 }

export interface ShapeScale {
  readonly x: Span
  readonly y: Span
}

export function shapeScale(functions: readonly FunctionRecord[]): ShapeScale {
  const y = limits(
    functions.flatMap(({ value, derivative }) => [...value, ...derivative]).filter(Number.isFinite),
  )
  const x = limits(functions.flatMap((record) => record.x))
  return {
    x: x.low < x.high ? x : { low: -1, high: 1 },
    y: {
      low: Math.max(WINDOW.low, Math.min(-0.2, y.low)),
      high: Math.min(WINDOW.high, Math.max(1.2, y.high)),
    },
  }
}

/** Draws one panel per call. */
export function prepareShapes(scale: ShapeScale): (record: FunctionRecord, ink: string) => Promise<Html> {
  const draw: Draw = prepareChart(FRAME, shapeLayers(scale))
  return (record, ink) =>
    draw(describe(record), {
      values: lineRows(record.x, record.value, scale.y, ink),
      derivatives: lineRows(record.x, record.derivative, scale.y, colour('muted')),
    })
}

function describe({ name, x, value, derivative }: FunctionRecord): string {
  const [v, d] = [limits(value.filter(Number.isFinite)), limits(derivative.filter(Number.isFinite))]
  const between = ({ low, high }: Span) => `from ${formatShort(low)} to ${formatShort(high)}`
  return `${name} for x ${between(limits(x))}: values ${between(v)}, derivative ${between(d)}.`
}

function lineRows(x: readonly number[], y: readonly number[], span: Span, ink: string): Row[] {
  const line = x.map((at, i) => ({ x: at, y: y[i] ?? Number.NaN }))
  return clipLine(line, span).flatMap((points, part) =>
    points.map((point) => ({ x: point.x, y: point.y, part, ink })),
  )
}

function shapeLayers(scale: ShapeScale): Layer[] {
  const ends = { values: [scale.x.low, 0, scale.x.high], labelFlush: true, format: '~g', grid: false }
  const x = quantity('x', scale.x, { title: null, ...ends })
  const y = quantity('y', scale.y, { title: null, values: [-2, -1, 0, 1, 2, 3, 4], format: 'd' })
  const ink = { field: 'ink', type: 'nominal', scale: null } as const
  const part = { field: 'part', type: 'nominal' } as const
  return [
    { data: { values: [{ y: 0 }] }, mark: { type: 'rule', color: colour('thread') }, encoding: { y } },
    { data: { values: [{ x: 0 }] }, mark: { type: 'rule', color: colour('thread') }, encoding: { x } },
    {
      name: 'derivative',
      data: { name: 'derivatives' },
      mark: { type: 'line', strokeWidth: 1.25, strokeDash: [3, 2] },
      encoding: { x, y, color: ink, detail: part },
    },
    {
      name: 'value',
      data: { name: 'values' },
      mark: { type: 'line', strokeWidth: 2, strokeJoin: 'round' },
      encoding: { x, y, color: ink, detail: part },
    },
  ]
}
