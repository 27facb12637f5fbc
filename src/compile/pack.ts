/** Between a tensor's numbers in order (row-major) and the layout a program keeps them in. */

import type { Shape } from '../base/index.ts'
import { PANEL, type Storage } from '../graph/index.ts'

/** log₂ of the rows to a panel. */
const PANEL_BITS = Math.log2(PANEL)

/** Rows of so many numbers that lie side by side are copied whole. */
const LONG = 64

/** Of the elements along the last axis: how many there are, and how far apart they lie in memory. */
function rowOf(shape: Shape, { panel, strides }: Storage): { width: number; step: number } {
  const width = shape.at(-1) ?? 1
  const step = panel && shape.length === 1 ? 1 : (strides.at(-1) ?? 1)
  return { width, step }
}

/** Calls `visit(position in order, position in memory)` for the first element of every row along the last axis. */
function walkRows(
  shape: Shape,
  { panel, strides }: Storage,
  visit: (logical: number, stored: number) => void,
): void {
  const rank = shape.length
  const width = shape.at(-1) ?? 1
  const rows = shape.slice(0, -1).reduce((product, extent) => product * extent, 1)
  for (let row = 0; row < rows; row++) {
    let rest = row
    let offset = 0
    for (let axis = rank - 2; axis >= 0; axis--) {
      const extent = shape[axis] as number
      const index = rest % extent
      rest = (rest - index) / extent
      const stride = strides[axis] as number
      offset += panel && axis === 0 ? Math.floor(index / PANEL) * stride + (index % PANEL) : index * stride
    }
    visit(row * width, offset)
  }
}

/** The numbers as they lie in memory; padding is 0. */
export function pack(data: ArrayLike<number>, shape: Shape, storage: Storage): Float32Array | Float64Array {
  const packed =
    data instanceof Float32Array ? new Float32Array(storage.size) : new Float64Array(storage.size)
  const { width, step } = rowOf(shape, storage)
  const isWhole = step === 1 && width >= LONG && data instanceof Float32Array
  walkRows(shape, storage, (logical, stored) => {
    if (isWhole) packed.set(data.subarray(logical, logical + width), stored)
    else for (let i = 0; i < width; i++) packed[stored + i * step] = data[logical + i] as number
  })
  return packed
}

/** The numbers in order, from memory. */
export function unpack<T extends Float32Array | Float64Array>(stored: T, shape: Shape, storage: Storage): T {
  const size = shape.reduce((product, extent) => product * extent, 1)
  const data = (stored instanceof Float32Array ? new Float32Array(size) : new Float64Array(size)) as T
  const { width, step } = rowOf(shape, storage)
  const isWhole = step === 1 && width >= LONG
  walkRows(shape, storage, (logical, at) => {
    if (isWhole) data.set(stored.subarray(at, at + width), logical)
    else for (let i = 0; i < width; i++) data[logical + i] = stored[at + i * step] as number
  })
  return data
}

/** Numbers that can be read and written by position. */
type Numbers = { [position: number]: number }

/**
 * Copies rows `start` to `start + count` of `data`, row-major [rows, width], to the first rows of a tensor in
 * memory: without a walk over shapes and without an allocation, for rows that stream through.
 */
export function packRows(
  data: ArrayLike<number>,
  start: number,
  count: number,
  width: number,
  { panel, strides }: Storage,
  stored: Numbers,
): void {
  const [rowStride = 0, columnStride = 1] = strides
  for (let row = 0; row < count; row++) {
    let at = panel ? (row >> PANEL_BITS) * rowStride + (row & (PANEL - 1)) : row * rowStride
    const from = (start + row) * width
    for (let column = 0; column < width; column++, at += columnStride)
      stored[at] = data[from + column] as number
  }
}

/** The way back: the first rows of a tensor in memory to rows `start` to `start + count` of `data`. */
export function unpackRows(
  stored: ArrayLike<number>,
  { panel, strides }: Storage,
  width: number,
  data: Numbers,
  start: number,
  count: number,
): void {
  const [rowStride = 0, columnStride = 1] = strides
  for (let row = 0; row < count; row++) {
    let at = panel ? (row >> PANEL_BITS) * rowStride + (row & (PANEL - 1)) : row * rowStride
    const to = (start + row) * width
    for (let column = 0; column < width; column++, at += columnStride)
      data[to + column] = stored[at] as number
  }
}
