/** Pieces of straight lines that look at more than one number: the axis grows or shrinks, or is sorted in groups. */

import { concat } from '../../graph/index.ts'
import { relu } from '../elementwise/rectified.ts'
import { atEnd, pointwise } from './axes.ts'
import { vectorActivation } from './entry.ts'

export const crelu = vectorActivation(
  'crelu',
  (x, { axis }) => atEnd(x, axis, (y) => concat([pointwise(relu, y), pointwise((v) => relu(v.neg()), y)])),
  {
    aliases: ['concatenatedRelu'],
    summary: 'relu(x) and relu(−x) side by side: the axis doubles',
    source: 'Shang et al. 2016, Understanding and improving convolutional neural networks, arXiv:1603.05201',
    year: 2016,
  },
)
