/** Shapes are checked when a graph is built; errors name both shapes. */

import { describe, expect, it } from 'vitest'
import { OgeeError, type Shape } from '../../src/base/index.ts'
import { constant } from '../../src/expr/expr.ts'
import {
  argument,
  concat,
  constantNode,
  contract,
  detach,
  elementwise,
  input,
  lookup,
  maximum,
  type Node,
  scatter,
  slice,
  stateNode,
} from '../../src/graph/index.ts'

const of = (...shape: Shape) => input(`x${shape.join('x')}`, shape)
const [p, q] = [argument(0), argument(1)]
const bound = input('table', [0, 3], { external: true })
const numbers = input('numbers', [4], { type: 'i32' })

/** What is built, and all that its error must say. */
const REFUSED: readonly (readonly [what: string, build: () => Node, says: readonly string[]])[] = [
  [
    'inputs that do not broadcast',
    () => elementwise(p.add(q), [of(2, 3), of(4)]),
    ['[2, 3]', '[4]', '3 ≠ 4'],
  ],
  ['inputs beyond the shape asked for', () => elementwise(p, [of(2, 3)], [3]), ['[2, 3]', '[3]']],
  ['a variable that no input gives', () => elementwise(p.add(q), [of(2)]), ['in1', '[2]']],
  ['labels of two extents', () => contract('bi,oi->bo', of(8, 5), of(3, 4)), ['[8, 5] × [3, 4]', '5 ≠ 4']],
  ['an operand too many', () => contract('ij->i', of(2, 3), of(2)), ['[2, 3]', '[2]']],
  ['an operand too few', () => contract('ij,jk->ik', of(2, 3)), ['[2, 3]']],
  ['axes without labels', () => contract('i,ij->j', of(2, 3), of(2, 3)), ['[2, 3] × [2, 3]']],
  ['a unit label on a longer axis', () => contract('i_->i', of(2, 3)), ['[2, 3]', '1 ≠ 3']],
  ['labels that appear from nowhere', () => contract('i->ij', of(2)), ["'i->ij'"]],
  ['a label twice in one operand', () => contract('ii->i', of(2, 2)), ["'ii->i'"]],
  ['three operands', () => contract('i,i,i->i', of(2), of(2), of(2)), ["'i,i,i->i'"]],
  ['a maximum along no axis', () => maximum(of(2, 3), 2), ['-2 to 1', 'got 2']],
  ['row numbers of two axes', () => lookup(of(2, 3), of(4, 1)), ['[2, 3]', '[4, 1]']],
  ['a table without rows', () => lookup(of(), of(4)), ['[]', '[4]']],
  ['row numbers for other rows', () => scatter(of(4), of(5, 2), 3), ['[4]', '[5, 2]']],
  ['a table of no rows to add to', () => scatter(of(4), of(4), 0), ['[0]']],
  ['parts of other heights', () => concat([of(2, 3), of(4, 3)]), ['[2, 3]', '[4, 3]']],
  ['parts of other ranks', () => concat([of(2, 3), of(3)]), ['[2, 3]', '[3]']],
  ['scalars side by side', () => concat([of(), of()]), ['[] and []']],
  ['nothing side by side', () => concat([]), ['concat']],
  ['columns beyond the last', () => slice(of(2, 3), 2, 2), ['[2, 3]', '2 from 2 on']],
  ['columns of a scalar', () => slice(of(), 0, 1), ['[]']],
  ['half a column', () => slice(of(2, 3), 0.5, 1), ['[2, 3]', '0.5']],
  [
    'numbers that do not fill a shape',
    () => constantNode([1, 2, 3], [2, 2]),
    ['4 numbers', '[2, 2]', 'got 3'],
  ],
  ['a constant without elements', () => constantNode([], [0, 2]), ['[0, 2]']],
  ['an input without elements', () => of(3, 0), ['[3, 0]']],
  ['a fill without elements', () => elementwise(constant(1), [of(1)], [0]), ['[0]']],
  ['half an element', () => of(1.5), ['[1.5]']],
  [
    'a state without elements',
    () => stateNode({ name: 's', shape: [0], data: new Float32Array(0) }),
    ['[0]'],
  ],
  ['arithmetic on a bound table', () => elementwise(p, [bound]), ['input table', '[0, 3]']],
  ['arithmetic on row numbers', () => contract('i,i->', numbers, numbers), ['input numbers', 'i32 [4]']],
  ['a detached table', () => detach(bound), ['input table']],
  ['a table of row numbers', () => lookup(numbers, of(2)), ['input numbers']],
]

describe('building a graph', () => {
  it.each(REFUSED)('refuses %s, and says which shapes', (_, build, says) => {
    const message = messageOf(build)
    for (const words of says) expect(message).toContain(words)
  })

  it('computes the shape of every operation', () => {
    const table = of(6, 3)
    expect(elementwise(p.add(q), [of(4, 1), of(3)]).shape).toEqual([4, 3])
    expect(elementwise(constant(2), [], [2, 2]).shape).toEqual([2, 2])
    expect(contract('bi,oi->bo', of(8, 5), of(3, 5)).shape).toEqual([8, 3])
    expect(contract('ij->_j', table).shape).toEqual([1, 3])
    expect(maximum(table, -1).shape).toEqual([6, 1])
    expect(lookup(bound, numbers).shape).toEqual([4, 3])
    expect(scatter(numbers, of(4, 2), 7).shape).toEqual([7, 2])
    expect(concat([table, of(6, 2)]).shape).toEqual([6, 5])
    expect(slice(table, 1, 2).shape).toEqual([6, 2])
  })

  it('gives back the operand where an operation changes nothing', () => {
    const x = of(2, 3)
    expect(elementwise(p.mul(1), [x])).toBe(x)
    expect(contract('ij->ij', x)).toBe(x)
    expect(slice(x, 0, 3)).toBe(x)
    expect(concat([x])).toBe(x)
  })

  it('leaves out inputs that the simplified expression does not use, but keeps the shape they give', () => {
    const node = elementwise(q, [of(4, 1), of(3)])
    expect(node.inputs).toHaveLength(1)
    expect(node.shape).toEqual([4, 3])
    expect(elementwise(p.mul(q), [of(3), of(3)]).inputs).toHaveLength(2)
    const x = of(3)
    expect(elementwise(p.mul(q), [x, x]).inputs).toEqual([x])
  })

  it('reads what an input only spreads, and keeps the shape it is spread to', () => {
    const column = of(2, 1)
    const spread = elementwise(p, [column], [2, 3])
    const sum = elementwise(p.add(q), [spread, of(2, 1)])
    expect([sum.inputs[0], sum.shape]).toEqual([column, [2, 3]])
  })

  it('makes inputs that hold one number everywhere part of the expression', () => {
    const two = elementwise(constant(2), [], [4, 3])
    const x = of(3)
    const product = elementwise(p.mul(q), [two, x])
    expect(product).toMatchObject({ inputs: [x], shape: [4, 3], attributes: { expr: p.mul(2) } })
    expect(contract('ij->i_', two)).toMatchObject({
      inputs: [],
      shape: [4, 1],
      attributes: { expr: constant(6) },
    })
  })
})

function messageOf(build: () => Node): string {
  try {
    build()
  } catch (error) {
    expect(error).toBeInstanceOf(OgeeError)
    return String(error)
  }
  return expect.unreachable('nothing was refused')
}
