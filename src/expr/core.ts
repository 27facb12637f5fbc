/** The rows of the core primitives: those that every target spells. */

import { apply, type CorePrimitive, type Expr, select } from './expr.ts'
import { chain, minus, type Operands, type PrimitiveRow, plus, times, ZERO } from './row.ts'

type Tangent = PrimitiveRow['tangent']

const flat: Tangent = () => ZERO

const CHOICE: PrimitiveRow = {
  arity: 3,
  evaluate: (mask, a, b) => (mask ? a : b),
  tangent: ([mask], [, da, db]) => choose(mask, da, db),
  bound: (_, a, b) => Math.max(a, b),
}

export const CORE: { readonly [P in CorePrimitive]: PrimitiveRow } = {
  add: {
    arity: 2,
    evaluate: (a, b) => a + b,
    tangent: (_, [da, db]) => plus(da, db),
    bound: (a, b) => a + b,
    commutative: true,
  },
  sub: {
    arity: 2,
    evaluate: (a, b) => a - b,
    tangent: (_, [da, db]) => minus(da, db),
    bound: (a, b) => a + b,
  },
  mul: {
    arity: 2,
    evaluate: (a, b) => a * b,
    tangent: ([a, b], [da, db]) => plus(times(da, b), times(db, a)),
    bound: (a, b) => a * b,
    commutative: true,
  },
  div: { arity: 2, evaluate: (a, b) => a / b, tangent: divTangent },
  neg: {
    arity: 1,
    evaluate: (a) => -a,
    tangent: (_, [da]) => minus(ZERO, da),
    bound: (a) => a,
    parity: 'odd',
  },
  abs: {
    arity: 1,
    evaluate: Math.abs,
    tangent: ([a], [da]) => choose(a.gt(0), da, choose(a.lt(0), minus(ZERO, da), ZERO)),
    bound: (a) => a,
    parity: 'even',
  },
  min: {
    arity: 2,
    evaluate: (a, b) => Math.min(a, b),
    tangent: (args, tangents) => extremeTangent(args, tangents, (a, b) => a.lt(b)),
    bound: (a, b) => Math.max(a, b),
    commutative: true,
  },
  max: {
    arity: 2,
    evaluate: (a, b) => Math.max(a, b),
    tangent: (args, tangents) => extremeTangent(args, tangents, (a, b) => a.gt(b)),
    bound: (a, b) => Math.max(a, b),
    commutative: true,
  },
  sqrt: {
    arity: 1,
    evaluate: Math.sqrt,
    tangent: (_, [da], y) => (da === ZERO ? ZERO : da.div(y.mul(2))),
    bound: (a) => Math.sqrt(a),
  },
  floor: { arity: 1, evaluate: Math.floor, tangent: flat },
  nearest: { arity: 1, evaluate: nearest, tangent: flat, parity: 'odd' },
  mulAdd: {
    arity: 3,
    evaluate: (a, b, c) => a * b + c,
    tangent: ([a, b], [da, db, dc]) => plus(plus(times(da, b), times(db, a)), dc),
    bound: (a, b, c) => a * b + c,
  },
  copySign: {
    arity: 2,
    evaluate: (a, b) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a)),
    tangent: ([a], [da], y) => choose(y.eq(a), da, minus(ZERO, da)),
    bound: (a) => a,
  },
  lt: { arity: 2, evaluate: (a, b) => Number(a < b), tangent: flat },
  le: { arity: 2, evaluate: (a, b) => Number(a <= b), tangent: flat },
  eq: { arity: 2, evaluate: (a, b) => Number(a === b), tangent: flat, commutative: true },
  select: CHOICE,
  seldom: CHOICE,
  pow2: {
    arity: 1,
    evaluate: (n) => 2 ** n,
    tangent: (_, [dn], y) => chain(dn, y.mul(Math.LN2)),
  },
  exponent: { arity: 1, evaluate: exponent, tangent: flat },
  mantissa: {
    arity: 1,
    evaluate: (a) => Math.abs(a) / 2 ** exponent(a),
    tangent: ([a], [da], y) => chain(da, y.div(a)),
    bound: () => 2,
  },
  widen: {
    arity: 1,
    evaluate: (a) => a,
    tangent: (_, [da]) => apply('widen', da),
    bound: (a) => a,
    parity: 'odd',
  },
  narrow: {
    arity: 1,
    evaluate: (a) => a,
    tangent: (_, [da]) => apply('narrow', da),
    bound: (a) => a,
    parity: 'odd',
  },
}

/** d(a/b) = (da − (a/b)·db) / b. */
function divTangent([, b]: Operands, [da, db]: Operands, y: Expr): Expr {
  const top = minus(da, times(db, y))
  return top === ZERO ? ZERO : top.div(b)
}

/**
 * The tangent of the operand that wins, and at a tie that of a constant, else of the second operand: so
 * max(x, 0)′ = 0 at 0, and clipping passes nothing at its edges, as in PyTorch.
 */
function extremeTangent([a, b]: Operands, [da, db]: Operands, wins: (a: Expr, b: Expr) => Expr): Expr {
  return a.operation === 'constant' ? choose(wins(b, a), db, da) : choose(wins(a, b), da, db)
}

function choose(mask: Expr, a: Expr, b: Expr): Expr {
  return a === b ? a : select(mask, a, b)
}

/** To the nearest whole number, halves to even. */
function nearest(x: number): number {
  const rounded = Math.round(x)
  return rounded - x === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

/** ⌊log₂ |x|⌋, exactly; Math.log2 alone may round up to the next whole number. */
function exponent(x: number): number {
  const guess = Math.floor(Math.log2(Math.abs(x)))
  return Math.abs(x) < 2 ** guess ? guess - 1 : guess
}
