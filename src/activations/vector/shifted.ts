/** What a softmax is made of: exponentials that cannot overflow, and their sum. */

import { type Expr, exp, select } from '../../expr/index.ts'
import { detach, maximum, type Node } from '../../graph/index.ts'
import { pointwise, sumAlong } from './axes.ts'

export interface Shifted {
  /** The greatest element, detached: no gradient flows through the shift, since it cancels. 0 if it is −∞. */
  readonly greatest: Node
  /** x − greatest. */
  readonly differences: Node
  readonly exponentials: Node
  /** Of the exponentials; the axis stays with extent 1. */
  readonly sum: Node
}

/** `shift` says by what to shift, given the greatest element unless that is −∞. */
export function shifted(
  x: Node,
  axis: number,
  shift: (greatest: Expr) => Expr = (greatest) => greatest,
): Shifted {
  const greatest = detach(pointwise((most) => shift(orZero(most)), maximum(x, axis)))
  const differences = pointwise((a, b) => a.sub(b), x, greatest)
  const exponentials = pointwise(exp, differences)
  return { greatest, differences, exponentials, sum: sumAlong(exponentials, axis) }
}

/**
 * Of nothing but masks the sum is 0, which a shift by −∞ would make NaN. Shifted by ∞, a row becomes NaN throughout:
 * ∞ is no logit, and what comes of one must not look like probabilities.
 */
function orZero(greatest: Expr): Expr {
  return select(greatest.eq(Number.NEGATIVE_INFINITY), 0, greatest)
}
