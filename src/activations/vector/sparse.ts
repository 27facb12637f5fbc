/**
 * Onto the simplex, with zeros: the threshold below which everything is 0 is found by bisection on detached
 * values, and then expressed by what lies above it, so that its gradient comes out by differentiation.
 */

import { constant, type Expr, exp, log, select } from '../../expr/index.ts'
import { constantNode, detach, elementwise, maximum, type Node } from '../../graph/index.ts'
import { pointwise, sumAlong } from './axes.ts'
import { vectorActivation } from './entry.ts'
import { softmax } from './normalising.ts'
import { shifted } from './shifted.ts'

/** The threshold lies in an interval of length 1; what is left of it is below float32's rounding of 1. */
const HALVINGS = 25

/** So far below the greatest element everything is 0, unless α − 1 < 1e-5; a mask of −∞ times 0 would be NaN. */
const FAR = 1e5

/** What stands where something lies above the threshold, 0 elsewhere; NaN stays NaN. */
type Part = (above: Expr, alpha: Expr) => Expr

/** The greatest t in [−1, 0] with Σ part(x − t) ≥ 1, to 2⁻²⁵. The greatest x is 0, and part(1) is 1. */
function thresholdOf(x: Node, axis: number, part: Part, alpha: Node): Node {
  let low = elementwise(constant(-1), [])
  for (let width = 0.5; width >= 2 ** -HALVINGS; width /= 2) {
    const parts = pointwise((v, from, a) => part(v.sub(from.add(width)), a), x, low, alpha)
    low = pointwise((sum, from) => from.add(select(sum.ge(1), width, 0)), sumAlong(parts, axis), low)
  }
  return low
}

/** The mean of the support, less what makes it add up to 1. */
export const sparsemax = vectorActivation(
  'sparsemax',
  (x, { axis }) => {
    const { differences } = shifted(x, axis)
    const fixed = detach(differences)
    const threshold = thresholdOf(fixed, axis, (above) => above.max(0), elementwise(constant(2), []))
    const support = pointwise((v, t) => select(v.le(t), 0, 1), fixed, threshold)
    const inside = pointwise((v, w, t) => select(w.le(t), 0, v), differences, fixed, threshold)
    const [total, size] = [sumAlong(inside, axis), sumAlong(support, axis)]
    return pointwise((v, sum, n) => v.sub(sum.sub(1).div(n)).max(0), differences, total, size)
  },
  {
    summary: 'max(xᵢ − τ, 0) with τ such that they add up to 1: the nearest point of the simplex',
    source: 'Martins & Astudillo, From softmax to sparsemax, arXiv:1602.02068',
    year: 2016,
    frameworks: { keras: ['sparsemax'] },
    advice: {
      use: 'Attention over few of many, and posteriors that may exclude.',
      pitfalls: 'Its zeros have no logarithm: cross-entropy needs softmax.',
    },
  },
)

/**
 * One Newton step from the threshold found gives the last digits, and another, its slope detached, the
 * gradient, which reaches alpha as well.
 */
export const entmax = vectorActivation(
  'entmax',
  (x, { axis, parameters: { alpha } }) => {
    const only = numberOf(alpha)
    if (only === 1) return softmax(x, { axis })
    if (only === 2) return sparsemax(x, { axis })
    const { differences } = shifted(x, axis)
    const scaled = pointwise((v, a) => v.max(-FAR).mul(a.sub(1)), differences, alpha)
    const [fixed, exponent] = [detach(scaled), detach(alpha)]
    const power = powerFor(only)
    const bisected = thresholdOf(fixed, axis, power.value, exponent)
    const start = detach(newtonStep(fixed, bisected, axis, exponent, power))
    const threshold = newtonStep(scaled, start, axis, alpha, power)
    return pointwise((v, t, a) => power.value(v.sub(t), a), scaled, threshold, alpha)
  },
  {
    parameters: { alpha: { default: 1.5, range: [1, 10] } },
    aliases: ['alphaEntmax', 'entmax15'],
    summary:
      'max((α − 1)·xᵢ − τ, 0)^(1/(α − 1)) with τ such that they add up to 1: softmax at α = 1, sparsemax at 2',
    source: 'Peters, Niculae & Martins, Sparse sequence-to-sequence models, arXiv:1905.05702',
    year: 2019,
    advice: {
      use: 'Between softmax and sparsemax, with a gradient in α (Correia et al., arXiv:1909.00015).',
      pitfalls: 'An α that is a tensor must stay above 1.',
    },
  },
)

/** From a threshold nearer to the one where Σ power(x − t) = 1. */
function newtonStep(x: Node, from: Node, axis: number, alpha: Node, { value, slope }: Power): Node {
  const above = pointwise((v, t) => v.sub(t), x, from)
  const sum = sumAlong(pointwise(value, above, alpha), axis)
  const steepness = detach(sumAlong(pointwise(slope, above, alpha), axis))
  return pointwise((t, total, s) => t.add(total.sub(1).div(s)), from, sum, steepness)
}

/** above^(1/(α − 1)), and its derivative. */
interface Power {
  readonly value: Part
  readonly slope: Part
}

const LARGEST_PRODUCT = 8

/** By multiplication where α is a number that makes the exponent whole, as 1.5 does. */
function powerFor(alpha: number | undefined): Power {
  const exponent = alpha === undefined ? 0 : 1 / (alpha - 1)
  const whole = Math.round(exponent)
  if (whole >= 1 && whole <= LARGEST_PRODUCT && Math.abs(exponent - whole) < 1e-12 * whole)
    return {
      value: (above) => product(above.max(0), whole),
      slope: (above) => product(above.max(0), whole - 1).mul(whole),
    }
  return {
    value: (above, a) => positive(above, exp(log(above).div(a.sub(1)))),
    slope: (above, a) => positive(above, exp(log(above).mul(constant(2).sub(a).div(a.sub(1)))).div(a.sub(1))),
  }
}

function positive(above: Expr, value: Expr): Expr {
  return select(above.le(0), 0, value)
}

function product(factor: Expr, count: number): Expr {
  return Array.from({ length: count }).reduce<Expr>((made) => made.mul(factor), constant(1))
}

/** Of a node that holds one number everywhere. */
function numberOf({ op, inputs, attributes }: Node): number | undefined {
  if (op !== 'elementwise' || inputs.length > 0) return undefined
  const { operation, value } = attributes.expr
  return operation === 'constant' ? value : undefined
}

/** The first of the greatest, where there are several; NaN where there is one. */
export const hardmax = vectorActivation(
  'hardmax',
  (x, { axis }) => {
    const extent = x.shape[axis] as number
    const along = x.shape.slice(axis).map((_, i) => (i === 0 ? extent : 1))
    const order = constantNode(
      Array.from({ length: extent }, (_, i) => -i),
      along,
    )
    const fixed = detach(x)
    const greatest = maximum(fixed, axis)
    const rank = pointwise(
      (v, most, i) => select(v.eq(most), i, Number.NEGATIVE_INFINITY),
      fixed,
      greatest,
      order,
    )
    const one = pointwise((r, first) => select(r.eq(first), 1, 0), rank, maximum(rank, axis))
    return pointwise((v, most) => select(most.eq(most), v, most), one, greatest)
  },
  {
    summary: '1 at the greatest element, 0 elsewhere; no gradient',
    source: 'ONNX, operator Hardmax',
    advice: {
      pitfalls: 'Nothing is learned through it: gumbelSoftmax with hard: true lets a gradient pass.',
    },
  },
)
