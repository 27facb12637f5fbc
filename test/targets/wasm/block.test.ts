/** Which products are done in blocks, and that they stay the same. Oracle: the interpreter. */

import { describe, expect, it } from 'vitest'
import type { Kernel } from '../../../src/kernel/kernel.ts'
import { blockLoops } from '../../../src/targets/wasm/block.ts'
import { wholeOf } from '../../../src/targets/wasm/kernel.ts'
import { planKernel } from '../../../src/targets/wasm/plan.ts'
import { partsOf, planShare } from '../../../src/targets/wasm/threads/share.ts'
import { implementations } from '../../devices/implementations.ts'
import { interpreted, ran, type Scenario } from '../../devices/scenario.ts'
import { biasGradient, forward, panelsToRows } from '../../devices/scenarios.ts'

const FEATURES = { simd: true, relaxed: true }
const wholeOfFirst = ({ kernels }: Scenario) => wholeOf(kernels[0] as Kernel, FEATURES)
const axesOf = ({ axes }: Kernel) => Object.fromEntries(axes.map(({ name, extent }) => [name, extent]))

/** A weight of 160 rows of 2 KiB. */
const large = forward(2, 512, 160)

describe('products', () => {
  it('take a large operand in blocks that fit the cache, and for each of them all of the other one', () => {
    const { kernel, vectorAxis, blocks } = blockLoops(wholeOfFirst(large))
    expect(axesOf(kernel)).toEqual({ 'o.blocks': 2, bo: 2, o: 80, bi: 8, i: 512 })
    expect([blocks, vectorAxis]).toEqual([0, 3])
  })

  it('are done so in the share of a thread, too', () => {
    const whole = wholeOfFirst(forward(4, 512, 160))
    const share = planShare(whole, 4, 2)
    const [part] = share ? partsOf(whole, share) : []
    const { kernel, pinned } = blockLoops(part ?? whole)
    expect(axesOf(kernel)).toEqual({ thread: 1, 'o.blocks': 2, bo: 2, o: 80, bi: 8, i: 512 })
    expect(pinned).toBe(true)
  })

  it('keep their tiles within a block', () => {
    const { kernel, vectorAxis, blocks = -1 } = blockLoops(wholeOfFirst(large))
    const { segments } = planKernel(kernel, vectorAxis, FEATURES, blocks)
    expect(segments[blocks]).toEqual([{ count: 2, width: 1, lanes: 1 }])
  })

  it.each([
    ['operands that fit', forward(2, 512, 120)],
    ['an operand that is read once', forward(1, 512, 160)],
    ['an extent without divisors', forward(2, 512, 163)],
    ['a sum', biasGradient(16, 512)],
    ['a copy', panelsToRows(64, 512)],
  ])('leave %s as they are', (_, scenario) => {
    const whole = wholeOfFirst(scenario)
    expect(blockLoops(whole)).toBe(whole)
  })
})

const truth = interpreted(large)

describe.each(implementations)('the device $name', ({ device }) => {
  it('computes a product in blocks to the same numbers', () => {
    expect(ran(large, device)).toEqual(truth)
  })
})
