/** What all charts with one row per activation share: their frame, the names at the left, notes at the right. */

import { type Draw, type Frame, type Layer, prepareChart, quantity, type Row } from './draw.ts'

/** Names longer than this are cut; the tables have them in full. */
const LONGEST_NAME = 16
/** Wide enough for the capitals of a system's font at 12 px. */
const NAME_PIXELS = 7.4

export interface RowChart {
  readonly names: readonly string[]
  /** Of the whole drawing, in CSS pixels. */
  readonly width: number
  /** Of the margin at the right, where notes stand. */
  readonly right: number
  /** 40 with an axis above the rows. */
  readonly top?: number
  readonly bottom?: number
}

/** The position of a row, the first on top: the same scale in every layer. A fraction moves within the row. */
export function rowScale(count: number) {
  return quantity('row', { low: count - 0.5, high: -0.5 }, null)
}

export function rowHeight(count: number): number {
  return count <= 12 ? 30 : 22
}

/** The plotting area that is left beside the names and notes. */
export function rowFrame({ names, width, right, top = 40, bottom = 6 }: RowChart): Frame {
  const longest = Math.max(4, ...names.map((name) => shortName(name).length))
  const left = Math.ceil(longest * NAME_PIXELS) + 14
  return {
    width: width - left - right,
    height: names.length * rowHeight(names.length),
    padding: { left, top, right, bottom },
  }
}

/** Draws `layers` with the names of the data set 'names' before them and its notes behind. */
export function prepareRows(chart: RowChart, heading: string, layers: readonly Layer[]): Draw {
  const frame = rowFrame(chart)
  const y = rowScale(chart.names.length)
  const side = frame.width + chart.right - 2
  const names: Layer = {
    data: { name: 'names' },
    mark: { type: 'text', align: 'right', x: -12 },
    encoding: { y, text: { field: 'name' } },
  }
  const notes: Layer = {
    data: { name: 'names' },
    mark: { type: 'text', align: 'right', x: side },
    encoding: { y, text: { field: 'note' }, color: { value: 'var(--muted)' } },
  }
  const head: Layer = {
    data: { values: [{ heading }] },
    mark: { type: 'text', align: 'right', x: side, y: -11, fontSize: 11, color: 'var(--muted)' },
    encoding: { text: { field: 'heading' } },
  }
  return prepareChart(frame, [...layers, names, notes, head])
}

export function nameRows(names: readonly string[], note: (row: number) => string): Row[] {
  return names.map((name, row) => ({ row, name: shortName(name), note: note(row) }))
}

export function shortName(name: string): string {
  const characters = [...name]
  return characters.length <= LONGEST_NAME ? name : `${characters.slice(0, LONGEST_NAME - 1).join('')}…`
}
