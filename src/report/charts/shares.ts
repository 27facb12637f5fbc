/** How probably each activation is better than the best, practically equivalent or worse: bars that fill a row. */

import type { Html } from '../html.ts'
import { formatPercent } from '../number.ts'
import { type ColourName, colour } from '../theme.ts'
import { type AxisOptions, type Layer, quantity, type Row } from './draw.ts'
import type { Rival } from './interval.ts'
import { nameRows, prepareRows, rowHeight, rowScale } from './rows.ts'

/** From left to right as in the differences: what is worse lies left. */
export const OUTCOMES = [
  { name: 'worse', key: 'pWorse', fill: 'worse', ink: 'onWorse' },
  { name: 'equivalent', key: 'pEquivalent', fill: 'equal', ink: 'onEqual' },
  { name: 'better', key: 'pBetter', fill: 'better', ink: 'onBetter' },
] as const satisfies readonly { name: string; key: string; fill: ColourName; ink: ColourName }[]

/** Narrower parts carry no number. */
const SMALLEST_LABELLED = 0.13

export async function drawShares(rivals: readonly Rival[], best: string): Promise<Html> {
  const names = rivals.map(({ name }) => name)
  const draw = prepareRows({ names, width: 400, right: 12, bottom: 26 }, '', shareLayers(rivals.length))
  const told = rivals.map(({ name, toBest }) => {
    const parts = OUTCOMES.map((outcome) => `${outcome.name} ${formatPercent(toBest[outcome.key])}`)
    return `${name}: ${parts.join(', ')}`
  })
  return draw(`Probabilities compared with ${best}. ${told.join('; ')}.`, {
    names: nameRows(names, () => ''),
    shares: rivals.flatMap(shareRows),
  })
}

function shareRows({ toBest }: Rival, row: number): Row[] {
  let from = 0
  return OUTCOMES.map(({ key, fill, ink }) => {
    const share = toBest[key]
    const start = from
    from += share
    const text = share >= SMALLEST_LABELLED ? formatPercent(share) : ''
    return {
      row,
      from: start,
      to: from,
      middle: (start + from) / 2,
      text,
      fill: colour(fill),
      ink: colour(ink),
    }
  })
}

function shareLayers(count: number): Layer[] {
  const y = rowScale(count)
  const axis: AxisOptions = {
    orient: 'top',
    title: 'probability',
    values: [0, 0.25, 0.5, 0.75, 1],
    labelExpr: "datum.value * 100 + ' %'",
    labelFlush: true,
  }
  return [
    {
      name: 'share',
      data: { name: 'shares' },
      mark: { type: 'bar', orient: 'horizontal', size: rowHeight(count) * 0.6 },
      encoding: {
        x: quantity('from', { low: 0, high: 1 }, axis),
        x2: { field: 'to' },
        y,
        color: { field: 'fill', type: 'nominal', scale: null },
      },
    },
    {
      name: 'percent',
      data: { name: 'shares' },
      mark: { type: 'text', fontSize: 11 },
      encoding: {
        x: { field: 'middle', type: 'quantitative' },
        y,
        text: { field: 'text' },
        color: { field: 'ink', type: 'nominal', scale: null },
      },
    },
  ]
}
