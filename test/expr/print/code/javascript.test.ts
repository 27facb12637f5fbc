/** The printed JavaScript is run here, and gives what the definition gives. */

import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { type Expr, evaluateAll, sigmoid, toCode, variable, X } from '../../../../src/expr/index.ts'
import { FORMULAS, type Formula } from './entries.ts'

const SIZES = [0, 1e-310, 1e-300, 1e-20, 1e-8, 1e-3, 0.1, 0.3, 0.5, 0.75, 0.9, 1, 1.1, 1.3, 2, 2.5, 3, 4, 5.5]
const FAR = [6, 8, 10, 13, 17, 20, 27, 30, 38, 40, 90, 104, 300, 700, 708, 1e3, 1e5, 1e10, 1e20, 1e150, 1e300]
const POINTS = [...SIZES, ...FAR, Number.POSITIVE_INFINITY].flatMap((x) => [x, -x])

/**
 * The same operations in the same order, but for the sigmoid, whose reciprocal is one rounding more, and below
 * 10⁻³⁰⁸ is 0. So a few roundings of the result, or where it is a small difference of terms near 1, of those.
 */
const tolerance = (want: number): number =>
  Math.max(1e-300, Math.abs(want) * 2 ** -48, Math.abs(want) > 1e-6 ? 2 ** -52 : 0)

function differences(expr: Expr, { parameters }: Formula): string[] {
  const code = toCode(expr, 'javascript', { name: 'printed', parameters })
  const printed = runInNewContext(`${code}; printed`) as (x: number) => number
  const [values] = evaluateAll([expr], { x: [...POINTS, Number.NaN], ...parameters })
  return [...POINTS, Number.NaN].flatMap((x, i) => {
    const [got, want] = [printed(x), values?.[i] as number]
    const same = Object.is(got, want) || Math.abs(got - want) <= tolerance(want)
    return same ? [] : [`at ${x}: ${got}, not ${want}`]
  })
}

describe('JavaScript', () => {
  test.each(FORMULAS)('$name gives the values of its definition, at ±0, ±∞ and NaN too', (formula) => {
    expect(differences(formula.value, formula)).toEqual([])
  })

  test.each(FORMULAS)('the derivative of $name, too', (formula) => {
    expect(differences(formula.derivative, formula)).toEqual([])
  })

  test('takes parameters with their defaults', () => {
    const code = toCode(X.mul(variable('slope')), 'javascript', { name: 'line', parameters: { slope: 2 } })
    expect(code).toBe('function line(x, slope = 2) {\n  return x * slope\n}')
    expect((runInNewContext(`${code}; line`) as (...args: number[]) => number)(3, 4)).toBe(12)
  })

  test('gives names that the language and the code around it leave free', () => {
    expect(toCode(sigmoid(X), 'javascript', { name: 'leaky relu' })).toMatch(/^function leakyRelu\(x\)/)
    expect(toCode(X, 'javascript', { name: 'delete' })).toMatch(/^function delete_\(x\)/)
    expect(toCode(X, 'javascript', { name: '2 * x' })).toMatch(/^function f2X\(x\)/)
    expect(toCode(X, 'javascript', { name: 'erfc' })).toMatch(/^function erfc_\(x\)/)
  })
})
