export * from './activation.ts'
export { type AdaptiveLogSoftmaxOptions, AdaptiveLogSoftmaxWithLoss } from './adaptive.ts'
export { Dropout, type DropoutOptions } from './dropout.ts'
export { Embedding, type EmbeddingOptions } from './embedding.ts'
export { Linear, type LinearOptions } from './linear.ts'
export * from './named.ts'
export {
  BatchNorm,
  BatchNorm1d,
  BatchNorm2d,
  type BatchNormOptions,
  LayerNorm,
  type NormOptions,
} from './normalisation.ts'
export { Sequential } from './sequential.ts'
