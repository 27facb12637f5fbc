/** How kernels are shared out among threads, and where threads must wait. Scenarios are those of the devices. */

import { describe, expect, it } from 'vitest'
import type { Device } from '../../../src/devices/device.ts'
import { variable } from '../../../src/expr/index.ts'
import { FOLDED, type Kernel, type Program } from '../../../src/kernel/kernel.ts'
import {
  Adam,
  crossEntropy,
  Linear,
  ReLU,
  Sequential,
  Sigmoid,
  type Tensor,
  Trainer,
} from '../../../src/nn/index.ts'
import { planPhases } from '../../../src/targets/wasm/threads/phases.ts'
import { partsOf } from '../../../src/targets/wasm/threads/share.ts'
import { workOf } from '../../../src/targets/wasm/threads/work.ts'
import { access, axesOf, eighths, programOf, type Scenario } from '../../devices/scenario.ts'
import {
  backward,
  biasGradient,
  forward,
  overlap,
  scatter,
  update,
  weightGradient,
} from '../../devices/scenarios.ts'
import { jobOf } from './jobs.ts'

/** By thread, how many indices of which axis. */
function sharesOf({ kernels }: Scenario, threads: number): string {
  const { whole, share } = jobOf(kernels[0] as Kernel, threads)
  if (!share) return 'one thread'
  const { axis, width, full, rest } = share
  return `${whole.kernel.axes[axis]?.name}: ${[...Array(full).fill(width), ...(rest > 0 ? [rest] : [])].join(' ')}`
}

/** The program that a trainer of this network compiles. */
function trainingProgram(widths: readonly number[], batchSize: number): Program {
  const layers = widths.slice(1).flatMap((width, i) => {
    const linear = new Linear(widths[i] as number, width)
    if (i === widths.length - 2) return [linear]
    return [linear, i === 0 ? new ReLU() : new Sigmoid()]
  })
  const network = new Sequential(...layers)
  let compiled: Program | undefined
  const recorder: Device = {
    name: 'recorder',
    precision: 'float32',
    load(program) {
      compiled = program
      throw new RangeError('recorded')
    },
  }
  const options = {
    module: network,
    forward: ({ x }: { x: Tensor }) => network.forward(x),
    loss: crossEntropy,
    optimizer: new Adam(),
    batchSize,
    widths: { inputs: { x: widths[0] as number }, target: 1 },
    device: recorder,
  }
  expect(() => new Trainer(options)).toThrow('recorded')
  return compiled as Program
}

/** Sums of three neighbours each, of 10 windows in panels of 8 rows that lie `width` places apart. */
function overlappingWindows(panels: number, width: number): Scenario {
  const kernel: Kernel = {
    name: 'windows',
    axes: axesOf({ panel: panels, window: 10, place: 3, row: 8 }),
    loads: [{ name: 'x', access: access(0, [240, 24, 8, 1]) }],
    stores: [{ access: access(1, [width * 8, 8, 8, 1]), value: variable('x'), accumulate: true }],
  }
  return { name: 'windows', operands: [], kernels: [kernel] }
}

describe('shares', () => {
  it('are panels of a batch in the layers, and rows of a weight in its gradient', () => {
    expect(sharesOf(forward(4, 64, 64), 2)).toBe('bo: 2 2')
    expect(sharesOf(backward(16, 64, 10), 2)).toBe('bo: 8 8')
    expect(sharesOf(weightGradient(4, 12, 64), 2)).toBe('o: 32 32')
  })

  it('are as even as whole steps allow, and some threads may go without', () => {
    expect(sharesOf(forward(5, 64, 64), 2)).toBe('bo: 3 2')
    expect(sharesOf(forward(5, 1, 3), 4)).toBe('bo: 2 2 1')
    expect(sharesOf(weightGradient(4, 12, 37), 3)).toBe('o: 13 13 11')
  })

  it('are of another axis where there is little of the outermost one', () => {
    expect(sharesOf(forward(1, 64, 64), 2)).toBe('o: 32 32')
    expect(sharesOf(backward(1, 64, 10), 2)).toBe('i: 32 32')
  })

  it('consist of whole cache lines where results lie side by side: two threads never write to one', () => {
    expect(sharesOf(biasGradient(2, 40), 2)).toBe('o: 32 8')
    expect(sharesOf(update(37), 2)).toContain('32 5')
    expect(sharesOf(biasGradient(2, 10), 2)).toBe('one thread')
    expect(sharesOf(forward(1, 64, 1), 2)).toBe('one thread')
  })

  it('of sums into memory never meet: columns, panels, or all of it', () => {
    expect(sharesOf(scatter(6, 40), 2)).toBe('f: 32 8')
    expect(sharesOf(scatter(6, 3), 2)).toBe('one thread')
    expect(sharesOf(overlappingWindows(4, 12), 2)).toBe('panel: 2 2')
    expect(sharesOf(overlappingWindows(4, 11), 2)).toBe('one thread')
    expect(sharesOf(overlap(64, 3, [1, 1]), 2)).toBe('one thread')
  })

  it('keep the vectors of the whole, so that a number is computed by the same instructions', () => {
    for (const threads of [2, 3, 5])
      for (const scenario of [forward(5, 9, 10), weightGradient(3, 37, 11), update(43)]) {
        const { whole, share } = jobOf(scenario.kernels[0] as Kernel, threads)
        for (const { kernel, vectorAxis } of share ? partsOf(whole, share) : []) {
          expect(vectorAxis).toBe(whole.vectorAxis === undefined ? undefined : whole.vectorAxis + 1)
          const extent = kernel.axes[vectorAxis ?? 0]?.extent ?? 0
          const all = whole.kernel.axes[whole.vectorAxis ?? 0]?.extent ?? 0
          expect(extent % 4 === 0 || extent % 4 === all % 4).toBe(true)
        }
      }
  })
})

