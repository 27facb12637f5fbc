/** Rows of numbers, and what is none. */

import { describe, expect, it } from 'vitest'
import { dataset, type NestedNumbers, tensor } from '../../src/nn/index.ts'

describe('a data set', () => {
  it('is made of lists, typed arrays and tensors', () => {
    const { rows, inputs, target, widths } = dataset(
      {
        x: [
          [1, 2],
          [3, 4],
        ],
        t: tensor([
          [[1], [2]],
          [[3], [4]],
        ]),
        z: Float32Array.of(5, 6),
      },
      [0, 1],
    )
    expect(rows).toBe(2)
    expect(widths).toEqual({ inputs: { x: 2, t: 2, z: 1 }, target: 1 })
    expect([...inputs.x.data, ...inputs.t.data, ...inputs.z.data]).toEqual([1, 2, 3, 4, 1, 2, 3, 4, 5, 6])
    expect([...target.data]).toEqual([0, 1])
  })

  const mistakes: readonly (readonly [string, unknown, unknown, string])[] = [
    ['rows that differ in number', [[1], [2]], [1], 'input x: input and target differ in rows — got 2 and 1'],
    [
      'NaN',
      [
        [1, 2],
        [3, Number.NaN],
      ],
      [0, 1],
      'input x: row 1, column 1 is NaN — expected numbers, rows and columns counted from 0\n  hint: Fill gaps first',
    ],
    ['NaN in the target', [[1], [2]], [0, Number.NaN], 'target: row 1, column 0 is NaN'],
    ['words', [[1], [2]], ['Adelie', 'Gentoo'], 'target[0]: not a number — expected a number, got "Adelie"'],
    [
      'gaps',
      [
        [1, 2],
        [3, null],
      ],
      [0, 1],
      'input x[1, 1]: not a number — expected a number, got null',
    ],
    [
      'ragged rows',
      [[1, 2], [3]],
      [0, 1],
      'input x[1, 0]: the nested lists are not of one shape — expected a list of 2, got a list of 1',
    ],
    [
      'no rows',
      [],
      [],
      'target: there are no rows — expected a tensor or a list with at least one row, got an empty list',
    ],
    [
      'nothing',
      [[1]],
      undefined,
      'target: there are no rows — expected a tensor or a list with at least one row, got undefined',
    ],
  ]
  it.each(mistakes)('refuses %s, and says where', (_, x, target, message) => {
    expect(() => dataset({ x: x as NestedNumbers[] }, target as NestedNumbers[])).toThrow(message)
  })
})
