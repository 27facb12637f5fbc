/**
 * Where a column's cells go while chunks stream past: into typed arrays of the table's full length, texts
 * by way of a dictionary.
 */

import type { DuckDBDataChunk } from '@duckdb/node-api'
import { type Column, sharedCodes, sharedNumbers } from '../table.ts'
import { cleanText } from './spelling.ts'
import type { Reading } from './storage.ts'

/** Takes a column's cells (vector number `vector` of each chunk, from `row` on) and makes the column. */
export interface Sink {
  take(chunk: DuckDBDataChunk, vector: number, row: number): void
  finish(): Column
}

export function createSink(rows: number, { profile, storage, unread }: Reading): Sink {
  const { name } = profile
  switch (storage) {
    case 'text':
      return textSink(name, rows)
    case 'unread': {
      const { kind, reason } = unread ?? { kind: 'text', reason: '' }
      const column: Column = { name, missing: rows - profile.present, storage, kind, reason }
      return { take: () => {}, finish: () => column }
    }
    default:
      return numberSink(name, storage, rows)
  }
}

function numberSink(name: string, storage: 'number' | 'date', rows: number): Sink {
  const values = sharedNumbers(rows)
  return {
    take(chunk, vector, row) {
      const cells = chunk.getColumnVector(vector)
      for (let i = 0; i < chunk.rowCount; i++) values[row + i] = cells.getItem(i) as number
    },
    finish() {
      let missing = 0
      for (let row = 0; row < rows; row++) {
        if (!Number.isNaN(values[row])) continue
        missing++
        // NaN comes in many bit patterns; the hash of a table must see one.
        values[row] = Number.NaN
      }
      return { name, missing, storage, values }
    },
  }
}

/**
 * While reading, a code stands for a text as it is spelled, in order of appearance; when finished, for a
 * level: spellings that differ in blanks fall together, those of a missing value become −1.
 */
function textSink(name: string, rows: number): Sink {
  const codes = sharedCodes(rows)
  const seen = new Map<string, number>()
  return {
    take(chunk, vector, row) {
      const cells = chunk.getColumnVector(vector)
      for (let i = 0; i < chunk.rowCount; i++) {
        const text = cells.getItem(i) as string
        let code = seen.get(text)
        if (code === undefined) {
          code = seen.size
          seen.set(text, code)
        }
        codes[row + i] = code
      }
    },
    finish() {
      const cleaned = Array.from(seen.keys(), cleanText)
      const levels = [...new Set(cleaned)].filter((level) => level !== '').sort()
      const places = new Map(levels.map((level, i) => [level, i]))
      const final = Int32Array.from(cleaned, (level) => places.get(level) ?? -1)
      let missing = 0
      for (let row = 0; row < rows; row++) {
        const code = final[codes[row] as number] as number
        codes[row] = code
        if (code < 0) missing++
      }
      return { name, missing, storage: 'text', levels, codes }
    },
  }
}
