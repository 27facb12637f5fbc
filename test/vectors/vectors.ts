/** Reads the vectors: inputs in float32, values and slopes rounded once from 113 bits to float64. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Row {
  readonly x: number
  readonly value: number
  readonly slope: number
}

/** Rows by settings of the parameters, as in a variant's name: '' for the defaults. */
export function readVectorSets(name: string): Map<string, Row[]> {
  const text = readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8')
  const sets = JSON.parse(text) as Record<string, string[]>
  return new Map(Object.entries(sets).map(([settings, rows]) => [settings, rows.map(readRow)]))
}

export function readVectors(name: string): Row[] {
  return readVectorSets(name).get('') as Row[]
}

function readRow(text: string): Row {
  const [x, value, slope] = text.split(' ').map(Number) as [number, number, number]
  return { x: Math.fround(x), value, slope }
}
