/** Smooth relatives of the rectifier, and of its logarithm. */

import { apply, select } from '../expr/index.ts'
import { activation } from './activation.ts'

export const softplus = activation('softplus', (x, { beta }) => apply('softplus', x.mul(beta)).div(beta), {
  parameters: { beta: { default: 1, range: [1e-6, 1e6] } },
  summary: 'log(1 + exp(β·x)) / β',
  source: 'Dugas et al. 2001, Incorporating second-order functional knowledge for better option pricing',
})

export const logSigmoid = activation('logSigmoid', (x) => apply('softplus', x.neg()).neg(), {
  summary: 'log σ(x) = −softplus(−x)',
})

/**
 * For x ≤ 0 the form (b/2)/(r − x) with r = √(x² + b), where the sum x + r would cancel. Beyond 2⁵⁰, r is |x|
 * in float32 and x² would soon overflow; the halves stand inside the sums for the same reason.
 */
export const squareplus = activation(
  'squareplus',
  (x, { b }) => {
    const halfR = select(x.abs().lt(2 ** 50), x.mul(x).add(b).sqrt(), x.abs()).mul(0.5)
    const halfX = x.mul(0.5)
    return select(x.gt(0), halfR.add(halfX), b.mul(0.25).div(halfR.sub(halfX)))
  },
  {
    parameters: { b: { default: 4, range: [1e-6, 1e6] } },
    summary: '(x + √(x² + b)) / 2',
    source: 'Barron 2021, arXiv:2112.11687',
  },
)
