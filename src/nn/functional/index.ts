/**
 * `F`: functions of tensors in PyTorch's spelling. The activations are those of the catalogue, all of them,
 * under their names in snake case; none is listed here.
 */

import { type Activation, ELEMENTWISE, type ElementwiseName } from '../../activations/index.ts'
import { binaryCrossEntropyWithLogits, crossEntropy, meanSquaredError } from '../losses.ts'
import type { Tensor } from '../tensor.ts'
import { activate } from './activate.ts'
import { cat, logSoftmax, logSumExp, softmax } from './normalize.ts'

/** 'leakyRelu' → 'leaky_relu'. */
type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${SnakeCase<Tail>}`
    : `_${Lowercase<Head>}${SnakeCase<Tail>}`
  : Name

/** Parameters by name; those that are tensors broadcast against `x`. */
type Elementwise = (x: Tensor, parameters?: Readonly<Record<string, number | Tensor>>) => Tensor

type Elementwises = { readonly [Name in ElementwiseName as SnakeCase<Name>]: Elementwise }

const elementwises = Object.fromEntries(
  ELEMENTWISE.map((activation: Activation) => [
    activation.name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    (x: Tensor, parameters = {}) => activate(activation, x, parameters),
  ]),
) as Elementwises

/** Losses are means over the rows. */
export const F = {
  ...elementwises,
  softmax,
  log_softmax: logSoftmax,
  logsumexp: logSumExp,
  cat,
  cross_entropy: (logits: Tensor, target: Tensor): Tensor => crossEntropy(logits, target).mean(),
  binary_cross_entropy_with_logits: (logits: Tensor, target: Tensor): Tensor =>
    binaryCrossEntropyWithLogits(logits, target).mean(),
  mse_loss: (output: Tensor, target: Tensor): Tensor => meanSquaredError(output, target).mean(),
} as const
