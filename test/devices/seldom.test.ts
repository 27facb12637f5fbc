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

const scenario: Scenario = {
  name: 'slopes',
  operands: [
    { name: 'x', data: eighths(FEATURES * ROWS) },
    { name: 'slope', data: eighths(FEATURES, 1) },
    { name: 'out', data: eighths(FEATURES * ROWS, 2) },
  ],
  kernels: [kernel],
}

describe.each(implementations)('the device $name', ({ device }) => {
  it('reads what two rare choices share whichever of them is made', () => {
    expect(ran(scenario, device)).toEqual(interpreted(scenario))
  })
})
