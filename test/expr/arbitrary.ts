/** Random expressions for property tests: from a grammar in which masks stand in selects only. */

import fc from 'fast-check'
import {
  apply,
  constant,
  type Expr,
  PRIMITIVES,
  type Primitive,
  select,
  variable,
  X,
} from '../../src/expr/index.ts'

export const SPECIAL: readonly number[] = [
  ...[0, -0, 1, -1, 2, -0.5, 3, 1e-320, 1e308, -1e308, Infinity, -Infinity, Number.NaN],
]
const MASKS: readonly Primitive[] = ['lt', 'le', 'eq']
const VALUES = (Object.keys(PRIMITIVES) as Primitive[]).filter(
  (name) => ![...MASKS, 'select', 'pow2', 'exponent', 'mantissa'].includes(name),
)

/** Values in the variables x and y. */
export const { value } = fc.letrec<{ value: Expr; mask: Expr }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    fc.constantFrom(X, variable('y')),
    fc.constantFrom(...SPECIAL).map(constant),
    fc.tuple(tie('mask'), tie('value'), tie('value')).map(([mask, a, b]) => select(mask, a, b)),
    fc
      .tuple(fc.constantFrom(...VALUES), tie('value'), tie('value'), tie('value'))
      .map(([name, ...args]) => apply(name, ...args.slice(0, PRIMITIVES[name].arity))),
  ),
  mask: fc
    .tuple(fc.constantFrom(...MASKS), tie('value'), tie('value'))
    .map(([name, a, b]) => apply(name, a, b)),
}))
