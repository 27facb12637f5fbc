/** Activations that look along an axis. They are graph operations; the catalogue only names them. */

import { completeFacts, type Facts } from './entry.ts'

export interface VectorActivation extends Facts {
  readonly name: string
  readonly kind: 'vector'
}

export const softmax: VectorActivation = {
  name: 'softmax',
  kind: 'vector',
  ...completeFacts({
    summary: 'exp(xᵢ) / Σⱼ exp(xⱼ) along an axis',
    source: 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs',
  }),
}

export const logSoftmax: VectorActivation = {
  name: 'logSoftmax',
  kind: 'vector',
  ...completeFacts({
    summary: 'xᵢ − log Σⱼ exp(xⱼ) along an axis',
    source: 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs',
  }),
}
