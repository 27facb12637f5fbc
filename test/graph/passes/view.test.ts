/** What is looked at in place is neither computed nor copied, and read where it lies. */

import { describe, expect, it } from 'vitest'
import { compile } from '../../../src/compile/compile.ts'
import { jsDevice } from '../../../src/devices/js.ts'
import {
  argument,
  buildProgram,
  contract,
  elementwise,
  input,
  merge,
  NO_PADDING,
  type Node,
  pad,
  slice,
  split,
  windows,
} from '../../../src/graph/index.ts'

const [p, q] = [argument(0), argument(1)]
const square = (x: Node) => elementwise(p.mul(p), [x])
const kernelsOf = (node: Node) =>
  buildProgram({ main: { outputs: { node } } }).program.kernels.map(({ name }) => name)

describe('a view', () => {
  const image = (batch: number) => input('image', [batch, 36], { batched: true })

  it.each([16, 12])('of %i rows takes no kernel, and no memory of its own', (batch) => {
    const taken = windows(windows(split(split(image(batch), 6), 1), 1, 3), 3, 2)
    const sum = contract('bikjlc->bij', taken)
    expect(kernelsOf(sum)).toEqual(['contract bikjlc->bij'])
    expect(kernelsOf(square(merge(split(image(batch), 4))))).toEqual(['elementwise'])
  })

  it('is copied where the host reads it, and where its axes no longer follow each other', () => {
    expect(kernelsOf(slice(image(16), 3, 5))).toEqual(['relayout'])
    expect(kernelsOf(square(merge(windows(image(16), 1, 3))))).toEqual(['relayout', 'elementwise'])
  })

  it('of copies looks at one copy of what lies behind it', () => {
    const rows = input('rows', [16, 4], { batched: true })
    const weight = input('weight', [2, 3])
    /** The gradient of a weight alone wants the rows out of their panels. */
    expect(kernelsOf(contract('bo,bi->oi', square(rows), slice(square(rows), 1, 3)))).toContain('relayout')
    expect(kernelsOf(contract('bi,oi->bo', slice(rows, 1, 3), weight))).toEqual(['contract bi,oi->bo'])
  })

  it('of one row is told from its table, though both start at one place', () => {
    const table = input('table', [3, 3])
    const sum = elementwise(p.sub(q), [table, slice(table, 0, 1, { axis: 0 })])
    const compiled = compile({ main: { outputs: { sum } } }, jsDevice)
    compiled.write('table', [1, 2, 3, 4, 5, 6, 7, 8, 9])
    compiled.run('main')
    expect([...compiled.read('main', 'sum')]).toEqual([0, 0, 0, 3, 3, 3, 6, 6, 6])
  })

  it('of what the same kernel computes waits for that kernel', () => {
    const x = input('x', [16, 4], { batched: true })
    const doubled = elementwise(p.add(p), [x])
    const crossed = elementwise(p.mul(q), [slice(doubled, 0, 2), slice(doubled, 2, 2)])
    expect(kernelsOf(crossed)).toEqual(['elementwise', 'elementwise'])
  })
})

describe('padding', () => {
  it('is written before the first run and stays, however often a program runs', () => {
    const x = input('x', [8, 2], { batched: true })
    const padded = pad(x, [NO_PADDING, { low: 1, high: 2, interior: 1 }], -1)
    const compiled = compile({ main: { outputs: { padded, far: square(padded) } } }, jsDevice)
    for (const value of [5, 7]) {
      compiled.write('x', new Float64Array(16).fill(value))
      compiled.run('main')
      expect([...compiled.read('main', 'padded').subarray(0, 6)]).toEqual([-1, value, -1, value, -1, -1])
    }
  })
})
