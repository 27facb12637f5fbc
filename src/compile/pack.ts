/** Between a tensor's numbers in order (row-major) and the layout a program keeps them in. */

import type { Shape } from '../base/index.ts'
import { PANEL, type Storage } from '../graph/index.ts'

/** Calls `visit(position in order, position in memory)` for every element. */
function walk(
  shape: Shape,
  { panel, strides }: Storage,
  visit: (logical: number, stored: number) => void,
): void {
  const rank = shape.length
  if (rank === 0) {
    visit(0, 0)
    return
  }
  const width = shape[rank - 1] as number
  const lastStride = panel && rank === 1 ? 1 : (strides[rank - 1] as number)
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
    for (let column = 0; column < width; column++) visit(row * width + column, offset + column * lastStride)
  }
}

/** The numbers as they lie in memory; padding is 0. */
export function pack(data: ArrayLike<number>, shape: Shape, storage: Storage): Float32Array | Float64Array {
  const packed =
    data instanceof Float32Array ? new Float32Array(storage.size) : new Float64Array(storage.size)
  walk(shape, storage, (logical, stored) => {
    packed[stored] = data[logical] as number
  })
  return packed
}

/** The numbers in order, from memory. */
export function unpack<T extends Float32Array | Float64Array>(stored: T, shape: Shape, storage: Storage): T {
  const size = shape.reduce((product, extent) => product * extent, 1)
  const data = (stored instanceof Float32Array ? new Float32Array(size) : new Float64Array(size)) as T
  walk(shape, storage, (logical, at) => {
    data[logical] = stored[at] as number
  })
  return data
}
