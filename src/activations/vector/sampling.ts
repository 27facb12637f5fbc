/** Drawn anew in every step of training. In evaluation nothing is drawn. */

import { log } from '../../expr/index.ts'
import { detach } from '../../graph/index.ts'
import { pointwise } from './axes.ts'
import { choice, vectorActivation } from './entry.ts'
import { softmax } from './normalising.ts'
import { hardmax } from './sparse.ts'

/** Hard ones are one-hot forwards, and let the gradient of the soft ones pass (straight through). */
export const gumbelSoftmax = vectorActivation(
  'gumbelSoftmax',
  (x, { axis, parameters: { tau }, settings: { hard }, uniform }) => {
    const noisy = uniform ? pointwise((v, u) => v.sub(log(log(u).neg())), x, uniform(x.shape)) : x
    const soft = softmax(
      pointwise((v, t) => v.div(t), noisy, tau),
      { axis },
    )
    if (!hard) return soft
    return pointwise((one, p, same) => one.add(p.sub(same)), hardmax(soft, { axis }), soft, detach(soft))
  },
  {
    parameters: { tau: { default: 1, range: [1e-6, 1e6] } },
    settings: { hard: choice<boolean>(false, true) },
    random: true,
    aliases: ['concrete'],
    summary: 'softmax((x + g)/τ) with g = −ln(−ln u), u uniform: a sample of the categories, softened',
    source: 'Jang, Gu & Poole, arXiv:1611.01144; Maddison, Mnih & Teh, arXiv:1611.00712',
    year: 2016,
    frameworks: { pytorch: [{ name: 'F.gumbel_softmax', note: 'Draws in evaluation, too.' }] },
    advice: {
      use: 'Choices inside a network that are to be learned; τ falls as training goes on.',
      pitfalls: 'At small τ gradients have a large variance.',
    },
  },
)
