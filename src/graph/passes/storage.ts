/**
 * How a tensor lies in memory.
 *
 * Plain: row-major, rows padded to whole vectors. Panel: activations of a batch in panels of 8 rows,
 * [rows / 8][features …][8], so that the lanes of a vector are rows: a layer of any width wastes no lane, a
 * softmax needs no sum across lanes, and neither y = x·Wᵀ nor its gradient ever needs W transposed.
 *
 * In both the elements of a row, whatever its axes, lie side by side, so that other axes can be looked at in place.
 */

import type { Shape } from '../../base/index.ts'

/** Rows to a panel: two vectors of four lanes. */
export const PANEL = 8

/** Elements to a vector. */
export const LANES = 4

export interface Storage {
  readonly panel: boolean
  /** In elements; for a panel the first is the stride from panel to panel, rows within one lie side by side. */
  readonly strides: readonly number[]
  /** Elements, padding included. */
  readonly size: number
  /** Whether loops over the last axis may run on to the end of the last vector. */
  readonly padded: boolean
}

/** The layout of a tensor of this shape. */
export function storageOf(shape: Shape, panel: boolean): Storage {
  const strides = new Array<number>(shape.length)
  let stride = panel ? PANEL : 1
  for (let axis = shape.length - 1; axis > 0; axis--) {
    strides[axis] = stride
    stride *= shape[axis] as number
  }
  const [rows = 1] = shape
  if (!panel && shape.length > 1) stride = rowStride(stride)
  if (shape.length > 0) strides[0] = stride
  const size = panel ? (rows / PANEL) * stride : toVectors(rows * stride)
  return { panel, strides, size: Math.max(LANES, size), padded: !panel && shape.length <= 2 }
}

/**
 * Rows are padded to whole vectors. A stride of a multiple of 1 KiB would map all rows to few cache sets, so
 * such rows get two vectors more.
 */
function rowStride(width: number): number {
  const padded = toVectors(width)
  return padded > 0 && padded % 256 === 0 ? padded + 2 * LANES : padded
}

function toVectors(elements: number): number {
  return Math.ceil(elements / LANES) * LANES
}
