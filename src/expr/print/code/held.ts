/** What does not depend on x: numbers, parameters, and what is made of them alone. */

import { type Expr, X } from '../../expr.ts'
import { descend } from '../../substitute.ts'

const known = new WeakMap<Expr, boolean>()

export function isHeld(expr: Expr): boolean {
  for (const node of descend([expr], known))
    known.set(node, node !== X && node.args.every((arg) => known.get(arg)))
  return known.get(expr) as boolean
}
