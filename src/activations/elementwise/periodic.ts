/** Sines and their kin. At ±∞ those without a limit are NaN. */

import { constant, cos, polynomial, select, sin } from '../../expr/index.ts'
import { activation } from '../activation.ts'

export const sine = activation('sine', (x) => sin(x), {
  aliases: ['sin'],
  summary: 'sin(x)',
})

export const cosine = activation('cosine', (x) => cos(x), {
  aliases: ['cos'],
  summary: 'cos(x)',
})

export const siren = activation('siren', (x, { omega0 }) => sin(x.mul(omega0)), {
  parameters: { omega0: { default: 30, range: [1e-3, 1e4] } },
  summary: 'sin(ω₀·x)',
  source:
    'Sitzmann et al., Implicit neural representations with periodic activation functions, arXiv:2006.09661',
  year: 2020,
  advice: {
    use: 'Networks that represent signals: images, sound, fields and their derivatives.',
    pitfalls:
      'Needs its own initial weights: uniform up to 1/n in the first layer, up to √(6/n)/ω₀ in others.',
  },
})

export const snake = activation('snake', (x, { alpha }) => snakeBeta(x, { alpha, beta: alpha }), {
  parameters: { alpha: { default: 1, range: [1e-3, 1e3], learned: true } },
  summary: 'x + sin²(α·x)/α, with α learned',
  source: 'Ziyin, Hartwig & Ueda, Neural networks fail to learn periodic functions, arXiv:2006.08195',
  year: 2020,
  advice: { use: 'Periodic data that must be extrapolated; audio codecs and vocoders.' },
})

/** The sine of ±∞ is NaN, but the limit there is x; of the slope there is none: that of 1/(1 + x²) is ∞·0. */
export const snakeBeta = activation(
  'snakeBeta',
  (x, { alpha, beta }) => {
    const wave = sin(x.mul(alpha))
    const vanishing = constant(1).div(x.mul(x).add(1))
    const inside = x.abs().lt(Number.POSITIVE_INFINITY)
    return select(inside, wave.mul(wave).div(beta), vanishing).add(x)
  },
  {
    parameters: {
      alpha: { default: 1, range: [1e-3, 1e3], learned: true },
      beta: { default: 1, range: [1e-3, 1e3], learned: true },
    },
    summary: 'x + sin²(α·x)/β, with α and β learned',
    source: 'Lee et al., BigVGAN, arXiv:2206.04658',
    year: 2022,
    advice: { use: 'Vocoders, with α and β one per channel.' },
  },
)

export const gcu = activation('gcu', (x) => x.mul(cos(x)), {
  aliases: ['growingCosine'],
  summary: 'x·cos(x)',
  source: 'Noel, Trivedi & Dutta, Growing cosine unit, arXiv:2108.12943',
  year: 2021,
})

/** sin(x)/x in x²: (−1)ᵏ/(2k + 1)!. 11 terms are enough for |x| ≤ 1. */
const SERIES = Array.from({ length: 11 }, (_, k) => (-1) ** k / factorial(2 * k + 1))

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}

/** Near 0 a series, because the derivative (cos x − sin(x)/x)/x would cancel. 1/x at ±∞, and for NaN. */
export const sinc = activation(
  'sinc',
  (x) =>
    select(
      x.abs().le(1),
      polynomial(x.mul(x), SERIES),
      select(x.abs().lt(Number.POSITIVE_INFINITY), sin(x), 1).div(x),
    ),
  { summary: 'sin(x)/x, 1 at 0' },
)
