/** Reads the vectors: inputs in float32, values and slopes rounded once from 113 bits to float64. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Row {
  readonly x: number
  readonly value: number
  readonly slope: number
}

type Spelled = number | string

export function readVectors(name: string): Row[] {
  const text = readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8')
  const { rows } = JSON.parse(text) as { rows: [Spelled, Spelled, Spelled][] }
  return rows.map(([x, value, slope]) => ({ x: Number(x), value: Number(value), slope: Number(slope) }))
}
