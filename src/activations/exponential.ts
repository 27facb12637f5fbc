/** Linear above 0, exponential below. Below 0 they are expm1, which keeps its digits near 0. */

import { expm1, select } from '../expr/index.ts'
import { activation } from './activation.ts'

const SELU_ALPHA = 1.6732632423543772
const SELU_SCALE = 1.0507009873554805

export const elu = activation('elu', (x, { alpha }) => select(x.gt(0), x, expm1(x).mul(alpha)), {
  parameters: { alpha: { default: 1, range: [0, 100] } },
  summary: 'x for x > 0, α·(eˣ − 1) below',
  source: 'Clevert, Unterthiner & Hochreiter 2015, arXiv:1511.07289',
})

export const celu = activation('celu', (x, { alpha }) => select(x.gt(0), x, expm1(x.div(alpha)).mul(alpha)), {
  parameters: { alpha: { default: 1, range: [1e-6, 100] } },
  summary: 'x for x > 0, α·(exp(x/α) − 1) below: continuously differentiable for every α',
  source: 'Barron 2017, arXiv:1704.07483',
})

/** λ and α make mean 0 and variance 1 a fixed point. */
export const selu = activation(
  'selu',
  (x) => select(x.gt(0), x.mul(SELU_SCALE), expm1(x).mul(SELU_SCALE * SELU_ALPHA)),
  {
    summary: 'λ·x for x > 0, λ·α·(eˣ − 1) below, λ = 1.0507…, α = 1.6733…',
    source: 'Klambauer et al. 2017, arXiv:1706.02515',
  },
)
