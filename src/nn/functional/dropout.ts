/** Zeros at random. */

import { OgeeError, type Random } from '../../base/index.ts'
import { select } from '../../expr/index.ts'
import { argument, elementwise, noise } from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'

/**
 * Each element is 0 with probability p, and the others are divided by 1 − p, so that means stay: Srivastava et
 * al. 2014, scaled in training as PyTorch and Keras do.
 */
export function dropout(x: Tensor, p: number, random: Random): Tensor {
  checkProbability(p)
  if (p === 0) return x
  const kept = argument(0).mul(1 / (1 - p))
  return new Tensor(elementwise(select(argument(1).lt(p), 0, kept), [x.node, noise(x.shape, random)]))
}

export function checkProbability(p: number): void {
  if (p >= 0 && p <= 1) return
  throw new OgeeError({
    where: 'dropout',
    problem: 'p is no probability',
    expected: 'a number from 0 to 1',
    got: `${p}`,
  })
}
