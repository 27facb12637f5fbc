import { describe, expect, test } from 'vitest'
import { gelu, geluTanh } from '../../../src/activations/index.ts'
import {
  evaluate,
  evaluateAll,
  parseExpression,
  simplify,
  stabilise,
  toText,
} from '../../../src/expr/index.ts'

const read = (text: string) => stabilise(parseExpression(text))

const FORMS: readonly (readonly [written: string, stable: string])[] = [
  ['1 / (1 + exp(-x))', 'sigmoid(x)'],
  ['exp(x) / (1 + exp(x))', 'sigmoid(x)'],
  ['x / (1 + exp(-x))', 'x * sigmoid(x)'],
  ['x * (1 / (1 + exp(-1.702 * x)))', 'x * sigmoid(1.702 * x)'],
  ['1 - sigmoid(x)', 'sigmoid(-x)'],
  ['log(1 + exp(x))', 'softplus(x)'],
  ['x * tanh(ln(1 + e^x))', 'x * tanh(softplus(x))'],
  ['log(sigmoid(x))', '-softplus(-x)'],
  ['log(1 + x^2)', 'log1p(x^2)'],
  ['x > 0 ? x : exp(x) - 1', 'x > 0 ? x : expm1(x)'],
  ['1 - exp(-x^2)', '1 - gaussian(x)'],
  ['1 - exp(x)', '-expm1(x)'],
  ['x / (1 + |x|)', 'softsign(x)'],
  ['(exp(x) - exp(-x)) / (exp(x) + exp(-x))', 'tanh(x)'],
  ['(exp(2*x) - exp(-2*x)) / (exp(-2*x) + exp(2*x))', 'tanh(2*x)'],
  ['1 + tanh(x)', '2 * sigmoid(2*x)'],
  ['1 - erf(x)', 'erfc(x)'],
]

describe('stabilise', () => {
  test.each(FORMS)('%s is %s', (written, stable) => {
    expect(toText(read(written))).toBe(toText(simplify(parseExpression(stable))))
  })

  test.each(FORMS)('%s keeps its values where it is well behaved', (written) => {
    const x = [-3, -1.5, -0.5, 0.25, 1, 2.5]
    const [plain, stable] = evaluateAll([parseExpression(written), read(written)], { x })
    for (const [i, value] of (plain ?? []).entries()) expect(stable?.[i]).toBeCloseTo(value, 13)
  })

  test('gelu as it is usually written keeps its tail, and both forms their limits', () => {
    const exact = read('0.5 * x * (1 + erf(x / sqrt(2)))')
    const tanh = read('0.5 * x * (1 + tanh(sqrt(2/pi) * (x + 0.044715 * x^3)))')
    for (const x of [-30, -12, -6, -1, 2]) {
      // x/√2 is rounded once, which the tail magnifies x² times.
      const [a, b] = [evaluate(gelu.expression, { x }), evaluate(geluTanh.expression, { x })]
      expect(Math.abs(evaluate(exact, { x }) - a)).toBeLessThanOrEqual(Math.abs(a) * 1e-12)
      expect(Math.abs(evaluate(tanh, { x }) - b)).toBeLessThanOrEqual(Math.abs(b) * 1e-9)
    }
    expect(Math.abs(evaluate(exact, { x: Number.NEGATIVE_INFINITY }))).toBe(0)
    expect(Math.abs(evaluate(read('x / (1 + exp(-x))'), { x: Number.NEGATIVE_INFINITY }))).toBe(0)
  })
})
