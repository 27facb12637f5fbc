import { describe, expect, test } from 'vitest'
import { activation, elu, prelu, silu, splitFormula } from '../../src/activations/index.ts'
import { evaluate, variable, X } from '../../src/expr/index.ts'

describe('an activation from text', () => {
  test('is the same as one from a function', () => {
    expect(activation('mine', 'x * sigmoid(x)').expression).toBe(silu.expression)
    expect(activation('mine', 'x > 0 ? x : expm1(x)').derivative).toBe(elu.derivative)
    expect(activation('mine', 'x / (1 + exp(-x))').expression).toBe(silu.expression)
    expect(activation('mine', 'x > 0 ? x : exp(x) - 1').expression).toBe(elu.expression)
    expect(activation('mine', 'x * sigmoid(x)').summary).toBe('x * sigmoid(x)')
  })

  test('takes parameters that are given, and declares learned ones', () => {
    const given = activation('mine', 'x > 0 ? x : a * expm1(x)', {
      parameters: { a: { default: 0.5, range: [0, 1] } },
    })
    expect(given.expression).toBe(elu(X, { alpha: 0.5 }))
    expect(given.with({ a: 0.25 }).expression).toBe(elu(X, { alpha: 0.25 }))
    const learned = activation('mine', 'x > 0 ? x : a*x where a = learned(0.25)')
    const a = variable('slope')
    expect(learned.parameters.a).toMatchObject({ default: 0.25, learned: true })
    expect(learned(X, { a })).toBe(prelu(X, { slope: a }))
    expect(learned.expression).toBe(prelu.expression)
  })

  test('reads x as whatever it is applied to', () => {
    expect(evaluate(activation('mine', 'x^2 + 1')(X.mul(3)), { x: 2 })).toBe(37)
  })

  test.each([
    ['sqrt(-1 - x^2)', 'the formula is finite nowhere'],
    ['1/(x - x)', 'the formula is finite nowhere'],
    ['3', 'the formula does not depend on x'],
    ['0*x + 2', 'the formula does not depend on x'],
    ['x^0', 'the formula does not depend on x'],
    ['sqrt(-abs(x)) + (x = 0 ? 1 : 2)', 'the formula does not depend on x'],
    ['sqrt(-(x*(x - 1))^2) + x', 'the formula has a slope nowhere'],
    ['x * sigmoid(', 'the text ends early'],
  ])('refuses %s: %s', (text, problem) => {
    expect(() => activation('mine', text)).toThrow(problem)
  })

  test('may be undefined on a part of the line, or flat for a long way', () => {
    expect(() => activation('mine', 'log(x)')).not.toThrow()
    expect(() => activation('mine', 'max(x - 10000, 0)')).not.toThrow()
    expect(() => activation('mine', 'floor(x)')).not.toThrow()
  })
})

test.each([
  ['mine=x^2', 'mine', 'x^2'],
  [' mine_2 = x = 0 ? 1 : x', 'mine_2', 'x = 0 ? 1 : x'],
  ['größe-1 = x', 'größe-1', 'x'],
  ['x*x', undefined, 'x*x'],
  ['x = 0 ? 1 : x', undefined, 'x = 0 ? 1 : x'],
  ['a == x', undefined, 'a == x'],
  ['a*x where a = 2', undefined, 'a*x where a = 2'],
])('%j is named %s', (text, name, formula) => {
  expect(splitFormula(text)).toEqual({ name, formula })
})
