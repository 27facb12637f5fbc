/** Tensors as text, as PyTorch prints them: aligned columns, long axes shortened in the middle. */

import { formatShape, type Shape } from '../base/index.ts'

/** How many entries of a long axis are shown at each end. */
const EDGE = 3

export function formatTensor(data: ArrayLike<number>, shape: Shape): string {
  const shown = shownIndices(shape)
  const cells = Array.from(data, (_, i) => i)
    .filter((i) => isShown(i, shape, shown))
    .map((i) => formatNumber(data[i] as number))
  const width = cells.reduce((widest, cell) => Math.max(widest, cell.length), 0)
  const body = formatAxis(data, shape, shown, 0, 0, width, 8)
  return `tensor(${body}, shape ${formatShape(shape)})`
}

function formatAxis(
  data: ArrayLike<number>,
  shape: Shape,
  shown: readonly (readonly number[])[],
  axis: number,
  offset: number,
  width: number,
  indent: number,
): string {
  if (axis === shape.length) return formatNumber(data[offset] as number).padStart(width)
  const stride = shape.slice(axis + 1).reduce((product, extent) => product * extent, 1)
  const innermost = axis === shape.length - 1
  const parts: string[] = []
  let previous = -1
  for (const index of shown[axis] ?? []) {
    if (index !== previous + 1) parts.push('…')
    parts.push(formatAxis(data, shape, shown, axis + 1, offset + index * stride, width, indent + 1))
    previous = index
  }
  return `[${parts.join(innermost ? ', ' : `,\n${' '.repeat(indent)}`)}]`
}

function shownIndices(shape: Shape): number[][] {
  const large = shape.reduce((product, extent) => product * extent, 1) > 1000
  return shape.map((extent) => {
    const all = Array.from({ length: extent }, (_, i) => i)
    return large && extent > 2 * EDGE ? [...all.slice(0, EDGE), ...all.slice(-EDGE)] : all
  })
}

function isShown(flat: number, shape: Shape, shown: readonly (readonly number[])[]): boolean {
  let rest = flat
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis] as number
    if (!shown[axis]?.includes(rest % extent)) return false
    rest = Math.floor(rest / extent)
  }
  return true
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return `${value}`
  const size = Math.abs(value)
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential(4) : value.toFixed(4)
}
