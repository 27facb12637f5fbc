import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ELEMENTWISE } from '../../../src/activations/index.ts'
import {
  apply,
  constant,
  evaluate,
  exp,
  expm1,
  gate,
  log,
  normalCdf,
  PRIMITIVES,
  type Primitive,
  parseExpression,
  parseFormula,
  select,
  sigmoid,
  simplify,
  softplus,
  tanh,
  toText,
  variable,
  X,
} from '../../../src/expr/index.ts'
import { value } from '../arbitrary.ts'

const parameters = ['y', 'alpha', 'beta']
const [y, alpha, beta] = parameters.map(variable) as [ReturnType<typeof variable>, typeof X, typeof X]
const parse = (text: string) => parseExpression(text, { parameters })
const mistake = (text: string): string => {
  try {
    parse(text)
  } catch (error) {
    return (error as Error).message
  }
  return 'none'
}

describe('parseExpression', () => {
  test.each([
    ['x * sigmoid(1.702 * x)', gate(X, sigmoid(X.mul(1.702)))],
    ['x*σ(β*x) where β = 2', gate(X, sigmoid(X.mul(2)))],
    ['where(x > 0, x, alpha*(exp(x)-1))', select(X.gt(0), X, alpha.mul(exp(X).sub(1)))],
    ['x > 0 ? x : x < -1 ? -1 : x / 2', select(X.gt(0), X, select(X.lt(-1), -1, X.div(2)))],
    ['max(x, 0)', X.max(0)],
    ['min(x, 1, y)', X.min(1).min(y)],
    ['clamp(x, -1, 1)', X.max(-1).min(1)],
    ['2 - x - 1e-3', constant(2).sub(X).sub(1e-3)],
    ['x / 2 / y', X.div(2).div(y)],
    ['-x * y', X.mul(y).neg()],
    ['x * -y', X.mul(y.neg())],
    ['-x^2', X.mul(X).neg()],
    ['2**-x', exp(X.neg().mul(Math.log(2)))],
    ['e^(-x)', exp(X.neg())],
    ['x^3', X.mul(X.mul(X))],
    ['x^-2', constant(1).div(X.mul(X))],
    ['x^0.5', X.sqrt()],
    ['x^1.5', X.mul(X.sqrt())],
    ['x^0.3', exp(log(X).mul(0.3))],
    ['|x - |y||', X.sub(y.abs()).abs()],
    ['√(x² + 4)', X.mul(X).add(4).sqrt()],
    ['⌊x⌋ + pi', apply('floor', X).add(Math.PI)],
    ['x·Φ(x)', gate(X, normalCdf(X))],
    ['x*tanh(softplus(x))', gate(X, tanh(softplus(X)))],
    ['b + b where b = a*x, a = 3', X.mul(3).add(X.mul(3))],
    ['x >= 1 = 0 ? 1 : 2 where c = 1', undefined],
    ['beta', beta],
  ])('reads %s', (text, expected) => {
    if (expected) expect(parse(text)).toBe(expected)
    else expect(mistake(text)).toContain('a comparison has two sides')
  })

  test('keeps a product plain where its factors may balance', () => {
    expect(parse('x * (1/x)').operation).toBe('mul')
    expect(parse('exp(x) * sigmoid(-x)').operation).toBe('mul')
    expect(parse('x * (pi/2 - atan(x))').operation).toBe('mul')
    expect(parse('x * exp(-log1p(|x|))').operation).toBe('mul')
    expect(parse('x * x').operation).toBe('mul')
    expect(parse('alpha * sigmoid(x)').operation).toBe('mul')
  })

  test.each(['x*(1 + tanh(x))', 'x*exp(-exp(-x))', 'x*log(1+sigmoid(x))', 'max(x,-1)*x', 'x^2*gaussian(x)'])(
    '%s has its limit at −∞, where plain products are NaN',
    (text) => {
      const limit = text.startsWith('max') ? Number.POSITIVE_INFINITY : 0
      expect(Math.abs(evaluate(parse(text), { x: Number.NEGATIVE_INFINITY }))).toBe(limit)
    },
  )

  test('declares parameters that are learned', () => {
    const { expression, learned } = parseFormula('x > 0 ? x : a*x where a = learned(-0.25)')
    expect(expression).toBe(select(X.gt(0), X, variable('a').mul(X)))
    expect([...learned]).toEqual([['a', -0.25]])
    expect(() => parseExpression('a*x where a = learned(1)')).toThrow('a is learned')
  })
})

