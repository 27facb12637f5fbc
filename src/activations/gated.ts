/** x times a gate between 0 and 1 that closes at −∞, where `gate` keeps the limit 0. */

import { clip, gate, normalCdf, sigmoid, softplus, tanh } from '../expr/index.ts'
import { activation } from './activation.ts'

export const silu = activation('silu', (x, { beta }) => gate(x, sigmoid(x.mul(beta))), {
  parameters: { beta: { default: 1, range: [-100, 100] } },
  aliases: ['swish'],
  summary: 'x·σ(β·x)',
  source: 'Elfwing, Uchibe & Doya 2017, arXiv:1702.03118; Ramachandran, Zoph & Le 2017, arXiv:1710.05941',
})

export const hardSilu = activation('hardSilu', (x) => gate(x, clip(x, -3, 3).add(3).div(6)), {
  aliases: ['hardSwish'],
  summary: 'x·hardSigmoid(x)',
  source: 'Howard et al. 2019, MobileNetV3, arXiv:1905.02244',
})

export const gelu = activation('gelu', (x) => gate(x, normalCdf(x)), {
  aliases: ['geluExact', 'geluErf'],
  summary: 'x·Φ(x), Φ the normal distribution function',
  source: 'Hendrycks & Gimpel 2016, arXiv:1606.08415',
})

const SQRT_8_OVER_PI = Math.sqrt(8 / Math.PI)

/** ½(1 + tanh(u/2)) is σ(u), which does not vanish at −5 as 1 + tanh does. */
export const geluTanh = activation(
  'geluTanh',
  (x) =>
    gate(
      x,
      sigmoid(
        x.mul(
          x
            .mul(x)
            .mul(0.044715 * SQRT_8_OVER_PI)
            .add(SQRT_8_OVER_PI),
        ),
      ),
    ),
  {
    aliases: ['geluNew', 'geluApproximate', 'geluPytorchTanh'],
    summary: 'x·½·(1 + tanh(√(2/π)·(x + 0.044715·x³))): gelu, approximately',
    source: 'Hendrycks & Gimpel 2016, arXiv:1606.08415, section 2',
  },
)

/** On float32 targets without the logarithm of softplus: see `expr/approx/compose.ts`. */
export const mish = activation('mish', (x) => gate(x, tanh(softplus(x))), {
  summary: 'x·tanh(softplus(x))',
  source: 'Misra 2019, arXiv:1908.08681',
})
