/** Equal nodes become one, and nothing else does. */

import { describe, expect, it } from 'vitest'
import { type Expr, constant as number } from '../../../src/expr/expr.ts'
import {
  argument,
  constantNode,
  contract,
  detach,
  elementwise,
  input,
  type Node,
  topological,
} from '../../../src/graph/index.ts'
import { share } from '../../../src/graph/passes/share.ts'

const [p, q] = [argument(0), argument(1)]
const x = () => input('x', [2, 3])
const y = () => input('y', [2, 3])

function shared(...nodes: readonly Node[]): Node[] {
  const outputs = Object.fromEntries(nodes.map((node, i) => [`${i}`, node]))
  return Object.values(share({ outputs }).outputs)
}

describe('share', () => {
  it('makes nodes one that are built twice alike, from their leaves up', () => {
    const build = () => contract('ij->i', elementwise(p.mul(q), [x(), y()]))
    const [first, second] = shared(build(), build())
    expect(first).toBe(second)
    expect(topological([first as Node])).toHaveLength(4)
  })

  it('drops detachments', () => {
    const [node] = shared(elementwise(p.add(q), [detach(x()), x()]))
    expect(topological([node as Node]).map(({ op }) => op)).toEqual(['input', 'elementwise'])
  })

  const unlike: readonly (readonly [string, Node, Node])[] = [
    ['other operands', elementwise(p.sub(q), [x(), y()]), elementwise(p.sub(q), [y(), x()])],
    ['other expressions', elementwise(p.neg(), [x()]), elementwise(p.abs(), [x()])],
    ['other shapes', elementwise(number(0), [], [2]), elementwise(number(0), [], [3])],
    ['other subscripts', contract('ij->i', x()), contract('ij->i_', x())],
    ['other names', x(), y()],
    ['other numbers', constantNode([1], []), constantNode([2], [])],
    ['zeros of other signs', constantNode([0], []), constantNode([-0], [])],
    ['the same numbers in other shapes', constantNode([1, 2], [2]), constantNode([1, 2], [1, 2])],
  ]

  it.each(unlike)('tells nodes apart that have %s', (_, a, b) => {
    const [first, second] = shared(a, b)
    expect(first).not.toBe(second)
  })

  it('compares short constants by value and long ones by identity', () => {
    const long = new Float32Array(100)
    const [a, b] = shared(constantNode([1, 2], [2]), constantNode(Float32Array.of(1, 2), [2]))
    expect(a).toBe(b)
    const [c, d, e] = shared(...[long, long, long.slice()].map((data) => constantNode(data, [100])))
    expect(c).toBe(d)
    expect(c).not.toBe(e)
  })

  it('is not repeated: what is shared stays as it is', () => {
    const square: Expr = p.mul(p)
    const once = share({ outputs: { a: elementwise(square, [x()]), b: elementwise(square, [x()]) } })
    expect(share(once)).toEqual(once)
  })
})
