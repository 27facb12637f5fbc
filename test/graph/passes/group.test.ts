/** Which nodes of a training step share a kernel. */

import { describe, expect, it } from 'vitest'
import { apply } from '../../../src/expr/expr.ts'
import { argument, buildProgram, type GraphProgram } from '../../../src/graph/index.ts'
import type { Kernel } from '../../../src/kernel/kernel.ts'
import { trainingStep } from '../step.ts'

const p = argument(0)
const relu = apply('max', p, 0)
const gelu = p.mul(apply('normalCdf', p))

/** What a kernel reads or writes, by the names of buffers. */
function namesOf({ program }: GraphProgram, accesses: Kernel['loads'] | Kernel['stores']): string[] {
  return accesses.map(({ access }) => program.buffers[access.buffer]?.name as string)
}

const named = ({ program }: GraphProgram, name: RegExp) =>
  program.kernels.filter((each) => name.test(each.name))

describe('the kernels of a training step', () => {
  const rectified = buildProgram({ step: trainingStep(relu).entry })
  const smooth = buildProgram({ step: trainingStep(gelu).entry })

  it('compute a cheap activation, its bias and its mask where the product is made', () => {
    const [first] = named(rectified, /^contract ay,zy->az/)
    expect(namesOf(rectified, first?.loads ?? [])).toContain('state:1:bias')
    expect(first?.stores).toHaveLength(2)
    const elementwise = named(rectified, /^elementwise$/)
    expect(elementwise.every(({ stores }) => stores.length === 3)).toBe(true)
  })

  it('compute a dear activation in a pass of its own, together with its derivative', () => {
    const passes = named(smooth, /^elementwise$/).filter(({ stores }) => stores.length === 2)
    expect(passes).toHaveLength(1)
    expect(passes[0]?.loads).toHaveLength(1)
  })

  it('multiply the gradient of an activation in where the gradient of its output is made', () => {
    for (const built of [rectified, smooth]) {
      const [backwards] = named(built, /^contract az,zy->ay/)
      expect(backwards?.loads).toHaveLength(3)
      expect(backwards?.stores).toHaveLength(1)
    }
  })

  it('update a parameter and both its moments in one kernel, apart from the gradient', () => {
    const updates = rectified.program.kernels.filter((kernel) =>
      namesOf(rectified, kernel.stores).some((name) => name.startsWith('state:')),
    )
    expect(updates.map((kernel) => namesOf(rectified, kernel.stores).map(bare))).toEqual([
      ['weight.first', 'weight.second', 'weight'],
      ['bias.first', 'bias.second', 'bias'],
      ['weight.first', 'weight.second', 'weight'],
      ['bias.first', 'bias.second', 'bias'],
    ])
    expect(updates.every(({ name, fold }) => name === 'elementwise' && !fold)).toBe(true)
  })

  it('fold the loss over its summands as they are computed', () => {
    expect(named(rectified, /^elementwise → contract bo->$/)).toHaveLength(1)
  })

  it('are sixteen with a rectifier: 2 rows, 2 layers, 1 loss, 1 + 4 gradients, 4 updates, 2 copies', () => {
    expect(rectified.program.kernels).toHaveLength(16)
    expect(smooth.program.kernels).toHaveLength(17)
  })
})

function bare(name: string): string {
  return name.replace(/^state:\d+:/, '')
}
