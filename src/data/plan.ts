/**
 * The plan of a table: which column is the target, what the task is, which rows can be used, which columns
 * are learned from. Everything here holds for all folds alike; what is fitted to rows is in `encode/`.
 */

import { OgeeError } from '../base/index.ts'
import type { ColumnRecord, Task } from '../records/compare.ts'
import { inferKinds, type KindRecord } from './kinds.ts'
import type { ColumnOptions } from './read/storage.ts'
import { columnIndex, type Table } from './table.ts'
import { type Target, takeTarget } from './target.ts'

export interface Plan {
  readonly target: Target
  /** Rows whose target is known, ascending. */
  readonly rows: Uint32Array
  /** One per column of the table, in its order; the target's too. */
  readonly columns: readonly KindRecord[]
  /** Positions of the columns learned from. */
  readonly features: readonly number[]
}

/** Options need a target; the names in them are checked against the table. */
export function planTable(table: Table, options: ColumnOptions & { readonly target: string }): Plan {
  const { source, columns } = table
  const index = columnIndex(source, columns, options.target)
  for (const name of [...(options.numeric ?? []), ...(options.categorical ?? []), ...(options.drop ?? [])])
    columnIndex(source, columns, name)
  const target = takeTarget(table, index, options.task)
  const kinds = inferKinds(table, options).map((kind, i) =>
    i === index ? targetKind(kind, target.task) : kind,
  )
  const features = kinds.flatMap(({ dropped }, i) => (i === index || dropped ? [] : [i]))
  if (features.length === 0)
    throw new OgeeError({
      where: source,
      problem: 'there is no column to learn from',
      got: kinds.flatMap(({ name, dropped }) => (dropped ? [`${name}: ${dropped}`] : [])).join('; '),
      hint: 'keep a column with --numeric or --categorical',
    })
  return { target, rows: target.rows, columns: kinds, features }
}

/** The target is never dropped, and its kind follows the task. */
function targetKind({ dropped: _, ...kind }: KindRecord, task: Task): KindRecord {
  if (task === 'regression') return { ...kind, kind: 'number' }
  return { ...kind, kind: kind.kind === 'boolean' ? 'boolean' : 'category' }
}

/** Columns as they stand in records; `treatments` by name, from the encoder's `describe`. */
export function columnRecords(plan: Plan, treatments: ReadonlyMap<string, string>): ColumnRecord[] {
  return plan.columns.map(({ note, ...record }) => {
    const treatment = record.name === plan.target.name ? plan.target.treatment : treatments.get(record.name)
    const sentence = [treatment, note].filter(Boolean).join('; ')
    return sentence ? { ...record, treatment: sentence } : record
  })
}
