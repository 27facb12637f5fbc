/**
 * The rows of the primitives that targets do not spell. Derivatives are written in forms that keep their
 * relative accuracy in the tails: σ′ = σ(x)·σ(−x), never y·(1 − y), which is 0 from x = 17 on.
 */

import { erf, erfc, normalCdf } from './error-function.ts'
import { apply, constant, type Transcendental } from './expr.ts'
import { chain, type PrimitiveRow, plus, unary, ZERO } from './row.ts'

/** 1/√(2π) and 2/√π. */
const INV_SQRT_2PI = 0.3989422804014327
const TWO_OVER_SQRT_PI = 1.1283791670955126

export const TRANSCENDENTALS: { readonly [P in Transcendental]: PrimitiveRow } = {
  exp: unary(Math.exp, (_, y) => y),
  expm1: unary(Math.expm1, (x) => apply('exp', x)),
  log: unary(Math.log, (x) => constant(1).div(x)),
  log1p: unary(Math.log1p, (x) => constant(1).div(x.add(1))),
  tanh: unary(
    Math.tanh,
    (x) => {
      const twice = x.mul(2)
      return apply('sigmoid', twice).mul(apply('sigmoid', twice.neg())).mul(4)
    },
    { bound: () => 1, parity: 'odd' },
  ),
  sigmoid: unary(sigmoid, (x, y) => y.mul(apply('sigmoid', x.neg())), { bound: () => 1 }),
  softplus: unary(
    (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
    (x) => apply('sigmoid', x),
  ),
  // 1/(1 + |x|)², not the quotient rule's 1/a − |x|/a², which has the wrong sign for huge x.
  softsign: unary(
    (x) => (Number.isFinite(x) ? x / (1 + Math.abs(x)) : Math.sign(x)),
    (x) => {
      const reciprocal = constant(1).div(x.abs().add(1))
      return reciprocal.mul(reciprocal)
    },
    { bound: () => 1, parity: 'odd' },
  ),
  erf: unary(erf, (x) => apply('gaussian', x).mul(TWO_OVER_SQRT_PI), { bound: () => 1, parity: 'odd' }),
  erfc: unary(erfc, (x) => apply('gaussian', x).mul(-TWO_OVER_SQRT_PI), { bound: () => 2 }),
  gaussian: unary(
    (x) => Math.exp(-x * x),
    (x, y) => apply('gate', x.mul(-2), y),
    { bound: () => 1, parity: 'even' },
  ),
  normalPdf: unary(
    (x) => INV_SQRT_2PI * Math.exp((-x * x) / 2),
    (x, y) => apply('gate', x, y).neg(),
    { bound: () => INV_SQRT_2PI, parity: 'even' },
  ),
  normalCdf: unary(normalCdf, (x) => apply('normalPdf', x), { bound: () => 1 }),
  // At ±∞ there is no limit: NaN, as IEEE 754 has it.
  sin: unary(Math.sin, (x) => apply('cos', x), { bound: () => 1, parity: 'odd' }),
  cos: unary(Math.cos, (x) => apply('sin', x).neg(), { bound: () => 1, parity: 'even' }),
  atan: unary(
    Math.atan,
    (x) => {
      // 1/(1 + x²), 0 where x² overflows.
      return constant(1).div(x.mul(x).add(1))
    },
    { bound: () => Math.PI / 2, parity: 'odd' },
  ),
  gate: {
    arity: 2,
    evaluate: (a, g) => (g === 0 && Math.abs(a) === Number.POSITIVE_INFINITY ? 0 : a * g),
    // Of a gate that does not vary there is no second term: gate(a, 0) is NaN where a is.
    tangent: ([a, g], [da, dg]) => plus(chain(da, g), dg === ZERO ? ZERO : chain(a, dg)),
    bound: (a, g) => a * g,
  },
}

function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x))
  return (x < 0 ? e : 1) / (1 + e)
}
