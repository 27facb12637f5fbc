/** Zeros at random. */

import { OgeeError, type Random } from '../../base/index.ts'
import { constant, select } from '../../expr/index.ts'
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

/** What SELU tends to on the left, −λ·α. */
const SELU_LOW = -1.7580993408473766

/**
 * For networks of SELU: each element is SELU's limit on the left with probability p, and all are then scaled and
 * shifted so that mean 0 and variance 1 stay. Klambauer et al. 2017, arXiv:1706.02515, section 3, "alpha dropout".
 */
export function alphaDropout(x: Tensor, p: number, random: Random): Tensor {
  checkProbability(p)
  if (p === 0) return x
  if (p === 1) return new Tensor(elementwise(constant(0), [], x.shape))
  const scale = 1 / Math.sqrt((1 - p) * (1 + p * SELU_LOW ** 2))
  const shift = -scale * p * SELU_LOW
  const [dropped, kept] = [scale * SELU_LOW + shift, argument(0).mul(scale).add(shift)]
  return new Tensor(elementwise(select(argument(1).lt(p), dropped, kept), [x.node, noise(x.shape, random)]))
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
