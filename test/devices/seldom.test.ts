/**
 * What only rare choices read. Oracle: the definition (`kernel/interpret.ts`); numbers are eighths, exact in float32.
 */

import { describe, expect, it } from 'vitest'
import { seldom, variable } from '../../src/expr/expr.ts'
import type { Kernel } from '../../src/kernel/kernel.ts'
import { implementations } from './implementations.ts'
import { access, axesOf, eighths, interpreted, ran, type Scenario } from './scenario.ts'

const [FEATURES, ROWS] = [9, 16]
const [x, slope] = [variable('x'), variable('slope')]

/** A learned slope for each feature, the same in all rows, that two choices need at different numbers. */
const kernel: Kernel = {
  name: 'slopes',
  axes: axesOf({ feature: FEATURES, row: ROWS }),
  loads: [
    { name: 'x', access: access(0, [ROWS, 1]) },
    { name: 'slope', access: access(1, [1, 0]) },
  ],
  stores: [
    {
      access: access(2, [ROWS, 1]),
      value: seldom(x.lt(-1.9), x.mul(slope), x).add(seldom(x.gt(1), slope, 0)),
    },
  ],
}

/** A choice within a choice, of which both compute the same: inside of both, and behind the inner one. */
const square = x.mul(x)
const nested: Kernel = {
  ...kernel,
  stores: [
    {
      access: access(2, [ROWS, 1]),
      value: seldom(x.gt(1), seldom(slope.gt(1.5), square.add(slope), x).sub(square.mul(0.5)), x),
    },
    {
      access: access(3, [ROWS, 1]),
      value: seldom(x.lt(-1), square.add(1), slope),
    },
  ],
}

const scenarioOf = (kernel: Kernel): Scenario => ({
  name: kernel.name,
  operands: [
    { name: 'x', data: eighths(FEATURES * ROWS) },
    { name: 'slope', data: eighths(FEATURES, 1) },
    ...kernel.stores.map((_, i) => ({ name: `out${i}`, data: eighths(FEATURES * ROWS, 2 + i) })),
  ],
  kernels: [kernel],
})

describe.each(implementations)('the device $name', ({ device }) => {
  it.each([
    ['two rare choices share', kernel],
    ['a rare choice shares with the one that it stands in', nested],
  ])('has what %s, whichever of them is made', (_, each) => {
    expect(ran(scenarioOf(each), device)).toEqual(interpreted(scenarioOf(each)))
  })
})
