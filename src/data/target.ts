/**
 * The target: which task it poses, its classes or its scale, and the rows where it is known.
 */

import { OgeeError } from '../base/index.ts'
import { fitScale, type Scale } from './encode/scale.ts'
import { rangeOf } from './kinds.ts'
import type { Column, NumberColumn, Table, TextColumn } from './table.ts'

export type Target = ClassTarget | NumberTarget

interface TargetBase {
  readonly name: string
  /** Rows where it is known, ascending. */
  readonly rows: Uint32Array
  /** One sentence for the records. */
  readonly treatment: string
}

/** Classes: one index per row of the table, −1 where unknown. Labels are sorted: numbers by value, texts by code unit. */
export interface ClassTarget extends TargetBase {
  readonly task: 'binary' | 'multiclass'
  readonly labels: readonly string[]
  readonly classes: Int32Array
}

/** A quantity in its own unit: one per row of the table, NaN where unknown. */
export interface NumberTarget extends TargetBase {
  readonly task: 'regression'
  readonly values: Float64Array
}

/** Whole numbers of at most so many values are taken for classes … */
const MAX_INFERRED_CLASSES = 20
/** … if each value occurs this often on average. */
const ROWS_PER_INFERRED_CLASS = 5
/** More classes than this are never meant. */
const MAX_CLASSES = 10_000

/** Throws when the target is constant, unknown in all rows, of a kind that cannot be learned, or too varied. */
export function takeTarget(table: Table, index: number, task?: 'classification' | 'regression'): Target {
  const column = table.columns[index] as Column
  if (column.missing === table.rows)
    throw fault(table, column, { problem: 'is empty in every row: there are 0 usable rows' })
  const target = column.storage === 'text' ? classesOfText(column, table) : fromNumbers(table, column, task)
  if (target.task === 'regression') return target
  const { labels } = target
  if (task === 'regression')
    throw fault(table, column, { problem: 'holds text: it cannot be the target of a regression' })
  if (labels.length > MAX_CLASSES || (labels.length > 20 && labels.length > target.rows.length / 2))
    throw fault(table, column, {
      problem: `has nearly as many classes as rows (${labels.length} in ${target.rows.length})`,
      ...(column.note && { got: column.note }),
      hint: 'a target is a quantity, or a class that many rows share',
    })
  return target
}

function fromNumbers(table: Table, column: Column, task?: 'classification' | 'regression'): Target {
  if (column.storage !== 'number')
    throw fault(table, column, { problem: 'holds dates: it can be neither a class nor a quantity' })
  const range = rangeOf(column.values)
  if (range.low === range.high)
    throw fault(table, column, { problem: `is constant: every known value is ${range.low}` })
  const few = task ? [] : countWhole(column, range.whole)
  if (task === 'classification' || few.length > 0) return classesOfNumbers(column)
  const rows = knownRows(column.values, (value) => !Number.isNaN(value))
  const treatment = 'the target: standardised inside, reported in its own unit'
  return { name: column.name, task: 'regression', values: column.values, rows, treatment }
}

/** The distinct values if they look like classes, else none. */
function countWhole({ values, missing }: NumberColumn, whole: boolean): number[] {
  if (!whole) return []
  const seen = new Set<number>()
  for (const value of values) {
    if (Number.isNaN(value)) continue
    seen.add(value)
    if (seen.size > MAX_INFERRED_CLASSES) return []
  }
  const enough = values.length - missing >= ROWS_PER_INFERRED_CLASS * seen.size
  return seen.size === 2 || enough ? [...seen] : []
}

function classesOfNumbers({ name, values }: NumberColumn): ClassTarget {
  const known = new Set<number>()
  for (const value of values) if (!Number.isNaN(value)) known.add(value)
  const sorted = Float64Array.from(known).sort()
  const numberOf = new Map(Array.from(sorted, (value, i) => [value, i]))
  const classes = Int32Array.from(values, (value) => numberOf.get(value) ?? -1)
  return classTarget(name, Array.from(sorted, String), classes)
}

function classesOfText(column: TextColumn, table: Table): ClassTarget {
  const [only] = column.levels
  if (column.levels.length === 1)
    throw fault(table, column, { problem: `is constant: every known value is "${only}"` })
  return classTarget(column.name, column.levels, column.codes)
}

function classTarget(name: string, labels: readonly string[], classes: Int32Array): ClassTarget {
  const rows = knownRows(classes, (index) => index >= 0)
  const task = labels.length === 2 ? 'binary' : 'multiclass'
  return { name, task, labels, classes, rows, treatment: `the target: ${labels.length} classes` }
}

function knownRows(cells: Float64Array | Int32Array, known: (cell: number) => boolean): Uint32Array {
  let count = 0
  for (const cell of cells) if (known(cell)) count++
  const rows = new Uint32Array(count)
  let at = 0
  for (let row = 0; row < cells.length; row++) if (known(cells[row] as number)) rows[at++] = row
  return rows
}

function fault(
  table: Table,
  column: Column,
  parts: { problem: string; got?: string; hint?: string },
): OgeeError {
  return new OgeeError({
    where: table.source,
    ...parts,
    problem: `the target "${column.name}" ${parts.problem}`,
  })
}

/** A regression target on its own scale: what a network is trained on, and the way back to its unit. */
export interface TargetScale {
  readonly scale: Scale
  /** Standardised values of these rows. */
  apply(rows: Uint32Array): Float32Array
  /** Predictions in the target's unit. */
  invert(predictions: ArrayLike<number>): Float64Array
}

/** Fitted to `rows` alone; constant values get the standard deviation 1. */
export function fitTargetScale({ values }: NumberTarget, rows: Uint32Array): TargetScale {
  const { mean, std } = fitScale(values, rows)
  const divisor = std || 1
  return {
    scale: { mean, std: divisor },
    apply: (chosen) => Float32Array.from(chosen, (row) => ((values[row] as number) - mean) / divisor),
    invert: (predictions) => Float64Array.from(predictions, (prediction) => prediction * divisor + mean),
  }
}

/** The classes of these rows. */
export function classesOf({ classes }: ClassTarget, rows: Uint32Array): Int32Array {
  return Int32Array.from(rows, (row) => classes[row] as number)
}
