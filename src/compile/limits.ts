/** What the machine can do at most on one thread, measured with kernels that do one thing and nothing else. */

import type { Device } from '../devices/device.ts'
import { variable } from '../expr/index.ts'
import { FOLDED, type Kernel, type Program } from '../kernel/kernel.ts'
import { timeOf } from './time.ts'

export interface Limits {
  /** Additions and multiplications, of a matrix product that fits the nearest cache. */
  readonly operationsPerSecond: number
  /** Read and written, of a copy that fits a core's caches, and of one that does not. */
  readonly cacheBytesPerSecond: number
  readonly memoryBytesPerSecond: number
  /** What is taken to fit a core's caches. */
  readonly cacheBytes: number
}

const CACHE_BYTES = 2 ** 20
const BYTES = 4
/** Numbers of each copy: 16 KiB from place to place, and 32 MiB. */
const NEAR = 2 ** 12
const FAR = 2 ** 23

/** y[panel, o, row] = Σ w[o, i]·x[panel, i, row]: the layout in which products run. */
const PRODUCT = { panels: 4, rows: 8, outputs: 60, inputs: 64 }

export function measureLimits(device: Device): Limits {
  const { panels, rows, outputs, inputs } = PRODUCT
  const operations = 2 * panels * rows * outputs * inputs
  const rate = (work: number, kernel: Kernel, sizes: readonly number[]) => {
    const executable = device.load(programOf(kernel, sizes), 1)
    return work / timeOf(() => executable.run('main'))
  }
  const copy = (numbers: number) => rate(2 * BYTES * numbers, copyOf(numbers), [numbers, numbers])
  return {
    operationsPerSecond: rate(operations, productOf(), [
      outputs * inputs,
      panels * inputs * rows,
      panels * outputs * rows,
    ]),
    cacheBytesPerSecond: copy(NEAR),
    memoryBytesPerSecond: copy(FAR),
    cacheBytes: CACHE_BYTES,
  }
}

function productOf(): Kernel {
  const { panels, rows, outputs, inputs } = PRODUCT
  return {
    name: 'product',
    axes: [
      { name: 'panel', extent: panels },
      { name: 'output', extent: outputs },
      { name: 'row', extent: rows },
      { name: 'input', extent: inputs },
    ],
    loads: [
      { name: 'w', access: { buffer: 0, offset: 0, strides: [0, inputs, 0, 1] } },
      { name: 'x', access: { buffer: 1, offset: 0, strides: [inputs * rows, 0, 1, rows] } },
    ],
    fold: { combine: 'sum', axes: 1, body: variable('w').mul(variable('x')) },
    stores: [
      { access: { buffer: 2, offset: 0, strides: [outputs * rows, rows, 1, 0] }, value: variable(FOLDED) },
    ],
  }
}

function copyOf(numbers: number): Kernel {
  return {
    name: 'copy',
    axes: [{ name: 'number', extent: numbers }],
    loads: [{ name: 'x', access: { buffer: 0, offset: 0, strides: [1] } }],
    stores: [{ access: { buffer: 1, offset: 0, strides: [1] }, value: variable('x') }],
  }
}

/** Buffers of these sizes, which are whole cache lines, one after the other. */
function programOf(kernel: Kernel, sizes: readonly number[]): Program {
  let end = 0
  const buffers = sizes.map((size, i) => {
    const offset = end
    end += size
    return { name: `${i}`, type: 'f32', size, place: { offset } } as const
  })
  return { buffers, kernels: [kernel], entries: { main: [0] }, size: end }
}
