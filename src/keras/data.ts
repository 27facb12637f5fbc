/** What users pass to `fit`, `evaluate` and `predict`, as rows of numbers. */

import { formatShape, OgeeError, sizeOf, UsageError } from '../base/index.ts'
import { type Dataset, type NestedNumbers, type Table, Tensor, tensor } from '../nn/index.ts'

/** Rows: nested lists [rows, …], a list of one number per row, or a tensor. */
export type Rows = Tensor | readonly NestedNumbers[] | Float32Array | Int32Array | Uint8Array

/** Rows [rows, width] with everything behind the first axis flattened. */
export function toTable(where: string, rows: Rows): Table & { readonly rows: number } {
  const values = rows instanceof Tensor ? rows : tensor(rows)
  const [count, ...inner] = values.shape
  if (count === undefined || count === 0)
    throw new OgeeError({
      where,
      problem: 'there are no rows',
      expected: '[rows, …] with at least one row',
      got: formatShape(values.shape),
    })
  return { rows: count, width: sizeOf(inner), data: values.data() }
}

/** Rows with their targets. */
export interface Part {
  readonly dataset: Dataset
  readonly target: Table
}

interface SplitOptions {
  readonly validationSplit?: number
  readonly validationData?: readonly [Rows, Rows]
}

/** The part to train on, and the part to validate with: given, or the last rows, as in Keras. */
export function splitParts(
  whole: Part,
  { validationSplit = 0, validationData }: SplitOptions,
  partOf: (x: Rows, y: Rows) => Part,
): { train: Part; validation: Part | undefined } {
  if (validationData) return { train: whole, validation: partOf(...validationData) }
  if (!(validationSplit >= 0 && validationSplit < 1))
    throw new UsageError({
      where: 'fit',
      problem: 'validationSplit is out of range',
      expected: 'a number in [0, 1)',
      got: `${validationSplit}`,
    })
  const { rows } = whole.dataset
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

function rowsOf({ dataset, target }: Part, from: number, to: number): Part {
  const cut = ({ data, width }: Table): Table => ({ width, data: data.subarray(from * width, to * width) })
  const inputs = Object.entries(dataset.inputs).map(([name, table]) => [name, cut(table)] as const)
  const part = cut(target)
  return { target: part, dataset: { rows: to - from, inputs: Object.fromEntries(inputs), target: part } }
}
