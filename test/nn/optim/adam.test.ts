/** What optimisers do to parameters, compiled. Oracle: the papers' algorithms, step by step in float64. */

import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/compile.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import { input } from '../../../src/graph/index.ts'
import { Adam } from '../../../src/nn/optim/index.ts'
import { Parameter } from '../../../src/nn/parameter.ts'

/** One parameter per gradient, trained with the same gradients for some steps; all states by name. */
function trained(gradients: readonly number[], start: number, steps: number): Map<string, Float32Array> {
  const optimizer = new Adam({ lr: 0.01 })
  const shape = [gradients.length]
  const parameter = new Parameter(shape, new Float32Array(gradients.length).fill(start), 'p')
  const updates = optimizer.updates([parameter], [input('gradient', shape)])
  const compiled = compile({ train: { outputs: {}, updates } }, deviceNamed('wasm'))
  compiled.write('gradient', Float32Array.from(gradients))
  for (let step = 0; step < steps; step++) {
    for (const [name, value] of Object.entries(optimizer.step())) compiled.write(name, [value])
    compiled.run('train')
  }
  compiled.readStates()
  return new Map(updates.map(([state]) => [state.name, state.data]))
}

/** Kingma & Ba 2015, algorithm 1. */
function adam(gradient: number, start: number, steps: number): number {
  let [p, m, v] = [start, 0, 0]
  for (let t = 1; t <= steps; t++) {
    m = 0.9 * m + 0.1 * gradient
    v = 0.999 * v + 0.001 * gradient ** 2
    p -= (0.01 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8)
  }
  return p
}

describe('Adam', () => {
  it('steps as its paper says, whatever the size of the gradient', () => {
    const gradients = [1, -3, 1e-3, -1e-6, 1e-8, 1e-12, 40, 1e4]
    const p = trained(gradients, 0.5, 20).get('p') as Float32Array
    /** Twenty roundings of a number next to 0.5. */
    gradients.forEach((g, i) => {
      expect(Math.abs((p[i] as number) - adam(g, 0.5, 20))).toBeLessThan(20 * 2 ** -24)
    })
  })

  it('leaves a parameter without gradient where it is', () => {
    expect(Array.from(trained([0, 0, 0, 0], 0.25, 5).get('p') as Float32Array)).toEqual(Array(4).fill(0.25))
  })

  it('never remembers subnormal numbers, on which arithmetic is slow', () => {
    const gradients = [0, 1e-17, 1e-19, 1e-20, 1e-23, -1e-30, 1e-36, 1e-38]
    for (const [name, numbers] of trained(gradients, 0, 30))
      if (name !== 'p')
        for (const number of numbers) expect(number === 0 || Math.abs(number) >= 2 ** -126).toBe(true)
  })
})
