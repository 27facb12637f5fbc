import { describe, expect, test } from 'vitest'
import { constant, type Expr, gate, select, sigmoid, toTex, toText, X } from '../../src/expr/index.ts'

describe('print', () => {
  test('writes formulas as people do, with no more parentheses than needed', () => {
    expect(toText(gate(X, sigmoid(X)))).toBe('x·σ(x)')
    expect(toText(X.sub(X.sub(1)))).toBe('x − (x − 1)')
    expect(toText(X.add(1).mul(X).div(X.mul(2)))).toBe('(x + 1)·x/(x·2)')
    expect(toText(select(X.gt(0), X, X.mul(-0.01)))).toBe('(0 < x ? x : x·−0.01)')
    expect(toText(constant(1e-20))).toBe('1e-20')
    expect(toText(X.max(Number.NEGATIVE_INFINITY))).toBe('max(x, −∞)')
  })

  test('writes TeX', () => {
    expect(toTex(constant(1).div(X.abs().add(1)))).toBe('\\frac{1}{\\left|x\\right| + 1}')
    expect(toTex(sigmoid(X.mul(2).neg()))).toBe('\\sigma(-x \\cdot 2)')
  })

  test('names long parts that occur again, so that a shared graph stays short', () => {
    const part = sigmoid(X.mul(1.702).add(0.044715).mul(X))
    expect(toText(part.mul(part))).toBe('a·a where a = σ((x·1.702 + 0.044715)·x)')
    let shared: Expr = X
    for (let i = 0; i < 60; i++) shared = shared.mul(shared).add(1)
    expect(toText(shared).length).toBeLessThan(2000)
  })
})
