/** What users pass to `fit`, `evaluate` and `predict`, as rows of numbers. */

import { OgeeError, sizeOf, UsageError } from '../../base/index.ts'
import { checkNumbers, type Dataset, type Rows, type Table, tableOf } from '../../nn/index.ts'

/** Rows as wide as the model's input. */
export function inputOf(where: string, inputShape: readonly number[], x: Rows): Table & { rows: number } {
  const table = tableOf(`${where} x`, x)
  if (table.width === sizeOf(inputShape)) return table
  const isOneRow = table.width === 1 && table.rows === sizeOf(inputShape)
  throw new OgeeError({
    where: `${where} x`,
    problem: 'the rows have the wrong number of features',
    expected: `[rows, ${inputShape.join(', ')}]`,
    got: `[${table.rows}, ${table.width}]`,
    ...(isOneRow ? { hint: 'A single row is a list of one row: [[…]].' } : {}),
  })
}

/** Rows with their targets, and with what each counts for. Throws where there is NaN. */
export function partOf(
  where: string,
  inputShape: readonly number[],
  x: Rows,
  y: Rows,
  sampleWeight?: Rows,
): Dataset {
  const { rows, ...input } = inputOf(where, inputShape, x)
  const { rows: targets, ...target } = tableOf(`${where} y`, y)
  checkNumbers(`${where} x`, input)
  checkNumbers(`${where} y`, target)
  if (rows !== targets)
    throw new OgeeError({ where, problem: 'x and y differ in rows', got: `${rows} and ${targets}` })
  const data = { rows, inputs: { x: input }, target }
  return sampleWeight ? { ...data, weights: weightsOf(`${where} sampleWeight`, rows, sampleWeight) } : data
}

function weightsOf(where: string, rows: number, values: Rows): Table {
  const table = tableOf(where, values)
  const isWeight = (weight: number) => weight >= 0 && Number.isFinite(weight)
  if (table.rows === rows && table.width === 1 && table.data.every(isWeight)) return table
  throw new UsageError({
    where,
    problem: 'not a weight for each row',
    expected: `${rows} numbers of at least 0`,
    got: `[${table.rows}, ${table.width}]`,
  })
}

interface SplitOptions {
  readonly validationSplit?: number
  readonly validationData?: readonly [Rows, Rows]
}

/** The part to train on, and the part to validate with: given, or the last rows, as in Keras. */
export function splitParts(
  whole: Dataset,
  { validationSplit = 0, validationData }: SplitOptions,
  given: (x: Rows, y: Rows) => Dataset,
): { train: Dataset; validation: Dataset | undefined } {
  if (validationData) return { train: whole, validation: given(...validationData) }
  if (!(validationSplit >= 0 && validationSplit < 1))
    throw new UsageError({
      where: 'fit',
      problem: 'validationSplit is out of range',
      expected: 'a number in [0, 1)',
      got: `${validationSplit}`,
    })
  const { rows } = whole
  const kept = Math.floor(rows * (1 - validationSplit))
  if (kept === rows) return { train: whole, validation: undefined }
  if (kept === 0)
    throw new UsageError({
      where: 'fit',
      problem: 'validationSplit leaves no row to train on',
      got: `${rows} rows`,
    })
  return { train: rowsOf(whole, 0, kept), validation: rowsOf(whole, kept, rows) }
}

function rowsOf({ inputs, target, weights }: Dataset, from: number, to: number): Dataset {
  const cut = ({ data, width }: Table): Table => ({ width, data: data.subarray(from * width, to * width) })
  const named = Object.entries(inputs).map(([name, table]) => [name, cut(table)] as const)
  return {
    rows: to - from,
    inputs: Object.fromEntries(named),
    target: cut(target),
    ...(weights ? { weights: cut(weights) } : {}),
  }
}

/** What rows of each class count for; those of classes that are not named count 1. */
export type ClassWeight = Readonly<Record<number, number>>

/** The same rows, each weighed by its class, which is its target, or where its one of several columns is. */
export function weighByClass(data: Dataset, classWeight: ClassWeight): Dataset {
  for (const weight of Object.values(classWeight))
    if (!(weight >= 0 && Number.isFinite(weight)))
      throw new UsageError({
        where: 'fit classWeight',
        problem: 'not a weight',
        expected: 'numbers of at least 0 by class number',
        got: `${weight}`,
      })
  const { rows, target, weights } = data
  const own = Float32Array.from({ length: rows }, (_, row) => {
    const columns = target.data.subarray(row * target.width, (row + 1) * target.width)
    const number = target.width === 1 ? (columns[0] as number) : columns.indexOf(Math.max(...columns))
    return (classWeight[number] ?? 1) * (weights?.data[row] ?? 1)
  })
  return { ...data, weights: { width: 1, data: own } }
}

/** The same rows for a trainer that is weighted. */
export function weighed(data: Dataset): Dataset {
  return data.weights ? data : { ...data, weights: { width: 1, data: new Float32Array(data.rows).fill(1) } }
}
