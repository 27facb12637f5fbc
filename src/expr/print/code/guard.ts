/**
 * Choices made safe for derivatives by recording: in `select(m, a, b)` a branch that is not tame everywhere is
 * computed at x where it is taken, and at a tame point elsewhere. So elu is not expm1(x) above 0, but expm1(0).
 * The values are the same, and the slope of the branch that is not taken is finite, so that 0 times it is 0.
 */

import { evaluateAll } from '../../evaluate.ts'
import { constant, type Expr, select, X } from '../../expr.ts'
import { descend, rewrite, substitute } from '../../substitute.ts'

/** `expr` with its choices guarded; `defaults` are the numbers of its other variables. */
export function guard(expr: Expr, defaults: ReadonlyMap<string, number>): Expr {
  return rewrite(expr, (node) => {
    const [mask, whenTrue, otherwise] = node.args
    if (node.operation === 'gate') return tamedGate(node, defaults)
    if (node.operation !== 'select' || !mask || !whenTrue || !otherwise) return node
    return select(
      mask,
      tamed(whenTrue, defaults, (safe) => select(mask, X, safe)),
      tamed(otherwise, defaults, (safe) => select(mask, safe, X)),
    )
  })
}

/** A gate that crosses 0 has a slope there, so what it multiplies is held finite rather than replaced by 0. */
function tamedGate(node: Expr, defaults: ReadonlyMap<string, number>): Expr {
  const [a, gate] = node.args as [Expr, Expr]
  const [values = []] = evaluateAll([gate], { x: POINTS, ...Object.fromEntries(defaults) })
  const crosses = values.some((value) => value > 0) && values.some((value) => value < 0)
  return crosses ? select(gate.eq(0), a.max(-HUGE).min(HUGE), a).mul(gate) : node
}

const HUGE = 1e30

/** Where something may go wrong, the tamest first. */
const POINTS: readonly number[] = [
  0,
  ...[1, 0.5, 2, 3, 4, 5, 6, 8, 10, 0.1, 1e-3, 100, 1e3, 1e6, 1e30].flatMap((x) => [x, -x]),
]

/** A branch as it stands if all it computes is finite everywhere, else with x replaced where it is not taken. */
function tamed(branch: Expr, defaults: ReadonlyMap<string, number>, held: (safe: Expr) => Expr): Expr {
  const nodes = descend([branch])
  const points = [
    ...POINTS,
    ...nodes.flatMap(({ operation, value }) => (operation === 'constant' ? [value, -value] : [])),
  ]
  const values = evaluateAll(nodes, { x: points, ...Object.fromEntries(defaults) })
  const isTame = (i: number) =>
    nodes.every((node, k) => Number.isFinite(values[k]?.[i]) && !isRootOfZero(node, values[k]?.[i] as number))
  if (points.every((point, i) => !Number.isFinite(point) || isTame(i))) return branch
  const safe = points.findIndex((_, i) => isTame(i))
  return safe < 0 ? branch : substitute(branch, new Map([['x', held(constant(points[safe] as number))]]))
}

/** √0 is finite, and its slope is not. */
function isRootOfZero({ operation }: Expr, value: number): boolean {
  return operation === 'sqrt' && value === 0
}
