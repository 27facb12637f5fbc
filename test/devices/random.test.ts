/**
 * Every device computes what the interpreter says, for random kernels. Oracle: `kernel/interpret.ts`. Numbers
 * are exact in float32 (see `scenario.ts`), so results agree to the bit. A failure prints its seed.
 */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { implementations } from './implementations.ts'
import { randomScenario } from './random-kernel.ts'
import { interpreted, ran } from './scenario.ts'

describe('random kernels', () => {
  it('come out the same on every device', () => {
    const property = fc.property(fc.gen(), (gen) => {
      const scenario = randomScenario(gen)
      const expected = interpreted(scenario)
      for (const { name, device } of implementations)
        expect({ name, memory: ran(scenario, device) }).toEqual({ name, memory: expected })
    })
    fc.assert(property, { seed: 20260, numRuns: 400 })
  })
})
