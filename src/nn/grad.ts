/** Gradients of tensors, as tensors: what `torch.autograd.grad` is for. Training compiles its own, see the trainer. */

import { gradients } from '../graph/index.ts'
import { Tensor } from './tensor.ts'

/**
 * The gradient of a scalar tensor with respect to each of `inputs`, from which it was computed; zeros where it
 * does not depend on one. Lazy, and tensors like any other: they have gradients in turn.
 */
export function grad(scalar: Tensor, inputs: readonly Tensor[]): Tensor[] {
  const wrt = inputs.map(({ node }) => node)
  return gradients(scalar.node, wrt).map((node) => new Tensor(node))
}
