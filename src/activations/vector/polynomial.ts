/** Powers, each divided by its root mean square along the axis. */

import type { Expr } from '../../expr/index.ts'
import { detach, maximum, type Node } from '../../graph/index.ts'
import type { Parameter } from '../parameter.ts'
import { pointwise, sumAlong } from './axes.ts'
import { vectorActivation } from './entry.ts'

const weight: Parameter = { default: 1 / 3, range: [-100, 100], learned: true }

/**
 * Powers of x/s with s the greatest magnitude, where that exceeds 1, are the same without overflowing; s is
 * detached, since nothing depends on it.
 */
export const polyNorm = vectorActivation(
  'polyNorm',
  (x, { axis, parameters: { weight1, weight2, weight3, bias, epsilon } }) => {
    const size = detach(
      pointwise(
        (most) => most.max(1),
        maximum(
          pointwise((v) => v.abs(), x),
          axis,
        ),
      ),
    )
    const scaled = pointwise((v, s) => v.div(s), x, size)
    const terms = [weight1, weight2, weight3].map((w, i) => {
      const power = raised(scaled, i + 1)
      const squares = sumAlong(raised(power, 2), axis)
      const least = pointwise((e, s) => e.div(powerOf(s, 2 * i + 2)), epsilon, size)
      const rms = pointwise(
        (sum, e) =>
          sum
            .div(x.shape[axis] as number)
            .add(e)
            .sqrt(),
        squares,
        least,
      )
      return pointwise((p, r, factor) => p.div(r).mul(factor), power, rms, w)
    })
    return pointwise((a, b, c, d) => a.add(b).add(c).add(d), ...terms, bias)
  },
  {
    parameters: {
      weight1: weight,
      weight2: weight,
      weight3: weight,
      bias: { default: 0, range: [-100, 100], learned: true },
      epsilon: { default: 1e-6, range: [0, 1] },
    },
    summary: 'Σ wₖ·xᵏ / rms(xᵏ) + b for k = 1, 2, 3, with weights and bias learned',
    source: 'Zhuo et al., Polynomial composition activations, arXiv:2411.03884',
    year: 2024,
    advice: { use: 'The hidden layers of transformers; no further normalisation is needed after it.' },
  },
)

function raised(x: Node, exponent: number): Node {
  return pointwise((v) => powerOf(v, exponent), x)
}

function powerOf(v: Expr, exponent: number): Expr {
  return Array.from({ length: exponent - 1 }).reduce<Expr>((product) => product.mul(v), v)
}
