/** Functions of graph nodes on rows of numbers, computed on a device, and the slopes of a plain function. */

import { sizeOf } from '../../src/base/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { argument, contract, elementwise, gradients, input, type Node } from '../../src/graph/index.ts'

export type Row = readonly number[]

/** Rows of numbers to try: small, mixed, far apart; without ties. Eight fill a panel of a batch. */
export const ROWS: readonly Row[] = [
  [0.3, -1.2, 2.1, 0.9],
  [-0.7, 0.4, -0.1, -2.5],
  [3, 1, -4, 2.2],
  [-6, -5.5, 8, 7.7],
  [0.01, 0.02, -0.03, 0.04],
  [-1.5, -2.4, -3.5, -4.7],
  [5, -9, 0.6, -0.2],
  [1.2, 2.4, 1.1, 2.3],
]

interface Computed {
  readonly value: number[][]
  /** The gradient of Σ k·y over all outputs y, numbered k = 1, 2, … from the first row on. */
  readonly slope: number[][]
}

export function computeRows(
  act: (x: Node) => Node,
  rows: readonly Row[],
  device: 'js' | 'wasm' = 'js',
): Computed {
  const x = input('x', [rows.length, (rows[0] as Row).length], { batched: true })
  const y = act(x)
  const numbers = input('numbers', y.shape)
  const loss = contract('ij->', elementwise(argument(0).mul(argument(1)), [y, numbers]))
  const [slope] = gradients(loss, [x]) as [Node]
  const compiled = compile({ main: { outputs: { y, slope } } }, deviceNamed(device))
  compiled.write('x', rows.flat())
  compiled.write(
    'numbers',
    Array.from({ length: sizeOf(y.shape) }, (_, i) => 1 + i),
  )
  compiled.run('main')
  return {
    value: chunk(compiled.read('main', 'y'), y.shape[1] as number),
    slope: chunk(compiled.read('main', 'slope'), x.shape[1] as number),
  }
}

/** The same of a plain function of a row; slopes by differences of fourth order. */
export function computePlainly(f: (row: Row) => Row, rows: readonly Row[]): Computed {
  const slope = rows.map((row, r) => {
    const total = (x: Row) => f(x).reduce((sum, y, i, all) => sum + y * (1 + r * all.length + i), 0)
    return row.map((v, i) => differenceQuotient((step) => total(row.with(i, v + step))))
  })
  return { value: rows.map((row) => [...f(row)]), slope }
}

/** f′(0): truncation is step⁴ = 1e-16 of the fifth derivative, cancellation about 1e-12 of f. */
export function differenceQuotient(f: (step: number) => number): number {
  const step = 1e-4
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step)
}

/** The largest distance between numbers, relative where they are beyond 1; ∞ where only one is NaN. */
export function distance(a: readonly Row[], b: readonly Row[]): number {
  const [left, right] = [a.flat(), b.flat()]
  if (left.length !== right.length) return Number.POSITIVE_INFINITY
  return left.reduce((most, value, i) => {
    const other = right[i] as number
    if (Object.is(value, other)) return most
    const apart = Math.abs(value - other) / Math.max(1, Math.abs(other))
    return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(most, apart)
  }, 0)
}

function chunk(flat: ArrayLike<number>, width: number): number[][] {
  const all = Array.from(flat)
  return Array.from({ length: all.length / width }, (_, i) => all.slice(i * width, (i + 1) * width))
}
