/** Tensors as text, much as PyTorch prints them: aligned columns, long axes shortened in the middle. */

import { formatShape, type Shape, sizeOf } from '../base/index.ts'

/** Tensors of more elements are shortened. */
const LARGE = 1000

/** How many entries of a shortened axis are shown at each end. */
const EDGE = 3

/** What is shown: numbers as text in nested lists; undefined where entries are left out. */
type Cells = string | readonly (Cells | undefined)[]

export function formatTensor(data: ArrayLike<number>, shape: Shape): string {
  const cells = cellsOf(data, shape, 0, sizeOf(shape) > LARGE)
  return `tensor(${layOut(cells, widest(cells), 'tensor('.length)}, shape ${formatShape(shape)})`
}

function cellsOf(data: ArrayLike<number>, shape: Shape, offset: number, shorten: boolean): Cells {
  const [extent, ...inner] = shape
  if (extent === undefined) return formatNumber(data[offset] as number)
  const stride = sizeOf(inner)
  const entries = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => cellsOf(data, inner, offset + (from + i) * stride, shorten))
  if (!shorten || extent <= 2 * EDGE) return entries(0, extent)
  return [...entries(0, EDGE), undefined, ...entries(extent - EDGE, extent)]
}

function widest(cells: Cells): number {
  if (typeof cells === 'string') return cells.length
  return cells.reduce((most, cell) => Math.max(most, cell === undefined ? 0 : widest(cell)), 0)
}

function layOut(cells: Cells, width: number, indent: number): string {
  if (typeof cells === 'string') return cells.padStart(width)
  const parts = cells.map((cell) => (cell === undefined ? '…' : layOut(cell, width, indent + 1)))
  const innermost = typeof cells[0] === 'string'
  return `[${parts.join(innermost ? ', ' : `,\n${' '.repeat(indent + 1)}`)}]`
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return `${value}`
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential(4) : value.toFixed(4)
}
