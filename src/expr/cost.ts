/** What an expression costs a float32 target, roughly, to decide whether to compute it twice or store it. */

import { expandForFloat32 } from './approx/expand.ts'
import { isWide } from './approx/width.ts'
import type { Expr, Operation } from './expr.ts'
import { descendUsual } from './substitute.ts'

/** In additions. Division and square root take the divider, which is not pipelined as adders are. */
const COSTS: Partial<Record<Operation, number>> = {
  constant: 0,
  variable: 0,
  div: 4,
  sqrt: 4,
  nearest: 2,
  floor: 2,
  pow2: 2,
  exponent: 2,
  mantissa: 2,
}

/** Half as many numbers of float64 fit a vector. */
const WIDE = 2

const known = new WeakMap<Expr, number>()

/** The cost after expansion, in additions; shared parts count once. */
export function costOf(expr: Expr): number {
  const before = known.get(expr)
  if (before !== undefined) return before
  const cost = costOfAll([expr])
  known.set(expr, cost)
  return cost
}

/** The cost of several together, where nothing happens that seldom does. */
export function costOfAll(exprs: readonly Expr[]): number {
  return descendUsual(exprs.map(expandForFloat32)).reduce((sum, node) => sum + costOfNode(node), 0)
}

function costOfNode(node: Expr): number {
  return (COSTS[node.operation] ?? 1) * (isWide(node) ? WIDE : 1)
}
