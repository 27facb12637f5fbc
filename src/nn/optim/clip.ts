/** Limits on gradients, so that a step into a cliff is no leap: functions from gradients to gradients. */

import { OgeeError } from '../../base/index.ts'
import { constant } from '../../expr/expr.ts'
import type { Tensor } from '../tensor.ts'

/**
 * All gradients times min(1, most / norm), where the norm is that of all of them as one vector: their direction
 * stays. Gradients whose squares overflow become 0, and NaN stays. Pascanu et al. 2013 (arXiv:1211.5063), as `clip_grad_norm_` in PyTorch and `global_clipnorm` in Keras.
 */
export function clipGradNorm(gradients: readonly Tensor[], most: number): Tensor[] {
  checkMost('clipGradNorm', most)
  const [first, ...others] = gradients.map((gradient) => gradient.mul(gradient).sum())
  if (!first) return []
  const norm = others.reduce((sum, square) => sum.add(square), first).sqrt()
  const scale = norm.map((x) => constant(most).div(x.max(most)))
  return gradients.map((gradient) => gradient.mul(scale))
}

/** Each gradient by itself, as `clipnorm` in Keras. */
export function clipEachGradNorm(gradients: readonly Tensor[], most: number): Tensor[] {
  return gradients.flatMap((gradient) => clipGradNorm([gradient], most))
}

/** Each element between −most and most: `clip_grad_value_` in PyTorch, `clipvalue` in Keras. */
export function clipGradValue(gradients: readonly Tensor[], most: number): Tensor[] {
  checkMost('clipGradValue', most)
  return gradients.map((gradient) => gradient.map((g) => g.max(-most).min(most)))
}

function checkMost(where: string, most: number): void {
  if (most > 0) return
  throw new OgeeError({ where, problem: 'no such limit', expected: 'a number above 0', got: `${most}` })
}
