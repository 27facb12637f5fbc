/** Other shapes hold the same numbers in order, rows or none in front, and what lies in rows is not copied. */

import { describe, expect, it } from 'vitest'
import { type Shape, sizeOf } from '../../src/base/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { jsDevice } from '../../src/devices/js.ts'
import { argument, buildProgram, elementwise, input, reshape } from '../../src/graph/index.ts'

describe('reshape', () => {
  it.each<readonly [Shape, Shape]>([
    [
      [16, 12],
      [16, 3, 2, 2],
    ],
    [
      [16, 3, 2, 2],
      [16, 12],
    ],
    [
      [5, 6],
      [6, 5],
    ],
    [
      [2, 3, 5],
      [5, 6],
    ],
    [[6], [1, 6, 1]],
    [[1, 6, 1], [6]],
    [
      [2, 3],
      [2, 3, 1, 1],
    ],
    [
      [2, 3, 1, 1],
      [2, 3],
    ],
    [[], [1, 1]],
    [[1, 1], []],
  ])('keeps the numbers of %j in order as %j', (from, to) => {
    const numbers = Float64Array.from({ length: sizeOf(from) }, (_, i) => i + 1)
    const y = reshape(input('x', from, { batched: true }), to)
    expect(y.shape).toEqual(to)
    const compiled = compile({ main: { outputs: { y } } }, jsDevice)
    compiled.write('x', numbers)
    compiled.run('main')
    expect(compiled.read('main', 'y')).toEqual(numbers)
  })

  it('copies nothing where rows stay rows', () => {
    for (const batch of [16, 5]) {
      const image = reshape(input('x', [batch, 12], { batched: true }), [batch, 3, 4])
      const y = elementwise(argument(0).neg(), [reshape(image, [batch, 2, 6])])
      const { program } = buildProgram({ main: { outputs: { y } } })
      expect(program.kernels.map(({ name }) => name)).toEqual(['elementwise'])
    }
  })

  it('refuses shapes of other sizes', () => {
    expect(() => reshape(input('x', [2, 3]), [4])).toThrow('product is 6, for [2, 3], got [4]')
    expect(() => reshape(input('x', [2, 3]), [12, 0.5])).toThrow('product is 6')
  })
})
