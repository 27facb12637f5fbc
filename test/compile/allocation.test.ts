/** A compiled training step allocates nothing: neither numbers nor objects, whatever the number of steps. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { apply } from '../../src/expr/expr.ts'
import { argument } from '../../src/graph/index.ts'
import { trainingStep, WIDTHS } from '../graph/step.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Until V8 has compiled the loop, it boxes the numbers that pass through: that is not ours to count. */
const WARM_UP = 50_000
const STEPS = 10_000
/** Bytes: what one typed array's view alone takes. */
const SMALLEST_VIEW = 100

/** One device alone: with a second one in the process, V8 boxes numbers at the calls that see both. */
describe('training steps on wasm', () => {
  const step = trainingStep(apply('tanh', argument(0)))
  const compiled = compile({ step: step.entry }, deviceNamed('wasm'))
  const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(i))
  const { features, outputs } = WIDTHS
  compiled.bind('x', compiled.table(64, [features], numbers(64 * features)))
  compiled.bind('y', compiled.table(64, [outputs], numbers(64 * outputs)))
  const order = compiled.indices(64)
  order.write(Array.from({ length: 64 }, (_, i) => i))
  compiled.bind('rows', order)
  const scalars = Object.entries(step.optimizer.step())

  function train(steps: number): void {
    for (let i = 0; i < steps; i++) {
      for (const scalar of scalars) compiled.writeScalar(scalar[0], scalar[1])
      compiled.run('step')
      compiled.scalar('step', 'loss')
    }
  }

  train(1)
  const firstLoss = compiled.scalar('step', 'loss')

  it('leave the heap as it was: once warm, not even a view of an array is made per step', () => {
    train(WARM_UP)
    collect()
    const before = process.memoryUsage()
    train(STEPS)
    const during = process.memoryUsage()
    collect()
    const after = process.memoryUsage()
    expect((during.heapUsed - before.heapUsed) / STEPS).toBeLessThan(SMALLEST_VIEW)
    expect(after.heapUsed - before.heapUsed).toBeLessThan(50_000)
    expect(during.arrayBuffers).toBeLessThanOrEqual(before.arrayBuffers)
  })

  it('make the loss smaller', () => {
    expect(compiled.scalar('step', 'loss')).toBeLessThan(firstLoss / 10)
  })
})
