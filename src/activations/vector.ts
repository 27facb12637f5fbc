/** Activations that look along an axis. They are graph operations; the catalogue only names them. */

export interface VectorActivation {
  readonly name: string
  readonly kind: 'vector'
  readonly aliases: readonly string[]
  readonly summary: string
  readonly source: string
}

export const softmax: VectorActivation = {
  name: 'softmax',
  kind: 'vector',
  aliases: [],
  summary: 'exp(xᵢ) / Σⱼ exp(xⱼ) along an axis',
  source: 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs',
}

export const logSoftmax: VectorActivation = {
  name: 'logSoftmax',
  kind: 'vector',
  aliases: [],
  summary: 'xᵢ − log Σⱼ exp(xⱼ) along an axis',
  source: 'Bridle 1990, Probabilistic interpretation of feedforward classification network outputs',
}
