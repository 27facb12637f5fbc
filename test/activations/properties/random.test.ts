/**
 * Random formulas, with special numbers in them: what the properties say holds at points that they did not look at,
 * by the definition of each.
 */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { propertiesOf } from '../../../src/activations/index.ts'
import { constant, derive, type Expr, evaluateAll, simplify, substitute, X } from '../../../src/expr/index.ts'
import { value } from '../../expr/arbitrary.ts'

/** Not on the grid, whose dense part has the multiples of 1/64. */
const POINTS = Array.from({ length: 200 }, (_, i) => -20 + 0.2013 * i)

const formula = value.map((expr) => simplify(substitute(expr, new Map([['y', constant(0.75)]]))))

function sample(expr: Expr): readonly number[] {
  return [...(evaluateAll([expr], { x: POINTS })[0] as Float64Array)]
}

test('values lie in the range, slopes under the Lipschitz constant, and zeros are where the sign changes', () => {
  fc.assert(
    fc.property(formula, (expression) => {
      const derivative = simplify(derive(expression, X))
      const { range, lipschitz, bounded, zeros } = propertiesOf({ expression, derivative })
      const [values, slopes] = [sample(expression), sample(derivative)]
      values.forEach((v, i) => {
        if (!Number.isFinite(v)) return
        const slack = 1e-9 * (1 + Math.abs(v))
        expect(v).toBeGreaterThanOrEqual(range.low - slack)
        expect(v).toBeLessThanOrEqual(range.high + slack)
        const slope = Math.abs(slopes[i] as number)
        if (Number.isFinite(slope)) expect(slope).toBeLessThanOrEqual(lipschitz * (1 + 1e-6) + 1e-9)
      })
      if (bounded) expect(values.filter((v) => Math.abs(v) === Number.POSITIVE_INFINITY)).toEqual([])
      const [first = Number.NaN, last = Number.NaN] = [zeros[0], zeros.at(-1)]
      expect([...zeros].sort((a, b) => a - b)).toEqual(zeros)
      if (zeros.length > 0) expect(range.low <= 1e-9 && range.high >= -1e-9, `${first} … ${last}`).toBe(true)
    }),
    { numRuns: 300, seed: 7 },
  )
})
