/** Pieces of straight lines that look at more than one number: the axis grows or shrinks, or is sorted in groups. */

import { select } from '../../expr/index.ts'
import { concat, maximum, merge, type Node, slice, split } from '../../graph/index.ts'
import { relu } from '../elementwise/rectified.ts'
import { atEnd, checkDivides, pointwise } from './axes.ts'
import { count, vectorActivation } from './entry.ts'

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

/** A tie's gradient is shared equally. */
export const maxout = vectorActivation(
  'maxout',
  (x, { axis, settings: { pieces } }) =>
    atEnd(x, axis, (y) => {
      checkDivides('maxout', y, pieces)
      return merge(maximum(split(y, pieces), y.shape.length))
    }),
  {
    settings: { pieces: count(2, 1) },
    summary: 'the greatest of every group of neighbours: the axis shrinks to one of its pieces',
    source: 'Goodfellow et al., Maxout networks, arXiv:1302.4389',
    year: 2013,
    advice: {
      use: 'After a linear map that is wider by the number of pieces: any convex function is learned.',
    },
  },
)

/** As many comparisons as neighbours have places: what is more than this is a sort of another kind. */
const LARGEST_GROUP = 64

/** Its Jacobian permutes, so that norms stay, and gradients with them. */
export const groupSort = vectorActivation(
  'groupSort',
  (x, { axis, settings: { size } }) =>
    atEnd(x, axis, (y) => {
      checkDivides('groupSort', y, size)
      const groups = split(y, size)
      return merge(concat(sorted(Array.from({ length: size }, (_, i) => slice(groups, i, 1)))))
    }),
  {
    settings: { size: count(2, 1, LARGEST_GROUP) },
    aliases: ['maxMin'],
    summary: 'every group of neighbours in ascending order; groups of two are MaxMin',
    source: 'Anil, Lucas & Grosse, Sorting out Lipschitz function approximation, arXiv:1811.05381',
    year: 2018,
    advice: { use: 'Networks with a bounded Lipschitz constant.' },
  },
)

/** Odd-even transposition: as many rounds as there are nodes, each of which orders every other pair. */
function sorted(nodes: readonly Node[]): Node[] {
  const order = [...nodes]
  for (let round = 0; round < order.length; round++)
    for (let i = round % 2; i + 1 < order.length; i += 2) {
      const [a, b] = [order[i] as Node, order[i + 1] as Node]
      order[i] = pointwise((p, q) => select(q.lt(p), q, p), a, b)
      order[i + 1] = pointwise((p, q) => select(q.lt(p), p, q), a, b)
    }
  return order
}
