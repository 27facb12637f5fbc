/** Which operands are copied before a product, and that the product stays the same. Oracle: the interpreter. */

import { describe, expect, it } from 'vitest'
import { variable } from '../../../src/expr/index.ts'
import { checkProgram } from '../../../src/kernel/check.ts'
import { FOLDED } from '../../../src/kernel/kernel.ts'
import { packOperands } from '../../../src/targets/wasm/pack.ts'
import { implementations } from '../../devices/implementations.ts'
import {
  access,
  axesOf,
  eighths,
  interpreted,
  programOf,
  ran,
  type Scenario,
} from '../../devices/scenario.ts'
import { backward, forward, weightGradient } from '../../devices/scenarios.ts'

/** Y[i, j] = Σₖ A·B, A in rows of `i` or, transposed, of `k`; B in rows of `k`. */
function product(i: number, k: number, j: number, transposed: boolean): Scenario {
  return {
    name: `${i} × ${k} × ${j}${transposed ? ', transposed' : ''}`,
    operands: [
      { name: 'A', data: eighths(i * k, 1) },
      { name: 'B', data: eighths(k * j, 2) },
      { name: 'Y', data: eighths(i * j, 3) },
    ],
    kernels: [
      {
        name: 'product',
        axes: axesOf({ i, j, k }),
        loads: [
          { name: 'a', access: access(0, transposed ? [1, 0, i] : [k, 0, 1]) },
          { name: 'b', access: access(1, [0, 1, j]) },
        ],
        fold: { combine: 'sum', axes: 1, body: variable('a').mul(variable('b')) },
        stores: [{ access: access(2, [j, 1, 0]), value: variable(FOLDED) }],
      },
    ],
  }
}

const copiesIn = (scenario: Scenario) => {
  const program = packOperands(programOf(scenario), { simd: true, relaxed: true })
  checkProgram(program)
  return program.kernels.filter(({ name }) => name === 'pack').length
}

describe('operands of products', () => {
  it('are copied where a long fold would step from row to row, and each number is read often', () => {
    expect(copiesIn(product(128, 128, 16, false))).toBe(1)
    expect(copiesIn(product(128, 128, 128, true))).toBe(2)
    expect(copiesIn(backward(16, 24, 128))).toBe(1)
    expect(copiesIn(weightGradient(16, 24, 128))).toBe(1)
  })

  it('are copied where a fold jumps from panel to panel', () => {
    expect(copiesIn(weightGradient(16, 128, 128))).toBe(2)
  })

  it('stay where they are when the fold finds neighbours, is short, or few results want them', () => {
    expect(copiesIn(forward(16, 128, 24))).toBe(0)
    expect(copiesIn(product(128, 64, 16, false))).toBe(0)
    expect(copiesIn(product(32, 128, 16, false))).toBe(0)
    expect(copiesIn(weightGradient(4, 64, 64))).toBe(0)
  })

  it('stay in rows where these are no whole panels', () => {
    expect(copiesIn(product(128, 128, 20, false))).toBe(0)
  })

  it('stay where they are without vectors', () => {
    const program = programOf(product(128, 128, 16, false))
    expect(packOperands(program, { simd: false, relaxed: false })).toBe(program)
  })
})

/** Each large enough for copies, and interpreted once for all devices. */
const products = [
  product(128, 128, 8, false),
  product(130, 131, 8, true),
  backward(16, 7, 128),
  weightGradient(16, 8, 130),
  weightGradient(16, 128, 7),
].map((scenario) => [scenario.name, scenario, interpreted(scenario)] as const)

describe.each(implementations)('the device $name', ({ device }) => {
  it.each(products)('computes %s as if there were no copies', (_, scenario, truth) => {
    expect(ran(scenario, device)).toEqual(truth)
  })
})
