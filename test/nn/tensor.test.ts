/** Tensors at the edge of the library: lists in and out, consoles, and several at once. */

import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Parameter, randn, Tensor, tensor, zeros } from '../../src/nn/index.ts'

const x = tensor([
  [1, -2],
  [0.1, 1e-40],
])

describe('a tensor', () => {
  it('goes through JSON to the last bit', () => {
    expect(tensor(JSON.parse(JSON.stringify(x))).data()).toEqual(x.data())
    expect(JSON.stringify({ x: tensor(3) })).toBe('{"x":3}')
  })

  it('shows its numbers on a console, and a parameter its own', () => {
    expect(inspect(tensor([1, 2]))).toBe('tensor([1.0000, 2.0000], shape [2])')
    const parameter = new Parameter([1], Float32Array.of(3))
    parameter.set([4])
    expect(inspect(parameter)).toBe('tensor([4.0000], shape [1])')
  })

  it('is computed with others in one run, and once', () => {
    const root = x.map((v) => v.abs().sqrt())
    const [a, b] = [root.sum(), root.mul(2)]
    Tensor.compute([a, b, x])
    const [first, second] = [a.data(), b.data()]
    expect(first[0]).toBeCloseTo(1 + Math.sqrt(2) + Math.sqrt(0.1), 6)
    expect([...second]).toEqual([...root.data()].map((v) => 2 * v))
    Tensor.compute([a, b])
    expect(a.data()).toBe(first)
  })

  it('is no list of words, gaps or unequal lists', () => {
    const made = (values: unknown) => () => tensor(values as number[])
    expect(made([1, 'a'])).toThrow(
      'tensor[1]: not a number — expected a number, got "a"\n  hint: Number what is named',
    )
    expect(made([[1], [undefined]])).toThrow('tensor[1, 0]: not a number — expected a number, got nothing')
    expect(made([[1, 2], [3]])).toThrow(
      'tensor[1, 0]: the nested lists are not of one shape — expected a list of 2, got a list of 1',
    )
    expect(made([[1, 2], 3])).toThrow('expected a list of 2, got 3')
    expect(made([true])).toThrow('expected a number, got true')
  })

  it('says where its greatest elements are, the first of equals, along any axis', () => {
    const y = tensor([
      [
        [1, 9],
        [7, 2],
      ],
      [
        [3, 3],
        [5, 3],
      ],
    ])
    expect(y.argmax({ dim: 0 }).toList()).toEqual([
      [1, 0],
      [0, 1],
    ])
    expect(y.argmax({ dim: 1 }).toList()).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(y.argmax({ dim: -1 }).toList()).toEqual([
      [1, 0],
      [0, 0],
    ])
  })

  it('names what was called where shapes do not fit', () => {
    const [wide, long] = [tensor([[1, 2, 3]]), tensor([1, 2])]
    expect(() => wide.add(long)).toThrow('add: shapes do not broadcast')
    expect(() => wide.matmul(wide)).toThrow(
      'matmul: the shapes do not fit — expected [rows, inner] × [inner, columns], got [1, 3] × [1, 3]',
    )
    expect(() => wide.matmul(long)).toThrow('got [1, 3] × [2]')
    expect(() => zeros([-1, 2])).toThrow(
      'zeros: invalid shape — expected whole numbers of at least 0, got [-1, 2]',
    )
    expect(() => randn([1.5])).toThrow('randn: invalid shape')
  })

  it('is multiplied, turned over, added up and averaged as by hand', () => {
    const [a, b] = [
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      tensor([
        [1, 0],
        [0, 2],
        [-1, 1],
      ]),
    ]
    expect(a.matmul(b).toList()).toEqual([
      [-2, 7],
      [-2, 16],
    ])
    expect(a.transpose().toList()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ])
    expect(a.sum().item()).toBe(21)
    expect(a.sum({ dim: 0 }).toList()).toEqual([5, 7, 9])
    expect(a.mean({ dim: -1, keepdim: true }).toList()).toEqual([[2], [5]])
    expect(a.max({ dim: 1 }).toList()).toEqual([3, 6])
    expect(a.max({ dim: 0, keepdim: true }).toList()).toEqual([[4, 5, 6]])
    expect(a.neg().abs().sub(1).div(2).mul(b.transpose()).toList()).toEqual([
      [0, 0, -1],
      [0, 4, 2.5],
    ])
    expect(a.exp().log().toList()).toEqual([
      [1, 2, 3].map((v) => expect.closeTo(v, 6)),
      [4, 5, 6].map((v) => expect.closeTo(v, 6)),
    ])
    expect(a.sqrt().data()[3]).toBe(2)
  })
})
