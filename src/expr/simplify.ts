/**
 * Rewriting by rules that hold in IEEE arithmetic, not merely over the reals: each keeps the value to the
 * last bit, with NaN, ±∞ and −0 (x·0 is not 0, x + 0 is not x for x = −0). Only the sign of a zero that
 * comes out of a gate is free. Besides being shorter, simplified expressions share more: σ(−(−x)) is σ(x).
 */

import { boundOf } from './bound.ts'
import { apply, constant, type Expr, type Primitive, select } from './expr.ts'
import { PRIMITIVES } from './primitives.ts'
import { type Operands, ZERO } from './row.ts'
import { rewrite } from './substitute.ts'

interface Rule {
  readonly law: string
  readonly rewrite: (args: Operands, node: Expr) => Expr | undefined
}

/** Beyond this a bounded factor might still overflow with another one. */
const SAFE_BOUND = 2 ** 100

const EVERYWHERE: readonly Rule[] = [
  { law: 'constants fold', rewrite: (_, node) => fold(node) },
  {
    law: 'a ∘ b = b ∘ a: constants last, then in order of creation',
    rewrite: ([a, b], node) =>
      PRIMITIVES[node.operation as Primitive].commutative && outOfOrder(a, b, node)
        ? apply(node.operation as Primitive, b, a)
        : undefined,
  },
  {
    law: 'select(m, a, b) ∘ c = select(m, a ∘ c, b ∘ c) for constants a, b, c',
    rewrite: ([a, b], node) => distribute(a, b, node),
  },
  {
    law: 'f(−x) = f(x) for even f, −f(x) for odd f',
    rewrite: ([x], node) => {
      const { parity } = PRIMITIVES[node.operation as Primitive]
      if (!parity || !isNegation(x)) return undefined
      const inner = apply(node.operation as Primitive, unNegate(x))
      return parity === 'even' ? inner : inner.neg()
    },
  },
]

const RULES: Partial<Record<Primitive, readonly Rule[]>> = {
  add: [
    { law: 'a + a = a · 2', rewrite: ([a, b]) => (a === b ? a.mul(2) : undefined) },
    { law: 'a + (−b) = a − b', rewrite: ([a, b]) => (isNegation(b) ? a.sub(unNegate(b)) : undefined) },
    { law: '(−a) + b = b − a', rewrite: ([a, b]) => (isNegation(a) ? b.sub(unNegate(a)) : undefined) },
  ],
  sub: [
    { law: 'a − 0 = a', rewrite: ([a, b]) => (b === ZERO ? a : undefined) },
    { law: 'a − (−b) = a + b', rewrite: ([a, b]) => (isNegation(b) ? a.add(unNegate(b)) : undefined) },
  ],
  mul: [
    { law: 'a · 1 = a', rewrite: ([a, b]) => (isConstant(b, 1) ? a : undefined) },
    { law: 'a · (−c) = −(a · c)', rewrite: ([a, b]) => negativeFactor(b, (c) => a.mul(c)) },
    { law: '(−a) · b = −(a · b)', rewrite: ([a, b]) => negated(a, (c) => c.mul(b)) },
    { law: 'a · (−b) = −(a · b)', rewrite: ([a, b]) => negated(b, (c) => a.mul(c)) },
  ],
  div: [
    { law: 'a / 1 = a', rewrite: ([a, b]) => (isConstant(b, 1) ? a : undefined) },
    {
      law: 'a / 2ᵏ = a · 2⁻ᵏ',
      rewrite: ([a, b]) => (isPowerOfTwo(b) ? a.mul(1 / b.value) : undefined),
    },
    { law: '(−a) / b = −(a / b)', rewrite: ([a, b]) => negated(a, (c) => c.div(b)) },
    { law: 'a / (−b) = −(a / b)', rewrite: ([a, b]) => negated(b, (c) => a.div(c)) },
  ],
  neg: [{ law: '−(−a) = a', rewrite: ([a]) => (a.operation === 'neg' ? a.args[0] : undefined) }],
  abs: [{ law: '||a|| = |a|', rewrite: ([a]) => (a.operation === 'abs' ? a : undefined) }],
  min: [{ law: 'min(a, a) = a', rewrite: ([a, b]) => (a === b ? a : undefined) }],
  max: [{ law: 'max(a, a) = a', rewrite: ([a, b]) => (a === b ? a : undefined) }],
  lt: [{ law: '−a < −b = b < a', rewrite: (args) => mirrored('lt', args) }],
  le: [{ law: '−a ≤ −b = b ≤ a', rewrite: (args) => mirrored('le', args) }],
  select: [
    { law: 'either way a = a', rewrite: ([, a, b]) => (a === b ? a : undefined) },
    {
      law: 'a mask that is known chooses',
      rewrite: ([mask, a, b]) => (mask.operation === 'constant' ? (mask.value ? a : b) : undefined),
    },
  ],
  narrow: [
    {
      law: 'narrow(widen(a)) = a',
      rewrite: ([a]) => (a.operation === 'widen' ? a.args[0] : undefined),
    },
  ],
  gate: [
    {
      law: 'gate(a, c) = a · c for a constant c that is not 0',
      rewrite: ([a, g]) => (g.operation === 'constant' && g.value !== 0 ? a.mul(g) : undefined),
    },
    {
      law: 'gate(a, g) = a · g for finite a',
      rewrite: ([a, g]) => (boundOf(a) < SAFE_BOUND ? a.mul(g) : undefined),
    },
    { law: 'gate(−a, g) = −gate(a, g)', rewrite: ([a, g]) => negated(a, (c) => apply('gate', c, g)) },
    { law: 'gate(a, −g) = −gate(a, g)', rewrite: ([a, g]) => negated(g, (c) => apply('gate', a, c)) },
  ],
}

