/** Every elementwise entry of the catalogue, and every primitive, as a formula with its parameters as variables. */

import { ELEMENTWISE } from '../../../../src/activations/index.ts'
import {
  apply,
  constant,
  derive,
  type Expr,
  PRIMITIVES,
  type Primitive,
  parseExpression,
  select,
  simplify,
  variable,
  X,
} from '../../../../src/expr/index.ts'

export interface Formula {
  readonly name: string
  readonly value: Expr
  readonly derivative: Expr
  readonly parameters: Readonly<Record<string, number>>
}

const formula = (name: string, value: Expr, parameters: Readonly<Record<string, number>> = {}): Formula => ({
  name,
  value,
  derivative: simplify(derive(value, X)),
  parameters,
})

const ENTRIES: readonly Formula[] = ELEMENTWISE.map((entry) => {
  const names = Object.keys(entry.parameters)
  const value = entry(X, Object.fromEntries(names.map((name) => [name, variable(name)])))
  const defaults = Object.entries(entry.parameters).map(([name, parameter]) => [name, parameter.default])
  return formula(entry.name, value, Object.fromEntries(defaults))
})

const SHIFTED = X.mul(0.5).add(0.75)

const ROWS: readonly Formula[] = (Object.keys(PRIMITIVES) as Primitive[]).map((name) => {
  const node = apply(name, ...[X, SHIFTED, X.abs()].slice(0, PRIMITIVES[name].arity))
  if (name === 'select' || name === 'seldom')
    return formula(`row ${name}`, apply(name, X.lt(SHIFTED.neg()), X, SHIFTED))
  return formula(`row ${name}`, ['lt', 'le', 'eq'].includes(name) ? select(node, X, SHIFTED) : node)
})

/** What no formula of the catalogue is likely to have. */
const OTHERS: readonly Formula[] = [
  formula('nested choices', select(X.gt(1), X.sub(1).sqrt(), select(X.lt(-1), X.add(1).neg().sqrt(), 0))),
  formula('a pole that is cut out', select(X.eq(0), 0, constant(1).div(X))),
  formula('constants that are not finite', X.min(Number.POSITIVE_INFINITY).max(Number.NEGATIVE_INFINITY)),
  formula('a minimum of two', X.mul(0.1).min(X.sub(1).max(X.mul(2)))),
]

/** As people write them: what is printed of these is held as it stands, too. */
export const TEXTS: readonly Formula[] = Object.entries({
  relu: 'max(x, 0)',
  elu: 'x > 0 ? x : alpha * expm1(x)',
  silu: 'x * sigmoid(x)',
  gelu: 'x * Phi(x)',
  mish: 'x * tanh(softplus(x))',
  hardSilu: 'x * (clip(x, -3, 3) + 3) / 6',
  root: 'sqrt(x^2 + 4) * 0.5',
  shrunk: 'x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0',
  logarithm: 'x > 1 ? log(x) : 0',
  bell: 'exp(-x^2 / 2) - atan(x)^3',
}).map(([name, text]) => {
  const parameters: Record<string, number> = text.includes('alpha') ? { alpha: 1 } : {}
  return formula(name, parseExpression(text, { parameters: Object.keys(parameters) }), parameters)
})

export const FORMULAS: readonly Formula[] = [
  ...ENTRIES,
  ...ROWS,
  ...OTHERS,
  ...TEXTS.map((text) => ({ ...text, name: `text ${text.name}` })),
]
