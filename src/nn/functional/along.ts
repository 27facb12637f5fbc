/** Functions along an axis of a tensor: the catalogue's, and the logarithm of a sum of exponentials. */

import type { VectorActivation } from '../../activations/index.ts'
import { shifted } from '../../activations/vector/shifted.ts'
import { normalizeAxis, type Random, type Shape } from '../../base/index.ts'
import { type Expr, select } from '../../expr/index.ts'
import { type Node, noise } from '../../graph/index.ts'
import { checkByName } from '../options.ts'
import { Tensor } from '../tensor.ts'

export interface DimOptions {
  /** The axis to act along, counted from the front, or from the back when negative. */
  readonly dim?: number
}

/** What an entry takes besides its input, with tensors in place of nodes and PyTorch's word for the axis. */
export type AlongOptions<Entry> = Entry extends (x: Node, options?: infer Options) => Node
  ? WithTensors<DimOptions & Omit<Options, 'axis' | 'uniform'>>
  : never

/** One type, not several joined: TypeScript lets a number pass for options that are all optional in a joined one. */
type WithTensors<Options> = { readonly [K in keyof Options]: WithTensor<Options[K]> }
type WithTensor<T> = T extends Node ? Tensor : T

/**
 * A vector-valued activation along `dim`; parameters that are tensors have gradients. Those that draw random
 * numbers draw them from `random`, and none without.
 */
export function activateAlong<Entry extends VectorActivation>(
  entry: Entry,
  x: Tensor,
  options?: AlongOptions<Entry>,
  random?: Random,
): Tensor {
  checkByName(entry.name, options)
  const { dim = entry.axis, ...values }: DimOptions = options ?? {}
  const nodes = Object.entries<unknown>(values).map(([name, value]) => [
    name,
    value instanceof Tensor ? value.node : value,
  ])
  const uniform = random && ((shape: Shape) => noise(shape, random))
  return new Tensor(entry(x.node, { axis: dim, uniform, ...Object.fromEntries(nodes) }))
}

/** ln Σ e^xⱼ along `dim`: −∞ where all are −∞, and ∞ where one is ∞, by way of a shift by 0. */
export function logSumExp(
  x: Tensor,
  { dim, keepdim = false }: Required<DimOptions> & { readonly keepdim?: boolean },
): Tensor {
  const axis = normalizeAxis('logSumExp', dim, x.shape.length)
  const finite = (greatest: Expr) => select(greatest.lt(Number.POSITIVE_INFINITY), greatest, 0)
  const { sum, greatest } = shifted(x.node, axis, finite)
  const result = new Tensor(sum).log().add(new Tensor(greatest))
  return keepdim ? result : result.sum({ dim })
}
