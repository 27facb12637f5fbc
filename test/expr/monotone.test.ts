/** What is said never to fall does not, over numbers of all sizes; and the usual rising activations are known. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ELEMENTWISE } from '../../src/activations/index.ts'
import { evaluate, X } from '../../src/expr/index.ts'
import { neverFalls } from '../../src/expr/monotone.ts'

const known = ELEMENTWISE.filter((entry) => neverFalls(entry(X)))

describe('neverFalls', () => {
  it('knows rectifiers and the usual sigmoids', () => {
    const names = known.map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['relu', 'relu6', 'hardTanh', 'sigmoid', 'tanh', 'softplus']),
    )
  })

  it('does not take what falls somewhere for rising', () => {
    for (const name of ['gelu', 'silu', 'sine', 'gaussian', 'abs', 'tanhExp'])
      expect(known.some((entry) => entry.name === name)).toBe(false)
    for (const expr of [X.neg(), X.mul(-2), X.mul(0), X.div(X), X.mul(X), X.sub(X)])
      expect(neverFalls(expr)).toBe(false)
  })

  it.each(known.map((entry) => [entry.name, entry(X)] as const))('is right about %s', (_, expr) => {
    const at = (x: number) => evaluate(expr, { x })
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const [low, high] = a < b ? [at(a), at(b)] : [at(b), at(a)]
        /** Of expressions whose roundings wobble: an ulp of float64. */
        expect(low).toBeLessThanOrEqual(high + 2.3e-16 * Math.abs(high))
      }),
      { seed: 5, numRuns: 300 },
    )
  })
})
