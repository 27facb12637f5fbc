/**
 * Every device computes what the interpreter says, for random kernels. Oracle: `kernel/interpret.ts`. Numbers
 * are exact in float32 (see `scenario.ts`), so results agree to the bit. A failure prints its seed.
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { implementations } from './implementations.ts'
import { randomScenario } from './random-kernel.ts'
import { interpreted, ran, type Scenario } from './scenario.ts'
import { backward, forward, plainForward, weightGradient } from './scenarios.ts'

function expectSameEverywhere(scenario: Scenario): void {
  const expected = interpreted(scenario)
  for (const { name, device } of implementations)
    expect({ name, memory: ran(scenario, device) }).toEqual({ name, memory: expected })
}

describe('random kernels', () => {
  it('come out the same on every device', () => {
    const property = fc.property(fc.gen(), (gen) => expectSameEverywhere(randomScenario(gen)))
    fc.assert(property, { seed: 20260, numRuns: 400 })
  })
})

describe('products of every form a step has, of small and odd sizes', () => {
  it('come out the same on every device', () => {
    const size = fc.integer({ min: 1, max: 17 })
    const form = fc.constantFrom(forward, backward, weightGradient, plainForward)
    const property = fc.property(form, size, size, size, (make, rows, inputs, outputs) => {
      const batch = make === plainForward ? rows : Math.ceil(rows / 8)
      expectSameEverywhere(make(batch, inputs, outputs))
    })
    fc.assert(property, { seed: 20261, numRuns: 200 })
  })
})
