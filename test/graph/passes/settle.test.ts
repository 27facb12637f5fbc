/** In which arithmetic the parts of an activation are computed where they are computed together. */

import { describe, expect, it } from 'vitest'
import { type Activation, findElementwise } from '../../../src/activations/index.ts'
import { descend, expandForFloat32 } from '../../../src/expr/index.ts'
import { buildProgram, gradients, input, type Node } from '../../../src/graph/index.ts'
import { moduleOf, Tensor } from '../../../src/nn/index.ts'

/** Of a step that needs the activation and all its slopes: powers of two, of which an exponential has one. */
function powersIn(activation: Activation): number {
  const x = input('x', [8, 8])
  const module = moduleOf(activation)
  const y = module.forward(new Tensor(x))
  const wanted = [x, ...Object.values(module.learned).map(({ node }) => node)]
  const slopes = gradients(y.mul(y).sum().node, wanted) as Node[]
  const outputs = Object.fromEntries(slopes.map((slope, i) => [`${i}`, slope]))
  const { program } = buildProgram({ main: { outputs } })
  const values = program.kernels.flatMap(({ stores, fold }) => [
    ...stores.map(({ value }) => value),
    ...(fold ? [fold.body] : []),
  ])
  return descend(values.map(expandForFloat32)).filter(({ operation }) => operation === 'pow2').length
}

describe('a training step', () => {
  it.each(['swishBeta', 'dyt', 'xsilu', 'silu'])('of %s has one exponential for value and slopes', (name) => {
    expect(powersIn(findElementwise(name))).toBe(1)
  })
})
