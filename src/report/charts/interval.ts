/** Differences to the best with their 95 % intervals, over the band within which they do not matter. */

import type { CompareReport, DifferenceRecord } from '../../records/compare.ts'
import type { Html } from '../html.ts'
import { mainMetric } from '../metrics.ts'
import { formatP, formatSigned } from '../number.ts'
import { type Colours, colour } from '../theme.ts'
import { type Layer, quantity, type Row } from './draw.ts'
import { nameRows, prepareRows, rowHeight, rowScale, shortName } from './rows.ts'
import { clamp, limits, type Span, spanOf, ticksOf } from './span.ts'

/** Vega's expression for '+0.01', '0' and '−0.01'. */
const SIGNED = "datum.value === 0 ? '0' : format(datum.value, '+~g')"

/** Whether an interval reaches beyond the axis, where it is cut. */
export function isCut(rivals: readonly Rival[], rope: number): boolean {
  const span = differenceSpan(rivals, rope)
  return rivals.some(({ toBest: { low, high } }) => low < span.low || high > span.high)
}

export interface Rival {
  readonly name: string
  readonly toBest: DifferenceRecord
}

export async function drawIntervals(
  { result, rope }: CompareReport,
  rivals: readonly Rival[],
  best: string,
  colours: Colours,
): Promise<Html> {
  const metric = mainMetric(result)
  const names = rivals.map(({ name }) => name)
  const span = differenceSpan(rivals, rope)
  const draw = prepareRows(
    { names, width: 400, right: 62, bottom: 26 },
    'p (Holm)',
    intervalLayers(rivals.length, `difference in ${metric.label}`, span),
  )
  const told = rivals.map(
    ({ name, toBest: { difference, low, high } }) =>
      `${name} ${formatSigned(difference, metric.decimals)} (${formatSigned(low, metric.decimals)} to ${formatSigned(high, metric.decimals)})`,
  )
  return draw(`Differences in ${metric.label} to ${best} with 95 % intervals: ${told.join(', ')}.`, {
    names: nameRows(names, (row) => formatP(rivals[row]?.toBest.pCorrected ?? Number.NaN)),
    rivals: rivals.map((rival, row) => intervalRow(rival, row, span, colours)),
    rope: [{ low: Math.max(-rope, span.low), high: Math.min(rope, span.high) }],
    sides: [{ x: 0, text: `← worse than ${shortName(best)}` }],
  })
}

/** Room for the bulk of the intervals, for zero and for the rope; never beyond what the intervals need. */
function differenceSpan(rivals: readonly Rival[], rope: number): Span {
  const ends = rivals.flatMap(({ toBest }) => [toBest.low, toBest.high, toBest.difference])
  const bulk = spanOf(ends, 0)
  const { low, high } = limits([bulk.low, bulk.high, -1.15 * rope, 1.15 * rope, 0])
  const margin = 0.03 * (high - low || 1)
  return { low: low - margin, high: high + margin }
}

function intervalRow({ name, toBest }: Rival, row: number, span: Span, colours: Colours): Row {
  const { low, high, difference } = toBest
  const inside = difference >= span.low && difference <= span.high
  return {
    row,
    low: clamp(low, span),
    high: clamp(high, span),
    difference: clamp(difference, span),
    shape: inside ? 'circle' : difference < span.low ? 'triangle-left' : 'triangle-right',
    ink: colours.get(name) ?? colour('ink'),
  }
}

function intervalLayers(count: number, title: string, span: Span): Layer[] {
  const y = rowScale(count)
  const axis = { orient: 'top' as const, title, values: ticksOf(span, 4), labelExpr: SIGNED }
  const ink = { field: 'ink', type: 'nominal', scale: null } as const
  return [
    {
      name: 'rope',
      data: { name: 'rope' },
      mark: { type: 'rect', color: colour('band') },
      encoding: { x: quantity('low', span, axis), x2: { field: 'high' } },
    },
    {
      name: 'zero',
      data: { values: [{ zero: 0 }] },
      mark: { type: 'rule', color: colour('muted') },
      encoding: { x: { field: 'zero', type: 'quantitative' } },
    },
    {
      name: 'interval',
      data: { name: 'rivals' },
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' }, y, color: ink },
    },
    {
      name: 'difference',
      data: { name: 'rivals' },
      mark: { type: 'point', filled: true, size: 70, opacity: 1 },
      encoding: {
        x: { field: 'difference', type: 'quantitative' },
        y,
        color: ink,
        shape: { field: 'shape', type: 'nominal', scale: null },
      },
    },
    {
      name: 'side',
      data: { name: 'sides' },
      mark: {
        type: 'text',
        align: 'right',
        dx: -5,
        y: count * rowHeight(count) + 14,
        fontSize: 11,
        color: colour('muted'),
      },
      encoding: { x: { field: 'x', type: 'quantitative' }, text: { field: 'text' } },
    },
  ]
}
