/** Which loops are merged, vectorised and tiled. The tiles of matrix products are those that were measured. */

import { describe, expect, it } from 'vitest'
import { variable } from '../../../src/expr/index.ts'
import type { Kernel } from '../../../src/kernel/kernel.ts'
import type { Features } from '../../../src/targets/wasm/code/features.ts'
import { collapse, countOutputs } from '../../../src/targets/wasm/collapse.ts'
import { wholeOf } from '../../../src/targets/wasm/kernel.ts'
import { type Plan, planKernel } from '../../../src/targets/wasm/plan.ts'
import { balance } from '../../../src/targets/wasm/tile.ts'
import { chooseVectorAxis } from '../../../src/targets/wasm/vectorize.ts'
import { kernelGradient } from '../../devices/convolutions.ts'
import { access, axesOf, type Scenario } from '../../devices/scenario.ts'
import {
  backward,
  biasGradient,
  forward,
  gather,
  overlap,
  panelsToRows,
  plainForward,
  scatter,
  weightGradient,
} from '../../devices/scenarios.ts'

const RELAXED = { simd: true, relaxed: true }
const PLAIN = { simd: true, relaxed: false }
const SCALAR = { simd: false, relaxed: false }

function planOf(kernel: Kernel, features: Features): Plan {
  const whole = wholeOf(kernel, features)
  return planKernel(whole.kernel, whole.vectorAxis, features)
}

const kernelOf = ({ kernels }: Scenario): Kernel => collapse(kernels[0] as Kernel)

/** For each axis, its parts: count × width. */
function partsOf(scenario: Scenario, features = RELAXED): Record<string, string> {
  const kernel = kernelOf(scenario)
  const { segments } = planOf(kernel, features)
  return Object.fromEntries(
    segments.map((parts, axis) => [
      kernel.axes[axis]?.name,
      parts.map(({ count, width }) => `${count}×${width}`).join(' '),
    ]),
  )
}

const vectorAxisOf = (scenario: Scenario): string | undefined => {
  const kernel = kernelOf(scenario)
  const axis = chooseVectorAxis(kernel)
  return axis === undefined ? undefined : kernel.axes[axis]?.name
}

describe('tiles', () => {
  it('are balanced, whole and of at most two widths', () => {
    expect(balance(10, 6)).toEqual([{ count: 2, width: 5 }])
    for (let extent = 1; extent <= 70; extent++)
      for (let most = 1; most <= 6; most++) {
        const parts = balance(extent, most)
        expect(parts.length).toBeLessThanOrEqual(2)
        expect(parts.reduce((sum, { count, width }) => sum + count * width, 0)).toBe(extent)
        expect(parts.every(({ count, width }) => count > 0 && width > 0 && width <= most)).toBe(true)
      }
  })

  it('of products of wide layers are six rows by two vectors, and five without fused multiply-add', () => {
    expect(partsOf(forward(4, 64, 64))).toEqual({ bo: '4×1', o: '9×6 2×5', bi: '1×8', i: '64×1' })
    expect(partsOf(backward(4, 64, 64))).toEqual({ bo: '4×1', i: '9×6 2×5', bi: '1×8', o: '64×1' })
    expect(partsOf(weightGradient(4, 64, 64))).toEqual({ o: '9×6 2×5', i: '8×8', bo: '4×1', bi: '8×1' })
    expect(partsOf(forward(4, 64, 64), PLAIN)).toMatchObject({ o: '12×5 1×4', bi: '1×8' })
  })

  it('of layers with few outputs take in several panels, so that no multiply-add waits for the last one', () => {
    expect(partsOf(forward(4, 64, 1))).toEqual({ bo: '1×4', bi: '1×8', i: '64×1' })
    expect(partsOf(forward(4, 64, 2))).toEqual({ bo: '2×2', o: '1×2', bi: '1×8', i: '64×1' })
  })

  it('of the gradient of a kernel take in its places, which read the same windows one step later', () => {
    expect(partsOf(kernelGradient(4, 16, 30, 11))).toMatchObject({ o: '10×3', c: '16×1', k: '1×3' })
  })

  it('are for each thread as many vectors of a fold as for one alone, for they have sums of their own', () => {
    for (let outputs = 2; outputs <= 12; outputs++) {
      expect(partsOf(biasGradient(4, outputs)).bi).toBe('1×8')
      expect(partsOf(kernelGradient(2, 3, outputs, 5))).toMatchObject({ i·bi: '10×4' })
    }
  })

  it('of the sum of everything are four vectors, whose additions need not wait for each other', () => {
    const sum = kernelOf(biasGradient(8, 1))
    expect(countOutputs(sum)).toBe(0)
    expect(planKernel(sum, 0, RELAXED).segments).toEqual([[{ count: 4, width: 16, lanes: 4 }]])
  })

  it('leave room for what they read: never more accumulators than registers', () => {
    for (const features of [RELAXED, PLAIN, SCALAR])
      for (let outputs = 1; outputs <= 20; outputs++)
        for (const scenario of [forward(5, 9, outputs), plainForward(7, 16, outputs)]) {
          const { segments } = planOf(kernelOf(scenario), features)
          const widest = segments.map((parts) => Math.max(...parts.map(({ width, lanes }) => width / lanes)))
          expect(widest.reduce((a, b) => a * b)).toBeLessThan(15)
        }
  })

  it('of maps are four vectors, fewer in short ones; then those left over, then single numbers', () => {
    const map = (element: number): Kernel => ({
      name: 'copy',
      axes: axesOf({ element }),
      loads: [{ name: 'x', access: access(0, [1]) }],
      stores: [{ access: access(1, [1]), value: variable('x') }],
    })
    expect(planOf(map(91), RELAXED).segments).toEqual([
      [
        { count: 5, width: 16, lanes: 4 },
        { count: 1, width: 8, lanes: 4 },
        { count: 3, width: 1, lanes: 1 },
      ],
    ])
    expect(planOf(map(43), RELAXED).segments[0]?.[0]).toEqual({ count: 5, width: 8, lanes: 4 })
    expect(planOf(map(91), SCALAR).segments).toEqual([[{ count: 91, width: 1, lanes: 1 }]])
  })
})

