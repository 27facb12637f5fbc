import { expect, test } from 'vitest'
import { costOf, gate, normalCdf, select, sigmoid, X } from '../../src/expr/index.ts'

test('costs are counted after expansion, shared parts once, leaves not at all', () => {
  expect(costOf(X)).toBe(0)
  expect(costOf(X.max(0))).toBe(1)
  expect(costOf(select(X.gt(0), 1, 0))).toBe(2)
  expect(costOf(X.mul(3).add(X.mul(3).neg().abs()))).toBe(3)
})

test('a transcendental costs many additions, and less than twice as much when used twice', () => {
  expect(costOf(sigmoid(X))).toBeGreaterThan(15)
  expect(costOf(gate(X, normalCdf(X)))).toBeGreaterThan(costOf(sigmoid(X)))
  expect(costOf(sigmoid(X).add(sigmoid(X.neg())))).toBeLessThan(1.2 * costOf(sigmoid(X)))
})
