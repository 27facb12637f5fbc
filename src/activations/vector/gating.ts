/** Gated linear units: one half of the axis times a function of the other. The axis is halved. */

import { argument, elementwise } from '../../graph/index.ts'
import type { Activation } from '../activation.ts'
import { gelu, silu } from '../elementwise/gated.ts'
import { linear, relu } from '../elementwise/rectified.ts'
import { sigmoid } from '../elementwise/sigmoidal.ts'
import type { StatedFacts } from '../entry.ts'
import { atEnd, halves, pointwise } from './axes.ts'
import { choice, vectorActivation } from './entry.ts'

const SHAZEER = { source: 'Shazeer 2020, GLU variants improve transformer, arXiv:2002.05202', year: 2020 }

const ORDER = {
  pitfalls:
    "The second half gates, as in PyTorch's glu; many language models gate with the first: gate: 'first'.",
}

function gatedUnit(name: string, gate: Activation<never>, facts: StatedFacts) {
  return vectorActivation(
    name,
    (x, { axis, settings }) =>
      atEnd(x, axis, (y) => {
        const [first, second] = halves(name, y)
        const [value, gating] = settings.gate === 'second' ? [first, second] : [second, first]
        return pointwise((a, g) => a.mul(g), value, elementwise(gate(argument(0)), [gating], undefined, true))
      }),
    { settings: { gate: choice('second', 'first') }, advice: ORDER, ...facts },
  )
}

export const glu = gatedUnit('glu', sigmoid, {
  summary: 'a·σ(b), a and b the halves of the axis',
  source: 'Dauphin et al. 2016, Language modeling with gated convolutional networks, arXiv:1612.08083',
  year: 2016,
  frameworks: {
    pytorch: ['F.glu', 'nn.GLU'],
    keras: ['glu'],
    jax: ['jax.nn.glu'],
    flax: ['nnx.glu'],
    mlx: ['nn.glu', 'nn.GLU'],
    jaxjs: ['nn.glu'],
    burn: [{ name: 'activation::glu', note: 'The axis must be given.' }],
  },
})

export const bilinear = gatedUnit('bilinear', linear, {
  summary: 'a·b, a and b the halves of the axis',
  ...SHAZEER,
})

export const reglu = gatedUnit('reglu', relu, {
  summary: 'a·relu(b), a and b the halves of the axis',
  ...SHAZEER,
})

export const geglu = gatedUnit('geglu', gelu, {
  summary: 'a·gelu(b), a and b the halves of the axis',
  ...SHAZEER,
})

export const swiglu = gatedUnit('swiglu', silu, {
  summary: 'a·silu(b), a and b the halves of the axis',
  ...SHAZEER,
  frameworks: { burn: [{ name: 'nn::SwiGlu', note: 'A layer with two linear maps of its own.' }] },
})
