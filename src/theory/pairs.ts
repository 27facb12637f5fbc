/** Means over two correlated normal variables, by nested quadrature that knows where the kinks are. */

import { DEGREE, LEGENDRE } from '../activations/properties/legendre.ts'
import { type Expr, evaluateAll } from '../expr/index.ts'

/** Ends of the intervals, in standard deviations: the density beyond them is below 10⁻¹⁸. */
const ENDS = [-9, -6, -3, 0, 3, 6, 9]
const REACH = 9

/**
 * E f(√q·u)·f(√q·v) of an expression f of `X`, for standard normal u and v of correlation c in [−1, 1]. Some
 * ten digits, less only where c is within 10⁻⁸ of ±1.
 */
export function pairMean(f: Expr, kinks: readonly number[], q: number, c: number): number {
  const std = Math.sqrt(q)
  const breaks = kinks.map((kink) => kink / std)
  // v = c·u + s·w, with w independent of u.
  const s = Math.sqrt(Math.max(0, (1 - c) * (1 + c)))
  const outer = rule([...breaks, ...breaks.flatMap((at) => [-9, -3, -1, 1, 3, 9].map((k) => at + k * s))])
  const inner = outer.points.map((u) => rule(s === 0 ? [] : breaks.map((at) => (at - c * u) / s)))
  const v = outer.points.flatMap((u, i) => (inner[i] as Rule).points.map((w) => std * (c * u + s * w)))
  const [atU] = evaluateAll([f], { x: outer.points.map((u) => std * u) }) as [Float64Array]
  const [atV] = evaluateAll([f], { x: v }) as [Float64Array]
  let [sum, next] = [0, 0]
  outer.weights.forEach((weight, i) => {
    let conditional = 0
    for (const share of (inner[i] as Rule).weights) conditional += share * (atV[next++] as number)
    sum += weight * (atU[i] as number) * conditional
  })
  return sum
}

interface Rule {
  readonly points: readonly number[]
  readonly weights: readonly number[]
}

/** Nodes and weights for the standard normal distribution, split at `breaks`. */
function rule(breaks: readonly number[]): Rule {
  const ends = [...new Set([...ENDS, ...breaks.filter((z) => Math.abs(z) < REACH)])].sort((a, b) => a - b)
  const points: number[] = []
  const weights: number[] = []
  for (let i = 1; i < ends.length; i++) {
    const [low, high] = [ends[i - 1] as number, ends[i] as number]
    for (let k = 0; k < DEGREE; k++) {
      const [node, weight] = LEGENDRE[k] as readonly [number, number]
      const z = (low + high) / 2 + ((high - low) / 2) * node
      points.push(z)
      weights.push(((high - low) / 2) * weight * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)))
    }
  }
  return { points, weights }
}
