/** Rows of numbers as trainers and predictors take them: plain tables, of whoever made them. */

import { formatShape, OgeeError, sizeOf } from '../base/index.ts'
import { type NestedNumbers, type NumberArray, Tensor, tensor } from './tensor.ts'

/** Numbers by rows: `data` is row-major [rows, width]. */
export interface Table {
  readonly width: number
  readonly data: Float32Array
}

/** Tables of equally many rows: the inputs of a network by name, and its target. */
export interface Dataset<Name extends string = string> {
  readonly rows: number
  readonly inputs: Readonly<Record<Name, Table>>
  readonly target: Table
  /** What each row's loss is multiplied by, width 1, for a trainer that is `weighted`. */
  readonly weights?: Table
}

/** Rows: nested lists [rows, …], a list of one number per row, or a tensor. */
export type Rows = Tensor | readonly NestedNumbers[] | NumberArray

/**
 * Inputs by name and a target, each as rows of numbers, with the widths that a trainer wants to know. Throws where
 * rows differ in number, and where there is NaN.
 */
export function dataset<Name extends string>(
  inputs: Readonly<Record<Name, Rows>>,
  target: Rows,
): Dataset<Name> & {
  readonly widths: { readonly inputs: Readonly<Record<Name, number>>; readonly target: number }
} {
  const { rows, ...table } = tableOf('target', target)
  checkNumbers('target', table)
  const named = Object.entries<Rows>(inputs).map(([name, values]) => {
    const where = `input ${name}`
    const { rows: own, ...input } = tableOf(where, values)
    checkNumbers(where, input)
    if (own === rows) return [name, input] as const
    throw new OgeeError({ where, problem: 'input and target differ in rows', got: `${own} and ${rows}` })
  })
  const widths = named.map(([name, { width }]) => [name, width] as const)
  return {
    rows,
    inputs: Object.fromEntries(named) as Record<Name, Table>,
    target: table,
    widths: { inputs: Object.fromEntries(widths) as Record<Name, number>, target: table.width },
  }
}

/** Rows [rows, width] with everything behind the first axis flattened. */
export function tableOf(where: string, rows: Rows): Table & { readonly rows: number } {
  const values = rows instanceof Tensor ? rows : tensorOf(where, rows)
  const [count, ...inner] = values.shape
  if (count === undefined)
    throw new OgeeError({
      where,
      problem: 'there are no rows',
      expected: '[rows, …] with at least one row',
      got: formatShape(values.shape),
    })
  return { rows: count, width: sizeOf(inner), data: values.data() }
}

function tensorOf(where: string, rows: Exclude<Rows, Tensor>): Tensor {
  const isList = Array.isArray(rows) || ArrayBuffer.isView(rows)
  if (isList && rows.length > 0) return tensor(rows, undefined, where)
  throw new OgeeError({
    where,
    problem: 'there are no rows',
    expected: 'a tensor or a list with at least one row',
    got: isList ? 'an empty list' : `${rows === null ? 'null' : typeof rows}`,
  })
}

/** Throws at the first NaN, which would make every parameter NaN in one step. */
export function checkNumbers(where: string, { data, width }: Table): void {
  const at = data.findIndex(Number.isNaN)
  if (at < 0) return
  throw new OgeeError({
    where,
    problem: `row ${Math.floor(at / width)}, column ${at % width} is NaN`,
    expected: 'numbers, rows and columns counted from 0',
    hint: 'Fill gaps first, with the mean of the column for instance.',
  })
}

/** Throws unless the table is there, and so many rows of that width. */
export function checkTable(where: string, table: Table | undefined, rows: number, width: number): Table {
  if (table && table.width === width && table.data.length === rows * width) return table
  throw new OgeeError({
    where,
    problem: table ? 'the table has the wrong size' : 'there is no such table',
    expected: `${formatShape([rows, width])}, ${rows * width} numbers`,
    ...(table ? { got: `width ${table.width}, ${table.data.length} numbers` } : {}),
  })
}
