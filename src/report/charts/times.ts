/** Time per epoch as bars from zero, in the order of the ranking. */

import type { CompareRecord } from '../../records/compare.ts'
import type { Html } from '../html.ts'
import { timeUnit } from '../number.ts'
import { type Colours, colour } from '../theme.ts'
import { type Layer, quantity } from './draw.ts'
import { nameRows, prepareRows, rowHeight, rowScale } from './rows.ts'

export async function drawTimes({ activations }: CompareRecord, colours: Colours): Promise<Html> {
  const names = activations.map(({ name }) => name)
  const seconds = activations.map(({ secondsPerEpoch }) => secondsPerEpoch)
  const unit = timeUnit(seconds)
  const largest = Math.max(0, ...seconds.filter(Number.isFinite)) || 1
  const draw = prepareRows(
    { names, width: 440, right: 64, top: 22 },
    unit.name,
    timeLayers(names.length, largest),
  )
  const told = names.map((name, i) => `${name} ${unit.format(seconds[i] ?? Number.NaN)} ${unit.name}`)
  return draw(`Time per epoch: ${told.join(', ')}.`, {
    names: nameRows(names, (row) => unit.format(seconds[row] ?? Number.NaN)),
    times: activations.flatMap(({ name, secondsPerEpoch }, row) =>
      Number.isFinite(secondsPerEpoch)
        ? [{ row, from: 0, to: secondsPerEpoch, ink: colours.get(name) ?? colour('ink') }]
        : [],
    ),
  })
}

function timeLayers(count: number, largest: number): Layer[] {
  return [
    {
      name: 'time',
      data: { name: 'times' },
      mark: { type: 'bar', orient: 'horizontal', size: rowHeight(count) * 0.4 },
      encoding: {
        x: quantity('from', { low: 0, high: largest }, null),
        x2: { field: 'to' },
        y: rowScale(count),
        color: { field: 'ink', type: 'nominal', scale: null },
      },
    },
  ]
}
