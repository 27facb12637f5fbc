/**
 * What one layer of random weights does to the variance of its pre-activations: mean field theory, exact for
 * wide layers. Weights have the variance σ_w²/fan-in, biases σ_b². Poole et al. 2016, arXiv:1606.05340.
 */

import { type Activation, gaussianMeans, propertiesOf } from '../activations/index.ts'
import { type Expr, X } from '../expr/index.ts'

/** How the weights of every layer are drawn. */
export interface Weights {
  /** σ_w: the standard deviation of a weight is σ_w/√fan-in. What initialisers call the gain. */
  readonly weightStd: number
  /** σ_b, of the biases. Default: 0. */
  readonly biasStd?: number
}

/** Below this a variance counts as 0, where φ is its tangents. */
const LEAST = 2 ** -80

/** E φ(√q·z)² and E φ′(√q·z)², z ~ N(0, 1). */
export function secondMomentsAt(
  fn: Activation,
  q: number,
): { readonly value: number; readonly slope: number } {
  const { expression, derivative } = fn
  const [value = 0, slope = 0] = meansAt(fn, [expression.mul(expression), derivative.mul(derivative)], q)
  return { value, slope }
}

/** E f(√q·z) of functions of `X`. */
function meansAt(fn: Activation, exprs: readonly Expr[], q: number): readonly number[] {
  return gaussianMeans(exprs, propertiesOf(fn).kinks, Math.sqrt(Math.max(q, LEAST)))
}

/** The variance map: the variance q of pre-activations one layer on, q′ = σ_w²·E φ(√q·z)² + σ_b². */
export function varianceMap(fn: Activation, { weightStd, biasStd = 0 }: Weights, q: number): number {
  return weightStd ** 2 * secondMomentsAt(fn, q).value + biasStd ** 2
}

/**
 * χ₁ = σ_w²·E φ′(√q·z)²: what a layer multiplies the variance of gradients by, on their way back, and small
 * differences between inputs, on their way forth.
 */
export function slopeAt(fn: Activation, { weightStd }: Weights, q: number): number {
  return weightStd ** 2 * secondMomentsAt(fn, q).slope
}

/**
 * The derivative of the variance map at q: σ_w²·E [φ′² + φ·φ″], written as σ_w²·E [u·φ(u)·φ′(u)]/q, which
 * asks for no second derivative and so holds across kinks.
 */
export function varianceSlopeAt(fn: Activation, { weightStd }: Weights, q: number): number {
  const at = Math.max(q, LEAST)
  const [mean = 0] = meansAt(fn, [X.mul(fn.expression).mul(fn.derivative)], at)
  return (weightStd ** 2 * mean) / at
}
