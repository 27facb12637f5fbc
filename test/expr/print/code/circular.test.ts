import { expect, test } from 'vitest'
import { simulate } from '../../../../src/expr/approx/simulate.ts'
import { simplify, X } from '../../../../src/expr/index.ts'
import { shortCos, shortSin } from '../../../../src/expr/print/code/circular.ts'

test.each([true, false])('sin and cos hold 2⁻²³ up to 10⁴ in float32, mulAdd fused: %s', (fused) => {
  const x = Float32Array.from({ length: 40_000 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 10 ** (i / 5000 - 4))
  const printed = [shortSin(X), shortCos(X)].map(simplify)
  const got = simulate(printed, { x }, fused)
  const wanted = [Array.from(x, Math.sin), Array.from(x, Math.cos)]
  wanted.forEach((values, k) => {
    const worst = values.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (got[k]?.[i] as number))),
      0,
    )
    expect(worst).toBeLessThan(2 ** -23)
  })
})
