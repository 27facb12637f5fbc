/** Losses of numbers: how far outputs are from targets. Element by element first, then as means per row. */

import { OgeeError } from '../../base/index.ts'
import { select } from '../../expr/expr.ts'
import type { Tensor } from '../tensor.ts'
import { elements, rowMeans } from './loss.ts'

/** (output − target)², for outputs and targets of any one shape. */
export function squaredErrors(output: Tensor, target: Tensor): Tensor {
  return elements('meanSquaredError', output, target, (x, y) => x.sub(y).mul(x.sub(y)))
}

/** |output − target|. */
export function absoluteErrors(output: Tensor, target: Tensor): Tensor {
  return elements('meanAbsoluteError', output, target, (x, y) => x.sub(y).abs())
}

/** ½·d² up to |d| = delta and delta·(|d| − ½·delta) beyond, d = output − target: Huber 1964. */
export function huberErrors(output: Tensor, target: Tensor, delta: number): Tensor {
  checkBreak('huberLoss', 'delta', delta)
  return elements('huberLoss', output, target, (x, y) => {
    const d = x.sub(y).abs()
    return select(d.le(delta), d.mul(d).mul(0.5), d.sub(delta / 2).mul(delta))
  })
}

/** Where a loss goes over from squares to a straight line. */
export function checkBreak(where: string, name: string, value: number): void {
  if (value > 0 && Number.isFinite(value)) return
  throw new OgeeError({
    where,
    problem: `${name} is out of range`,
    expected: 'a number above 0',
    got: `${value}`,
  })
}

/** Mean over the columns of (output − target)². */
export function meanSquaredError(output: Tensor, target: Tensor): Tensor {
  return rowMeans('meanSquaredError', squaredErrors(output, target))
}

/** Mean over the columns of |output − target|. */
export function meanAbsoluteError(output: Tensor, target: Tensor): Tensor {
  return rowMeans('meanAbsoluteError', absoluteErrors(output, target))
}

/** Mean over the columns of ½·d² up to |d| = delta and delta·(|d| − ½·delta) beyond, d = output − target. */
export function huberLoss(output: Tensor, target: Tensor, delta = 1): Tensor {
  return rowMeans('huberLoss', huberErrors(output, target, delta))
}