const known = new WeakMap<Expr, Expr>()

/** An expression of the same value, in normal form: simplifying it again changes nothing. */
export function simplify(expr: Expr): Expr {
  const before = known.get(expr)
  if (before) return before
  const simple = rewrite(expr, normalize)
  known.set(expr, simple)
  known.set(simple, simple)
  return simple
}

/** Applies rules at the root until none applies. A rule may build nodes below the root, so those go first. */
function normalize(node: Expr): Expr {
  if (node.args.length === 0) return node
  const before = normal.get(node)
  if (before) return before
  const next = step(node)
  const result = next === node ? node : normalize(rebuilt(next))
  normal.set(node, result)
  return result
}

const normal = new WeakMap<Expr, Expr>()

/** A rule's result, with the nodes that the rule itself made put into normal form. */
function rebuilt(node: Expr): Expr {
  if (node.args.length === 0 || normal.has(node)) return node
  return apply(node.operation as Primitive, ...node.args.map(normalize))
}

function step(node: Expr): Expr {
  const [a = ZERO, b = a, c = b] = node.args
  const operands: Operands = [a, b, c]
  return (
    firstChange(EVERYWHERE, operands, node) ??
    firstChange(RULES[node.operation as Primitive] ?? [], operands, node) ??
    node
  )
}

function firstChange(rules: readonly Rule[], operands: Operands, node: Expr): Expr | undefined {
  for (let i = 0; i < rules.length; i++) {
    const next = (rules[i] as Rule).rewrite(operands, node)
    if (next && next !== node) return next
  }
  return undefined
}

function fold(node: Expr): Expr | undefined {
  if (!node.args.every((arg) => arg.operation === 'constant')) return undefined
  const [a, b, c] = node.args.map((arg) => arg.value)
  const { evaluate } = PRIMITIVES[node.operation as Primitive]
  return constant(evaluate(a as number, b as number, c as number))
}

/**
 * A choice of constants combined with a constant is a choice of other constants. Not where they are compared:
 * a mask is no number on every target.
 */
function distribute(a: Expr, b: Expr, { operation, args }: Expr): Expr | undefined {
  if (operation === 'lt' || operation === 'le' || operation === 'eq') return undefined
  if (args.length !== 2 || args.every(isConstantNode) || !isChoice(a) || !isChoice(b)) return undefined
  const [choice, into] = isConstantNode(b)
    ? [a, (value: Expr) => apply(operation as Primitive, value, b)]
    : [b, (value: Expr) => apply(operation as Primitive, a, value)]
  const [mask, whenTrue, whenFalse] = choice.args as Operands
  return isConstantNode(a) || isConstantNode(b) ? select(mask, into(whenTrue), into(whenFalse)) : undefined
}

function isConstantNode({ operation }: Expr): boolean {
  return operation === 'constant'
}

/** A constant, or a choice between choices. */
function isChoice({ operation, args }: Expr): boolean {
  return operation === 'constant' || (operation === 'select' && args.slice(1).every(isChoice))
}

/** min and max keep their order: which operand passes the gradient at a tie depends on it. */
function outOfOrder(a: Expr, b: Expr, { operation }: Expr): boolean {
  if (b.operation === 'constant') return false
  if (a.operation === 'constant') return true
  return operation !== 'min' && operation !== 'max' && a.id > b.id
}

function isConstant(expr: Expr, value: number): boolean {
  return expr.operation === 'constant' && expr.value === value
}

/** A constant ±2ᵏ whose reciprocal float32 has, too. */
function isPowerOfTwo({ operation, value }: Expr): boolean {
  return (
    operation === 'constant' &&
    Math.abs(Math.log2(Math.abs(value))) <= 126 &&
    Number.isInteger(Math.log2(Math.abs(value)))
  )
}

/** −x, or a constant below 0. */
function isNegation(expr: Expr): boolean {
  return expr.operation === 'neg' || isNegative(expr)
}

function isNegative({ operation, value }: Expr): boolean {
  return operation === 'constant' && (value < 0 || Object.is(value, -0))
}

function unNegate(expr: Expr): Expr {
  return expr.operation === 'neg' ? (expr.args[0] as Expr) : constant(-expr.value)
}

function negativeFactor(factor: Expr, rest: (c: Expr) => Expr): Expr | undefined {
  return isNegative(factor) ? rest(unNegate(factor)).neg() : undefined
}

function negated(operand: Expr, rest: (inner: Expr) => Expr): Expr | undefined {
  return operand.operation === 'neg' ? rest(unNegate(operand)).neg() : undefined
}

/** A comparison of negations, or of one and a constant, with its sides exchanged. */
function mirrored(comparison: 'lt' | 'le', [a, b]: Operands): Expr | undefined {
  const mirrors =
    (a.operation === 'neg' && (b.operation === 'neg' || b.operation === 'constant')) ||
    (a.operation === 'constant' && b.operation === 'neg')
  return mirrors ? apply(comparison, negate(b), negate(a)) : undefined
}

/** −x for comparisons, which do not tell −0 from 0: so the constant 0 stays itself. */
function negate(expr: Expr): Expr {
  if (expr.operation === 'neg') return unNegate(expr)
  return expr.operation === 'constant' ? constant(0 - expr.value) : expr.neg()
}
