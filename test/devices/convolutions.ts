/** The kernels of convolutions over one axis of places, in panels: windows read where they lie. */

import { variable } from '../../src/expr/index.ts'
import { access, axesOf, eighths, type Scenario } from './scenario.ts'

const w = variable('w')
const x = variable('x')
const folded = variable('folded')

/** Y[bo, o, i, bi] = Σ over c, k of W[o, c, k]·X[bo, c, i + k, bi]: windows that are never copied. */
export function convolution(panels: number, inputs: number, outputs: number, places: number): Scenario {
  const size = 3
  const extent = places + size - 1
  return {
    name: `convolution ${panels}×8 rows, ${inputs} → ${outputs} channels, ${places} places`,
    operands: [
      { name: 'X', data: eighths(panels * inputs * extent * 8, 1) },
      { name: 'W', data: eighths(outputs * inputs * size, 2) },
      { name: 'Y', data: eighths(panels * outputs * places * 8, 3) },
    ],
    kernels: [
      {
        name: 'convolution',
        axes: axesOf({ bo: panels, o: outputs, i: places, bi: 8, c: inputs, k: size }),
        loads: [
          { name: 'x', access: access(0, [inputs * extent * 8, 0, 8, 1, extent * 8, 8]) },
          { name: 'w', access: access(1, [0, inputs * size, 0, 0, size, 1]) },
        ],
        fold: { combine: 'sum', axes: 2, body: x.mul(w) },
        stores: [{ access: access(2, [outputs * places * 8, places * 8, 8, 1, 0, 0]), value: folded }],
      },
    ],
  }
}

/** dW[o, c, k] = Σ over the rows and places of G[bo, o, i, bi]·X[bo, c, i + k, bi]. */
export function kernelGradient(panels: number, inputs: number, outputs: number, places: number): Scenario {
  const size = 3
  const extent = places + size - 1
  return {
    name: `kernel gradient ${panels}×8 rows, ${outputs} × ${inputs} channels, ${places} places`,
    operands: [
      { name: 'G', data: eighths(panels * outputs * places * 8, 1) },
      { name: 'X', data: eighths(panels * inputs * extent * 8, 2) },
      { name: 'dW', data: eighths(outputs * inputs * size, 3) },
    ],
    kernels: [
      {
        name: 'kernel gradient',
        axes: axesOf({ o: outputs, c: inputs, k: size, bo: panels, i: places, bi: 8 }),
        loads: [
          { name: 'w', access: access(0, [places * 8, 0, 0, outputs * places * 8, 8, 1]) },
          { name: 'x', access: access(1, [0, extent * 8, 8, inputs * extent * 8, 8, 1]) },
        ],
        fold: { combine: 'sum', axes: 3, body: w.mul(x) },
        stores: [{ access: access(2, [inputs * size, size, 1, 0, 0, 0]), value: folded }],
      },
    ],
  }
}
