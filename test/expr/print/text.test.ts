import { describe, expect, test } from 'vitest'
import {
  apply,
  constant,
  type Expr,
  gate,
  select,
  sigmoid,
  toText,
  variable,
  X,
} from '../../../src/expr/index.ts'

describe('toText', () => {
  test('writes formulas as people do, with no more parentheses than needed', () => {
    expect(toText(gate(X, sigmoid(X)))).toBe('x·σ(x)')
    expect(toText(X.sub(X.sub(1)))).toBe('x − (x − 1)')
    expect(toText(X.add(1).mul(X).div(X.mul(2)))).toBe('(x + 1)·x/(2·x)')
    expect(toText(select(X.gt(0), X, X.mul(0.01)))).toBe('x > 0 ? x : 0.01·x')
    expect(toText(constant(1e-20))).toBe('1e-20')
    expect(toText(X.max(Number.NEGATIVE_INFINITY))).toBe('max(x, −∞)')
    expect(toText(X.mul(X).add(4).sqrt())).toBe('√(x² + 4)')
    expect(toText(X.abs().sub(1).abs().neg())).toBe('−||x| − 1|')
  })

  test('writes a plain product as a function where people would read a gate', () => {
    expect(toText(X.mul(sigmoid(X)))).toBe('mul(x, σ(x))')
    expect(toText(gate(X, X))).toBe('gate(x, x)')
  })

  test('writes numbers exactly, or to the digits that are asked for', () => {
    expect(toText(X.mul(1.0507009873554805))).toBe('1.0507009873554805·x')
    expect(toText(X.mul(1.0507009873554805), { digits: 7 })).toBe('1.050701·x')
  })

  test('with rounded numbers, writes products and sums as such', () => {
    expect(toText(X.mul(sigmoid(X)), { digits: 7 })).toBe('x·σ(x)')
    expect(toText(apply('mulAdd', X.abs(), X, 1), { digits: 7 })).toBe('|x|·x + 1')
    expect(toText(apply('mulAdd', X.abs(), X, -1), { digits: 7 })).toBe('|x|·x − 1')
    expect(toText(X.mul(2 ** 50), { digits: 7 })).toBe('1.1259e15·x')
  })

  test('names long parts that occur again, so that a shared graph stays short', () => {
    const part = sigmoid(X.mul(1.702).add(0.044715).mul(X))
    expect(toText(part.mul(X).mul(part))).toBe('mul(mul(a, x), a) where a = σ((1.702·x + 0.044715)·x)')
    let shared: Expr = X
    for (let i = 0; i < 60; i++) shared = shared.mul(2).add(shared.sub(i).abs())
    expect(toText(shared).length).toBeLessThan(3000)
  })

  test('gives parts names that no variable has', () => {
    const part = sigmoid(variable('a').mul(X).add(0.12345678901234))
    expect(toText(part.add(part.neg()))).toMatch(/^b \+ \(−b\) where b = σ/)
  })
})
