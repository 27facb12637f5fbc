/** Which nodes of a training step share a kernel. */

import { describe, expect, it } from 'vitest'
import { apply, select } from '../../../src/expr/expr.ts'
import {
  argument,
  buildProgram,
  contract,
  elementwise,
  type GraphProgram,
  input,
} from '../../../src/graph/index.ts'
import type { Kernel } from '../../../src/kernel/kernel.ts'
import { trainingStep } from '../step.ts'

const p = argument(0)
const relu = apply('max', p, 0)
const leakyRelu = select(p.gt(0), p, p.mul(0.01))
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

  it.each([
    ['of a limit, whose slope its value tells', rectified, 1],
    ['and its slope', buildProgram({ step: trainingStep(leakyRelu).entry }), 2],
  ])('compute a cheap activation and its bias where the product is made: %s', (_, built, stores) => {
    const [first] = named(built, /^contract ay,zy->az/)
    expect(namesOf(built, first?.loads ?? [])).toContain('state:1:bias')
    expect(first?.stores).toHaveLength(stores)
    const elementwise = named(built, /^elementwise$/)
    expect(elementwise.every((kernel) => kernel.stores.length === 3)).toBe(true)
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

describe('maps over the same elements', () => {
  const sum = argument(0).add(argument(1))
  const [x, y] = [input('x', [6, 5]), input('y', [6, 5])]
  const column = input('column', [6, 1])
  const shifted = elementwise(sum, [x, column])
  const squared = elementwise(p.mul(p), [y])

  it('become one where another reads both', () => {
    const { program } = buildProgram({ main: { outputs: { all: elementwise(sum, [shifted, squared]) } } })
    expect(program.kernels).toHaveLength(1)
  })

  it('stay two where one of them waits for the other', () => {
    const folded = contract('ab->a_', shifted)
    const later = elementwise(argument(0).mul(argument(1)), [y, folded])
    const { program } = buildProgram({ main: { outputs: { all: elementwise(sum, [shifted, later]) } } })
    expect(program.kernels.map(({ name }) => name)).toEqual(['elementwise', 'contract ab->a_', 'elementwise'])
  })
})

function bare(name: string): string {
  return name.replace(/^state:\d+:/, '')
}
