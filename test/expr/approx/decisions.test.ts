/** The oracle is the measurement that the decisions spare: run once more for each formula of the catalogue. */

import { describe, expect, it } from 'vitest'
import { ELEMENTWISE } from '../../../src/activations/index.ts'
import { decisionOf, fingerprintOf } from '../../../src/expr/approx/decisions.ts'
import { holdsInFloat32, isKnown } from '../../../src/expr/approx/exact.ts'
import { derive, simplify, variable } from '../../../src/expr/index.ts'

const HINT = 'npm run exact -- --decisions measures anew'

describe('decisions on arithmetic', () => {
  it.each(ELEMENTWISE.map((activation) => [activation.name, activation] as const))(
    'on %s are what measuring gives, for the functions that graphs hold too',
    (_, activation) => {
      const argument = variable('in0')
      const value = activation(argument)
      for (const expr of [value, simplify(derive(value, argument))])
        if (!isKnown(expr)) expect(decisionOf(expr), HINT).toBe(holdsInFloat32(expr))
    },
  )

  it('are not known of other formulas, nor of those with parameters', () => {
    const [x, b] = [variable('x'), variable('b')]
    expect(decisionOf(x.mul(x.add(0.12345)))).toBeUndefined()
    expect(fingerprintOf(x.mul(b))).toBeUndefined()
  })
})

describe('fingerprints', () => {
  it('do not depend on names, nor on the order of operands that may change places', () => {
    const [x, y] = [variable('x'), variable('y')]
    expect(fingerprintOf(x.mul(x.neg()).add(1))).toBe(fingerprintOf(y.neg().mul(y).add(1)))
  })

  it('tell constants, signs of zero and operations apart', () => {
    const x = variable('x')
    const all = [
      x.add(1),
      x.add(2),
      x.sub(1),
      x.add(0),
      x.add(-0),
      x.max(0),
      x.lt(1),
      x.le(1),
      x.neg().add(1),
    ]
    expect(new Set(all.map(fingerprintOf)).size).toBe(all.length)
  })
})
