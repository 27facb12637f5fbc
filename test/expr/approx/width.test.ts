import { expect, test } from 'vitest'
import { apply, derive, evaluate, isWide, select, simplify, X } from '../../../src/expr/index.ts'

const wide = apply('widen', X)

test('what reads a widened number is wide, masks too, until it is narrowed', () => {
  expect([X, wide, wide.mul(2), wide.lt(0), select(wide.lt(0), 1, wide)].map(isWide)).toEqual([
    false,
    true,
    true,
    true,
    true,
  ])
  expect(isWide(apply('narrow', wide.mul(2)))).toBe(false)
})

test('by definition, where all is float64, both are the identity', () => {
  const third = apply('narrow', wide.div(3))
  expect(evaluate(third, { x: 1 })).toBe(1 / 3)
  expect(evaluate(derive(third, X), { x: 1 })).toBe(1 / 3)
})

test('narrowing what was only widened does nothing; widening what was rounded does', () => {
  expect(simplify(apply('narrow', wide))).toBe(X)
  const rounded = apply('widen', apply('narrow', wide.div(3)))
  expect(simplify(rounded)).toBe(rounded)
})
