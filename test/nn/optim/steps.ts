/** Five steps of an optimiser, with gradients that any other program can be given, too. */

import { expect } from 'vitest'
import { compile } from '../../../src/compile/compile.ts'
import { deviceNamed } from '../../../src/devices/index.ts'
import { input } from '../../../src/graph/index.ts'
import { type Optimizer, Parameter } from '../../../src/nn/index.ts'

const gradientOf = (t: number) => [Math.sin(t + 1), 1e-3 * Math.cos(t), -1e-7 * (t + 1), 5]

/** Four numbers that start at ½, after five steps. */
export function trained(optimizer: Optimizer): Float32Array {
  const parameter = new Parameter([4], new Float32Array(4).fill(0.5))
  const updates = optimizer.updates([parameter], [input('gradient', [4])])
  const compiled = compile({ train: { outputs: {}, updates } }, deviceNamed('wasm'))
  for (let t = 0; t < 5; t++) {
    compiled.write('gradient', gradientOf(t))
    for (const [name, value] of Object.entries(optimizer.step())) compiled.write(name, [value])
    compiled.run('train')
  }
  compiled.readStates()
  return parameter.data()
}

/** Five float32 steps on numbers of at most 8: each rounds by at most 2⁻²², and what it sums up rounds as much. */
export function near(got: ArrayLike<number>, want: readonly number[]): void {
  want.forEach((value, i) => void expect(Math.abs((got[i] as number) - value)).toBeLessThan(2e-6))
}