describe('phases', () => {
  const phasesOf = ({ buffers, kernels, entries }: Program, entry: string, threads: number) =>
    planPhases(
      (entries[entry] ?? []).map((kernel) => jobOf(kernels[kernel] as Kernel, threads)),
      buffers,
    )

  it('of a training step are two: the rows of a batch, then the weights', () => {
    const program = trainingProgram([10, 64, 32, 10], 32)
    const phases = phasesOf(program, 'train', 2)
    expect(phases).toHaveLength(2)
    const order = program.entries.train ?? []
    const namesIn = (phase: readonly number[] = []) =>
      phase.map((position) => program.kernels[order[position] ?? 0]?.name)
    expect(namesIn(phases[0]).filter((name) => name === 'contract ay,zy->az')).toHaveLength(3)
    expect(namesIn(phases[1]).filter((name) => name === 'contract az,ay->zy')).toHaveLength(3)
  })

  it('hold every kernel once, none before one that it needs', () => {
    const program = trainingProgram([7, 13, 3], 40)
    for (const threads of [2, 3]) {
      const order = phasesOf(program, 'train', threads).flat()
      expect(order.toSorted((a, b) => a - b)).toEqual([...Array(program.entries.train?.length).keys()])
    }
  })

  it('end where a kernel needs what other threads wrote, and not where it needs its own alone', () => {
    const operands = ['x', 'y', 'z'].map((name) => ({ name, data: eighths(64) }))
    const twice: Kernel = {
      name: 'twice',
      axes: axesOf({ i: 64 }),
      loads: [{ name: 'x', access: access(0, [1]) }],
      stores: [{ access: access(1, [1]), value: variable('x').mul(2) }],
    }
    const next: Kernel = {
      ...twice,
      loads: [{ name: 'x', access: access(1, [1]) }],
      stores: [{ access: access(2, [1]), value: variable('x').add(1) }],
    }
    const sums: Kernel = {
      name: 'sums',
      axes: axesOf({ i: 64, j: 64 }),
      loads: [{ name: 'x', access: access(1, [0, 1]) }],
      fold: { combine: 'sum', axes: 1, body: variable('x') },
      stores: [{ access: access(2, [1, 0]), value: variable(FOLDED) }],
    }
    const phasesOfKernels = (kernels: Kernel[]) => {
      const { buffers } = programOf({ name: 'phases', operands, kernels })
      return planPhases(
        kernels.map((kernel) => jobOf(kernel, 2)),
        buffers,
      )
    }
    expect(phasesOfKernels([twice, next])).toEqual([[0, 1]])
    expect(phasesOfKernels([twice, sums])).toEqual([[0], [1]])
    expect(phasesOfKernels([sums, twice])).toEqual([[0], [1]])
    expect(phasesOfKernels([twice, next, sums])).toEqual([[0, 1], [2]])
  })
})

describe('work', () => {
  it('is two operations for each multiply-add, and those of what is stored: a relu', () => {
    const [kernel] = forward(4, 10, 64).kernels as [Kernel]
    expect(workOf(kernel)).toBe(2 * 32 * 10 * 64 + 32 * 64)
  })
})
