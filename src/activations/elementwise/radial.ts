/** Functions of the distance from 0, which vanish far away. */

import { gaussian as bell, constant, exp, gate } from '../../expr/index.ts'
import { activation } from '../activation.ts'

export const gaussian = activation('gaussian', (x) => bell(x), {
  aliases: ['rbf'],
  summary: 'exp(−x²)',
  source: 'Broomhead & Lowe, Multivariable functional interpolation and adaptive networks, 1988',
  year: 1988,
  advice: { use: 'Radial basis functions; coordinates as inputs.' },
})

export const garf = activation(
  'garf',
  (x, { width }) => {
    const u = x.div(width)
    return exp(u.mul(u).mul(-0.5))
  },
  {
    parameters: { width: { default: 1, range: [1e-3, 1e3] } },
    aliases: ['gaussianOfWidth'],
    summary: 'exp(−x²/(2·width²))',
    source: 'Ramasinghe & Lucey, Beyond periodicity, arXiv:2111.15135',
    year: 2021,
    advice: { use: 'Networks of coordinates, less sensitive to their initial weights than siren.' },
  },
)

export const mexicanHat = activation(
  'mexicanHat',
  (x) => gate(constant(1).sub(x.mul(x)), exp(x.mul(x).mul(-0.5))),
  {
    aliases: ['ricker'],
    summary: '(1 − x²)·exp(−x²/2)',
    source: 'Zhang & Benveniste, Wavelet networks, IEEE Transactions on Neural Networks 1992',
    year: 1992,
    advice: { use: 'Wavelet networks.' },
  },
)
