/**
 * Formulas made safe for derivatives by recording, which multiply slopes one by one: where one overflows and the
 * next is 0, their product is NaN. The values stay the same; only what does not matter is computed elsewhere.
 *
 * - The branch of a `select` that is not taken gets the slope 0 · its own. So elu is expm1(0) above 0, not expm1(x).
 * - tanh(exp(x)) is 1 with slope 0 · exp(x), and 1/exp(x) likewise: exp is held where it no longer matters.
 */

import { evaluateAll } from '../../evaluate.ts'
import { apply, constant, type Expr, type Operation, type Primitive, select, X } from '../../expr.ts'
import { descend, rewrite, substitute } from '../../substitute.ts'
import { isHeld } from './held.ts'

/** Numbers for the variables besides x. */
type Defaults = ReadonlyMap<string, number>

export function guard(expr: Expr, defaults: Defaults): Expr {
  return rewrite(expr, (node) => {
    const [mask, whenTrue, otherwise] = node.args
    if (node.operation === 'gate') return guardGate(node, defaults)
    if (node.operation === 'div' || SATURATING.includes(node.operation)) return guardSaturated(node, defaults)
    if (node.operation !== 'select' || !mask || !whenTrue || !otherwise) return node
    return select(
      mask,
      guardBranch(whenTrue, defaults, (safe) => select(mask, X, safe)),
      guardBranch(otherwise, defaults, (safe) => select(mask, safe, X)),
    )
  })
}

/** Where something may go wrong, the tamest first. */
const POINTS: readonly number[] = [
  0,
  ...[1, 0.5, 2, 3, 4, 5, 6, 8, 10, 0.1, 1e-3, 100, 300, 1e3, 1e6, 1e30].flatMap((x) => [x, -x]),
]

function valuesOf(nodes: readonly Expr[], x: readonly number[], defaults: Defaults): Float64Array[] {
  return evaluateAll(nodes, { x, ...Object.fromEntries(defaults) })
}

/** A branch as it stands if all it computes is finite everywhere, else with x replaced where it is not taken. */
function guardBranch(branch: Expr, defaults: Defaults, held: (safe: Expr) => Expr): Expr {
  const nodes = descend([branch])
  const constants = nodes.flatMap(({ operation, value }) =>
    operation === 'constant' && Number.isFinite(value) ? [value, -value] : [],
  )
  const points = [...POINTS, ...constants]
  const values = valuesOf(nodes, points, defaults)
  const isTame = (_: number, i: number) =>
    nodes.every((node, k) => node.args.length === 0 || isTameValue(node, values[k]?.[i] as number))
  if (points.every(isTame)) return branch
  const safe = points.find(isTame)
  return safe === undefined ? branch : substitute(branch, new Map([['x', held(constant(safe))]]))
}

/** √0 is finite, and its slope is not. */
function isTameValue({ operation }: Expr, value: number): boolean {
  return Number.isFinite(value) && !(operation === 'sqrt' && value === 0)
}

/** Beyond exp(HELD) whatever saturates has done so; float32 has room for it. */
const HELD = 80
/** Of a number as large as x, divided by that, so much is left. */
const NOTHING = 1e-30

const SATURATING: readonly Operation[] = [
  ...(['tanh', 'sigmoid', 'erf', 'erfc', 'normalCdf', 'normalPdf', 'gaussian', 'exp', 'expm1'] as const),
]

/** f(u) or a/u with the exponentials in u held; as it was where that would show. */
function guardSaturated(node: Expr, defaults: Defaults): Expr {
  const others = node.args.slice(0, -1)
  const u = node.args.at(-1) as Expr
  const held = rewrite(u, (inner) => {
    const [exponent] = inner.args
    const isExponential = inner.operation === 'exp' || inner.operation === 'expm1'
    if (!isExponential || !exponent) return inner
    const [values = []] = valuesOf([exponent], POINTS, defaults)
    return values.some((value) => value > HELD) ? apply(inner.operation, exponent.min(HELD)) : inner
  })
  if (held === u) return node
  const guarded = apply(node.operation as Primitive, ...others, held)
  const [before = [], after = []] = valuesOf([node, guarded], POINTS, defaults)
  const isSame = (value: number, i: number) =>
    Object.is(value, after[i]) ||
    Math.abs(value - (after[i] as number)) < NOTHING * Math.max(1, Math.abs(POINTS[i] as number))
  return before.every(isSame) ? guarded : node
}

const HUGE = 1e30

/**
 * A gate is 0 whatever it closes, and languages write that by putting 0 in the place of what it closes. Where a
 * gate crosses 0 it has a slope there, which that would lose; and a parameter is no gate.
 */
function guardGate(node: Expr, defaults: Defaults): Expr {
  const [a, gate] = node.args as [Expr, Expr]
  if (isHeld(gate)) return a.mul(gate)
  const [values = []] = valuesOf([gate], POINTS, defaults)
  const crosses = values.some((value) => value > 0) && values.some((value) => value < 0)
  return crosses ? select(gate.eq(0), a.max(-HUGE).min(HUGE), a).mul(gate) : node
}
