import { describe, expect, test } from 'vitest'
import { activation, elu, prelu, sigmoid } from '../../src/activations/index.ts'
import { evaluate, select, variable, X } from '../../src/expr/index.ts'

describe('activation', () => {
  test('a user makes one from a formula; catalogue entries are functions of expressions', () => {
    const mine = activation('mine', (x) => x.mul(sigmoid(x.mul(1.3))))
    expect(mine.name).toBe('mine')
    expect(mine(X)).toBe(mine.expression)
    const s = 1 / (1 + Math.exp(-1.3))
    expect(evaluate(mine.expression, { x: 1 })).toBeCloseTo(s, 15)
    expect(evaluate(mine.derivative, { x: 1 })).toBeCloseTo(s + 1.3 * s * (1 - s), 15)
    expect(mine.expression).toBe(X.mul(sigmoid(X.mul(1.3))))
  })

  test('parameters are numbers, or expressions to be learned', () => {
    const slope = variable('slope')
    expect(prelu(X, { slope })).toBe(select(X.gt(0), X, X.mul(slope)))
    expect(prelu.parameters.slope.learned).toBe(true)
    expect(evaluate(elu(X, { alpha: 2 }), { x: -1 })).toBeCloseTo(2 * Math.expm1(-1), 15)
  })

  test('a variant has other defaults and a name that says so', () => {
    const soft = elu.with({ alpha: 0.5 })
    expect(soft.name).toBe('elu(alpha=0.5)')
    expect(soft.expression).toBe(elu(X, { alpha: 0.5 }))
    expect(prelu.with({ slope: 0.1 }).parameters.slope).toEqual({ default: 0.1, range: [-10, 10] })
  })

  test('refuses parameters that do not exist or make no sense', () => {
    // @ts-expect-error: elu has no slope
    expect(() => elu.with({ slope: 1 })).toThrow('elu: no parameter "slope" — expected alpha')
    expect(() => elu.with({ alpha: Number.NaN })).toThrow(
      'alpha is out of range — expected a number from 0 to 100, got NaN',
    )
  })
})
