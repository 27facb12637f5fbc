/** Shrinkage: small numbers become 0, others move towards it. The tests are such that a NaN stays one. */

import { apply, polynomial, select, tanh } from '../../expr/index.ts'
import { activation } from '../activation.ts'

export const shrink = activation(
  'shrink',
  (x, { lambda, bias }) => select(x.abs().le(lambda), 0, x.sub(apply('copySign', bias, x))),
  {
    parameters: { lambda: { default: 0.5, range: [0, 1e6] }, bias: { default: 0, range: [0, 1e6] } },
    summary: '0 for |x| ≤ λ, x − sign(x)·bias beyond (ONNX)',
    frameworks: { burn: [{ name: 'Shrink', defaults: { bias: 0.5 } }] },
  },
)

export const softShrink = activation('softShrink', (x, { lambda }) => shrink(x, { lambda, bias: lambda }), {
  parameters: { lambda: { default: 0.5, range: [0, 1e6] } },
  aliases: ['softThreshold'],
  summary: 'sign(x)·max(|x| − λ, 0)',
  source: 'Donoho, De-noising by soft-thresholding, IEEE Transactions on Information Theory 1995',
  year: 1995,
  frameworks: {
    pytorch: ['nn.Softshrink', 'F.softshrink'],
    keras: ['soft_shrink'],
    mlx: ['nn.softshrink', 'nn.Softshrink'],
    burn: ['SoftShrink'],
  },
  advice: { use: 'The proximal operator of λ·|x|: unrolled sparse coding, denoising.' },
})

export const hardShrink = activation('hardShrink', (x, { lambda }) => select(x.abs().le(lambda), 0, x), {
  parameters: { lambda: { default: 0.5, range: [0, 1e6] } },
  aliases: ['hardThreshold'],
  summary: 'x for |x| > λ, 0 between',
  frameworks: {
    pytorch: ['nn.Hardshrink', 'F.hardshrink'],
    keras: ['hard_shrink'],
    mlx: ['nn.hard_shrink', 'nn.HardShrink'],
    burn: ['HardShrink'],
  },
})

/** x − tanh x = x³·S(x²), and S by tanh′ = 1 − tanh²; 16 terms are enough for |x| < ½. */
const SERIES = (() => {
  const tanhTerms = [1]
  for (let k = 1; k <= 16; k++) {
    const square = tanhTerms.reduce((sum, c, i) => sum + c * (tanhTerms[k - 1 - i] as number), 0)
    tanhTerms.push(-square / (2 * k + 1))
  }
  return tanhTerms.slice(1).map((c) => -c)
})()

export const tanhShrink = activation(
  'tanhShrink',
  (x) => {
    const square = x.mul(x)
    return select(x.abs().lt(0.5), polynomial(square, SERIES).mul(square).mul(x), x.sub(tanh(x)))
  },
  {
    summary: 'x − tanh(x)',
    frameworks: {
      pytorch: ['nn.Tanhshrink', 'F.tanhshrink'],
      keras: ['tanh_shrink'],
      burn: ['activation::tanhshrink'],
    },
  },
)
