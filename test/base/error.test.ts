/** Messages of users' mistakes, and the name that was meant. */

import { describe, expect, test } from 'vitest'
import { nearestName, OgeeError } from '../../src/base/index.ts'

const NAMES = ['relu', 'tanh', 'gelu', 'sigmoid', 'cos', 'leakyRelu']

describe('nearestName', () => {
  test.each([
    ['a letter too many', 'geluu', 'gelu'],
    ['a letter missing', 'sigmod', 'sigmoid'],
    ['another letter', 'gelo', 'gelu'],
    ['two letters that have changed places', 'tahn', 'tanh'],
    ['another case', 'LEAKYRELU', 'leakyRelu'],
    ['several mistakes in a long name', 'leekyRlu', 'leakyRelu'],
  ])('finds the name with %s', (_, wanted, meant) => {
    expect(nearestName(wanted, NAMES)).toBe(meant)
  })

  test.each(['foo', 'xy', 'softmax', ''])('makes nothing of %j, which is like none', (wanted) => {
    expect(nearestName(wanted, NAMES)).toBeUndefined()
  })

  test('a swap counts as one mistake, wherever it stands', () => {
    expect(nearestName('abcdef', ['bacdfe'])).toBe('bacdfe')
    expect(nearestName('abc', ['cba'])).toBeUndefined()
  })
})

test('a message says where, what, what was expected and got, and how to mend it', () => {
  const parts = { where: 'here', problem: 'it is wrong', expected: 'this', got: 'that' }
  expect(new OgeeError({ ...parts, excerpt: 'a\nb', hint: 'Do so.' }).message).toBe(
    'here: it is wrong — expected this, got that\n    a\n    b\n  hint: Do so.',
  )
})
