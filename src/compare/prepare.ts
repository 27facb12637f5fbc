/**
 * A split of a table made ready for networks: the encoder and the target's scale, fitted to the training rows
 * alone. It holds no encoded rows: those are made where they are used, part by part, since a large table is
 * larger encoded than read.
 */

import { classesOf, type Encoder, fitEncoder, fitTargetScale, type Plan, type Table } from '../data/index.ts'
import type { Dataset } from '../nn/index.ts'

export interface Prepared {
  readonly plan: Plan
  readonly encoder: Encoder
  readonly train: Uint32Array
  /** Rows that do not train: of a test part, or of a validation part. */
  readonly held: Uint32Array
  readonly target: TargetScale
}

/** Between the target's own unit and the network's: a class's number stays as it is. */
interface TargetScale {
  apply(rows: Uint32Array): Float32Array
  invert(predictions: Float32Array): Float64Array
}

export function prepare(table: Table, plan: Plan, train: Uint32Array, held: Uint32Array): Prepared {
  return { plan, encoder: fitEncoder(table, plan, train), train, held, target: scaleOf(plan, train) }
}

function scaleOf({ target }: Plan, train: Uint32Array): TargetScale {
  if (target.task === 'regression') return fitTargetScale(target, train)
  return {
    apply: (rows) => Float32Array.from(classesOf(target, rows)),
    invert: (predictions) => Float64Array.from(predictions),
  }
}

/** Rows that are encoded at once: 26 MB of a hundred features. */
const ROWS_AT_ONCE = 65_536

/** These rows as a network takes them, in parts and in their order. */
export function* encodeRows(prepared: Prepared, rows: Uint32Array): Iterable<Dataset> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
    yield encodePart(prepared, rows.subarray(start, start + ROWS_AT_ONCE))
}

/** The widths of what `encodeRows` yields. */
export function inputWidths({ width, embeddings }: Encoder): Readonly<Record<string, number>> {
  return {
    ...(width > 0 ? { numeric: width } : {}),
    ...(embeddings.length > 0 ? { codes: embeddings.length } : {}),
  }
}

function encodePart({ encoder, target }: Prepared, rows: Uint32Array): Dataset {
  const { width, numeric, categorical } = encoder.transform(rows)
  const codes = new Float32Array(rows.length * categorical.length)
  categorical.forEach(({ indices }, i) => {
    for (let row = 0; row < rows.length; row++) codes[row * categorical.length + i] = indices[row] as number
  })
  return {
    rows: rows.length,
    inputs: {
      ...(width > 0 ? { numeric: { width, data: numeric } } : {}),
      ...(categorical.length > 0 ? { codes: { width: categorical.length, data: codes } } : {}),
    },
    target: { width: 1, data: target.apply(rows) },
  }
}
