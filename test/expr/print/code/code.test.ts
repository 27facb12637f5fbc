/** What `toCode` prints, held as it stands: each was run in its framework by `npm run check:frameworks`. */

import { describe, expect, test } from 'vitest'
import {
  CODE_TARGETS,
  gate,
  parseExpression,
  select,
  toCode,
  variable,
  X,
} from '../../../../src/expr/index.ts'
import { TEXTS } from './entries.ts'

describe('toCode', () => {
  // WGSL is tested by running it, and would change with every better approximation.
  for (const target of CODE_TARGETS.filter((target) => target !== 'wgsl'))
    test(`${target}`, () => {
      const all = TEXTS.map(({ name, value, parameters }) => toCode(value, target, { name, parameters }))
      expect(all.join('\n\n\n')).toMatchSnapshot()
    })

  test('makes a branch safe that would overflow where it is not taken, and no other', () => {
    const printed = (text: string) => toCode(parseExpression(text), 'jax')
    expect(printed('x > 0 ? x : expm1(x)')).toContain('jnp.expm1(jnp.where(x > 0.0, 0.0, x))')
    expect(printed('x > 1 ? log(x) : 0')).toContain('jnp.log(jnp.where(x > 1.0, x, 1.0))')
    expect(printed('x > 0 ? x : 0.1*x')).toContain('jnp.where(x > 0.0, x, 0.1 * x)')
  })

  test('holds exponentials inside what saturates, where that does not show', () => {
    const printed = (text: string) => toCode(parseExpression(text), 'jax')
    expect(printed('tanh(exp(x))')).toContain('jnp.exp(jnp.where(x >= 80.0, 80.0, x))')
    expect(printed('exp(-(max(x, -600) + exp(max(x, -600))))')).toContain('80.0')
    expect(printed('x / (1 + exp(-x))')).toContain('80.0')
    expect(printed('tanh(1e-40 * exp(x))')).not.toContain('80.0')
    expect(printed('exp(x)')).not.toContain('80.0')
  })

  test('keeps the slope of a gate that crosses 0', () => {
    expect(toCode(gate(X, X.sub(1)), 'pytorch')).toContain('1e+30')
    expect(toCode(gate(X, parseExpression('sigmoid(x)')), 'pytorch')).not.toContain('1e+30')
  })

  test('asks for the defaults of variables', () => {
    expect(() => toCode(X.mul(variable('slope')), 'jax')).toThrow(
      'toCode: no default for the variable "slope" — expected parameters: { slope: … }',
    )
  })

  test('writes names in the manner of the language, and none of its words', () => {
    const code = (target: (typeof CODE_TARGETS)[number], parameter: string) =>
      toCode(select(X.gt(0), X, X.mul(variable(parameter))), target, {
        name: 'leakyRelu',
        parameters: { [parameter]: 0.5 },
      })
    expect(code('pytorch', 'lambda')).toContain('def leaky_relu(x, lambda_=0.5):')
    expect(code('javascript', 'lambda')).toContain('function leakyRelu(x, lambda = 0.5) {')
    expect(code('wgsl', 'let')).toContain('const let_: f32 = 0.5;')
  })
})
