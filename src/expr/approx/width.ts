/** In which arithmetic a target of float32 computes a node: between `widen` and `narrow`, in float64. */

import type { Expr } from '../expr.ts'
import { descend } from '../substitute.ts'

const known = new WeakMap<Expr, boolean>()

/** Whether a node is computed in float64. A constant is of the width of what reads it. */
export function isWide(expr: Expr): boolean {
  const before = known.get(expr)
  if (before !== undefined) return before
  for (const node of descend([expr], known)) known.set(node, isWideNode(node))
  return known.get(expr) as boolean
}

function isWideNode({ operation, args }: Expr): boolean {
  if (operation === 'widen') return true
  return operation !== 'narrow' && args.some((arg) => known.get(arg))
}
