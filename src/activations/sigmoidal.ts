/** Bounded, from one side to the other. */

import { apply, clip } from '../expr/index.ts'
import { activation } from './activation.ts'

export const sigmoid = activation('sigmoid', (x) => apply('sigmoid', x), {
  aliases: ['logistic'],
  summary: '1 / (1 + e⁻ˣ)',
  source: 'Verhulst 1838, Notice sur la loi que la population suit dans son accroissement',
})

/** The test is on x: (x + 3)/6 rounds onto the clip edge before x reaches it. */
export const hardSigmoid = activation('hardSigmoid', (x) => clip(x, -3, 3).add(3).div(6), {
  summary: 'x/6 + ½ held between 0 and 1 (PyTorch; Keras 2 has x/5 + ½)',
  source: 'Courbariaux et al. 2015, arXiv:1511.00363',
})

export const tanh = activation('tanh', (x) => apply('tanh', x), {
  summary: '(eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)',
  source: 'LeCun et al. 1998, Efficient BackProp',
})

export const hardTanh = activation('hardTanh', (x) => clip(x, -1, 1), {
  summary: 'x held between −1 and 1',
  source: 'Collobert 2004, Large scale machine learning',
})

export const softsign = activation('softsign', (x) => apply('softsign', x), {
  aliases: ['elliott'],
  summary: 'x / (1 + |x|)',
  source: 'Elliott 1993, A better activation function for artificial neural networks',
})
