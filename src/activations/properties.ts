/**
 * What an activation does to a standard normal input, computed from its expression: the moments on which
 * initialisation and signal propagation rest. Composite Gauss–Legendre quadrature on [−12, 12], split at
 * whole numbers and at kinks, gives ten digits and more; Gauss–Hermite would not, across a kink.
 */

import { descend, type Expr, evaluateAll, X } from '../expr/index.ts'
import type { Activation } from './activation.ts'

export interface Properties {
  /** E φ(z), z ~ N(0, 1). */
  readonly mean: number
  /** E φ(z)². */
  readonly secondMoment: number
  /** E φ′(z)². */
  readonly slopeSecondMoment: number
  /** 1/√E φ(z)²: the weight scale that keeps the second moment at 1, forwards (He et al. 2015). */
  readonly gain: number
  /** 1/√E φ′(z)²: the same for gradients, backwards. */
  readonly backwardGain: number
  /** gain²·E φ′(z)²: what a layer does to the variance of gradients (Poole et al. 2016); 1 is neutral. */
  readonly chi1: number
}

export function propertiesOf({ expression, derivative }: Activation): Properties {
  const [mean, secondMoment, slopeSecondMoment] = gaussianMeans(
    [expression, expression.mul(expression), derivative.mul(derivative)],
    breakpoints([expression, derivative]),
  ) as [number, number, number]
  return {
    mean,
    secondMoment,
    slopeSecondMoment,
    gain: 1 / Math.sqrt(secondMoment),
    backwardGain: 1 / Math.sqrt(slopeSecondMoment),
    chi1: slopeSecondMoment / secondMoment,
  }
}

const REACH = 12

/** E f(std·z), z ~ N(0, 1), of expressions in `X`. `kinks` are values of x at which to split. */
export function gaussianMeans(exprs: readonly Expr[], kinks: readonly number[], std = 1): number[] {
  const whole = Array.from({ length: 2 * REACH + 1 }, (_, i) => i - REACH)
  const ends = [...new Set([...whole, ...kinks.map((kink) => kink / std)])]
    .filter((z) => Math.abs(z) <= REACH)
    .sort((a, b) => a - b)
  const points: number[] = []
  const weights: number[] = []
  for (let i = 1; i < ends.length; i++) {
    const [low, high] = [ends[i - 1] as number, ends[i] as number]
    for (const [node, weight] of LEGENDRE) {
      const z = (low + high) / 2 + ((high - low) / 2) * node
      points.push(std * z)
      weights.push(((high - low) / 2) * weight * Math.exp((-z * z) / 2))
    }
  }
  return evaluateAll(exprs, { x: points }).map(
    (values) => values.reduce((sum, value, i) => sum + value * (weights[i] as number), 0) / ROOT_2PI,
  )
}

const ROOT_2PI = Math.sqrt(2 * Math.PI)

/** The constants with which x itself is compared. */
function breakpoints(exprs: readonly Expr[]): number[] {
  return descend(exprs).flatMap(({ operation, args }) => {
    if (!COMPARING.has(operation) || !args.includes(X)) return []
    return args.flatMap((arg) => (arg.operation === 'constant' ? [arg.value] : []))
  })
}

const COMPARING = new Set<string>(['lt', 'le', 'eq', 'min', 'max'])

/** Nodes and weights on [−1, 1], by Newton's iteration on the Legendre polynomial of degree 16. */
const LEGENDRE: readonly (readonly [node: number, weight: number])[] = gaussLegendre(16)

function gaussLegendre(degree: number): [number, number][] {
  return Array.from({ length: degree }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (degree + 0.5))
    let slope = 1
    for (let step = 0; step < 8; step++) {
      const [value, before] = legendre(degree, x)
      slope = (degree * (x * value - before)) / (x * x - 1)
      x -= value / slope
    }
    return [x, 2 / ((1 - x * x) * slope * slope)]
  })
}

/** P_n(x) and P_{n−1}(x), by Bonnet's recursion. */
function legendre(n: number, x: number): [number, number] {
  let [value, before] = [x, 1]
  for (let k = 2; k <= n; k++) [value, before] = [((2 * k - 1) * x * value - (k - 1) * before) / k, value]
  return [value, before]
}