describe('copies between layouts', () => {
  it('read vectors along one axis and write them along the other, four by four', () => {
    const kernel = kernelOf(panelsToRows(4, 67))
    const { vectorAxis, turned, segments } = planOf(kernel, RELAXED)
    expect([vectorAxis, turned].map((axis) => kernel.axes[axis as number]?.name)).toEqual(['bi', 'f'])
    expect(segments[turned as number]).toEqual([
      { count: 16, width: 4, lanes: 1 },
      { count: 3, width: 1, lanes: 1 },
    ])
  })

  it('of three columns or fewer go number by number', () => {
    expect(planOf(kernelOf(panelsToRows(4, 3)), RELAXED).turned).toBeUndefined()
  })
})

describe('the vector axis', () => {
  it.each([
    ['bi', forward(4, 64, 10)],
    ['bi', backward(4, 64, 10)],
    ['i', weightGradient(4, 64, 10)],
    ['i', plainForward(20, 64, 10)],
    ['bi', biasGradient(4, 10)],
    ['i·bi', kernelGradient(4, 16, 32, 11)],
    ['f', scatter(6, 10)],
    [undefined, scatter(6, 3)],
    [undefined, overlap(8, 5, [1, 1])],
    [undefined, overlap(4, 5, [2, 4])],
  ] as const)('is %s of %o', (axis, scenario) => {
    expect(vectorAxisOf(scenario)).toBe(axis)
  })

  it('of a copy between layouts is one of the two that are contiguous', () => {
    expect(['f', 'bi']).toContain(vectorAxisOf(panelsToRows(4, 64)))
  })

  it('of a gather runs along the rows of the table, so that each row number is read once', () => {
    expect(vectorAxisOf(gather(4, 64, 'i32'))).toBe('f')
  })
})

describe('collapsed kernels', () => {
  it('have no axis of extent 1, in the fold neither', () => {
    const { axes, fold } = kernelOf(weightGradient(1, 10, 1))
    expect(axes.map(({ name }) => name)).toEqual(['i', 'bi'])
    expect(fold?.axes).toBe(1)
  })

  it('run over panels as one flat loop when all operands lie alike', () => {
    const strides = [160, 8, 1]
    const flat = collapse({
      name: 'copy',
      axes: axesOf({ bo: 4, f: 20, bi: 8 }),
      loads: [{ name: 'x', access: access(0, strides) }],
      stores: [{ access: access(1, strides), value: variable('x') }],
    })
    expect(flat.axes).toEqual([{ name: 'bo·f·bi', extent: 640 }])
    expect(flat.loads[0]?.access.strides).toEqual([1])
  })

  it('keep axes apart that a broadcast or a lookup tells apart', () => {
    const { axes } = kernelOf(gather(4, 20, 'i32'))
    expect(axes.map(({ name }) => name)).toEqual(['bo', 'f', 'bi'])
  })
})
