import { describe, expect, test } from 'vitest'
import {
  apply,
  constant,
  exp,
  expm1,
  gate,
  log1p,
  select,
  sigmoid,
  toTex,
  variable,
  X,
} from '../../../src/expr/index.ts'

describe('toTex', () => {
  test('writes what TeX has a form for: fractions, powers, roots, Greek letters', () => {
    expect(toTex(constant(1).div(X.abs().add(1)))).toBe('\\frac{1}{\\left|x\\right| + 1}')
    expect(toTex(sigmoid(X.mul(2).neg()))).toBe('\\sigma(-2 \\, x)')
    expect(toTex(gate(X, sigmoid(X.mul(1.702))))).toBe('x \\, \\sigma(1.702 \\, x)')
    expect(toTex(X.mul(X).add(4).sqrt().add(X).div(2))).toBe('\\frac{\\sqrt{x^{2} + 4} + x}{2}')
    expect(toTex(variable('beta').mul(X))).toBe('\\beta \\, x')
    expect(toTex(X.mul(1e-20))).toBe('1 \\cdot 10^{-20} \\, x')
    expect(toTex(variable('omega0').mul(X.div(6)))).toBe('\\omega_{0} \\, \\frac{x}{6}')
    expect(toTex(X.div(6).mul(X.div(6)))).toBe('\\left(\\frac{x}{6}\\right)^{2}')
    expect(toTex(exp(X.neg()).mul(variable('width')))).toBe('e^{-x} \\, \\mathrm{width}')
  })

  test('writes no plus before a minus', () => {
    expect(toTex(log1p(X.neg()))).toBe('\\ln(1 - x)')
    expect(toTex(apply('mulAdd', X, X, -0.5))).toBe('x \\, x - 0.5')
    expect(toTex(expm1(X).neg())).toBe('1 - e^{x}')
  })

  test('makes parentheses as tall as what they hold', () => {
    expect(toTex(log1p(X.div(3)))).toBe('\\ln\\left(1 + \\frac{x}{3}\\right)')
    expect(toTex(exp(X.div(3)))).toBe('\\exp\\left(\\frac{x}{3}\\right)')
  })

  test('writes a choice of choices as one brace', () => {
    const clipped = select(X.lt(0), 0, select(X.gt(1), 1, X))
    expect(toTex(clipped)).toBe(
      '\\begin{cases} 0 & x < 0 \\\\ 1 & x > 1 \\\\ x & \\text{otherwise} \\end{cases}',
    )
  })

  test('rounds numbers to seven digits, unless told', () => {
    expect(toTex(X.mul(Math.PI))).toBe('3.141593 \\, x')
    expect(toTex(X.mul(Math.PI), { digits: 3 })).toBe('3.14 \\, x')
  })
})