describe('what toText prints', () => {
  test('writes every whole power as one, whatever products it is made of', () => {
    for (let n = 2; n <= 100; n++) {
      const power = parse(`(x + 1)^${n}`)
      expect(parse(toText(power))).toBe(power)
      expect(toText(power)).toMatch(/^\(x \+ 1\)[⁰¹²³⁴⁵⁶⁷⁸⁹]+$/)
    }
  })

  test('comes back as the same node, if it was in normal form', () => {
    fc.assert(
      fc.property(value, (expr) => {
        const simple = simplify(expr)
        expect(parse(toText(simple))).toBe(simple)
      }),
      { seed: 20261124, numRuns: 3000 },
    )
  })

  test('comes back with the same values in any form, but for the signs of zeros of gates', () => {
    fc.assert(
      fc.property(value, fc.double(), fc.double(), (expr, x, y) => {
        const [before, after] = [expr, parse(toText(expr))].map((form) => evaluate(form, { x, y }))
        expect(Object.is(after, before) || after === before).toBe(true)
      }),
      { seed: 20261125, numRuns: 3000 },
    )
  })

  test.each(Object.keys(PRIMITIVES) as Primitive[])('%s can be read', (name) => {
    const isMask = ['lt', 'le', 'eq'].includes(name)
    const operands = name === 'select' ? [X.lt(y), X, y] : [X, y, beta].slice(0, PRIMITIVES[name].arity)
    const whole = apply(name, ...operands)
    const node = isMask ? select(whole, 1, 2) : whole
    expect(parse(toText(node))).toBe(node)
  })

  test.each(ELEMENTWISE)('$name and its derivative come back', ({ expression, derivative }) => {
    expect(parse(toText(expression))).toBe(expression)
    expect(parse(toText(derivative))).toBe(derivative)
  })
})

describe('mistakes', () => {
  test.each([
    ['', 'the text ends early'],
    ['x +', 'the text ends early'],
    ['x * sigmod(x)', 'Did you mean sigmoid?'],
    ['x * bata', 'Did you mean beta?'],
    ['sigmoid', 'Write sigmoid(x).'],
    ['x(2)', 'no function x'],
    ['2x', "unexpected 'x'"],
    ['x $ 2', '"$" has no meaning here'],
    ['(x', "expected an operator, or ')'"],
    ['x)', 'expected an operator, or the end'],
    ['|x', "or '|'"],
    ['max(x)', 'expected 2 to 8, got 1'],
    ['exp(x, 1)', 'expected 1, got 2'],
    ['x > 0', 'a comparison is not a number'],
    ['(x > 0) * x', 'a comparison is not a number'],
    ['x ? 1 : 2', 'stands no comparison'],
    ['where(x, 1, 2)', 'this is no comparison'],
    ['x^2000', 'a power is out of range'],
    ['(-2)^x', 'a power is out of range'],
    ['1e999', 'a number is too large'],
    ['√x²', "unexpected '²'"],
    ['a where a = b, b = a', 'there is no name a'],
    ['a where a = 1, a = 2', 'a has two meanings'],
    ['x where x = 1', 'x has two meanings'],
    ['a where', 'the text ends early'],
    ['a where a = learned(x)', 'the number to begin with'],
    ['a where a = learned(inf)', 'the number to begin with'],
    ['x where 1', "unexpected '1'"],
    ['constructor(x)', 'no function constructor'],
    ['__proto__', 'no name __proto__'],
  ])('%s: %s', (text, says) => {
    expect(mistake(text)).toContain(says)
  })

  test('are shown at their place', () => {
    expect(mistake('x * sigmod(x)')).toBe(
      'formula: there is no function sigmod\n' +
        '    x * sigmod(x)\n' +
        '        ^^^^^^\n' +
        '  hint: Did you mean sigmoid?',
    )
    const lines = mistake(`${'x + '.repeat(50)}y y${' + x'.repeat(50)}`).split('\n')
    expect(lines[1]?.slice(lines[2]?.indexOf('^'))).toMatch(/^y \+/)
  })

  test.each([
    '(',
    '-',
    '|',
    '+',
    '^',
    'x^',
    '9',
    'a',
    'exp(',
    'x?',
    'x+',
    'x*',
    '1+(',
    '√',
    'x where a=',
    ',',
  ])('a text of %s without end is refused, at any length', (part) => {
    for (const length of [1e6, 9999, 4000]) {
      const message = mistake(part.repeat(length / part.length))
      expect(message).toMatch(/^formula: /)
      expect(message.length).toBeLessThan(500)
    }
  })

  test('long formulas within the limits are read', () => {
    expect(evaluate(parse('x + '.repeat(1500).concat('x')), { x: 1 })).toBe(1501)
    expect(parse(`${'('.repeat(90)}x${')'.repeat(90)}`)).toBe(X)
    expect(evaluate(parse('x < 1 ? 1 : '.repeat(150).concat('x')), { x: 3 })).toBe(3)
  })

  test('expm1 is not guessed from exp(x) − 1: what is written is what is meant', () => {
    expect(parse('exp(x) − 1')).not.toBe(expm1(X))
  })
})
