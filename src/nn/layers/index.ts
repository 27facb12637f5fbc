export * from './activation.ts'
export { type AdaptiveLogSoftmaxOptions, AdaptiveLogSoftmaxWithLoss } from './adaptive.ts'
export { Conv1d, Conv2d, type ConvOptions } from './convolution.ts'
export { AlphaDropout, Dropout, type DropoutOptions } from './dropout.ts'
export { Embedding, type EmbeddingOptions } from './embedding.ts'
export { Linear, type LinearOptions } from './linear.ts'
export {
  BCELoss,
  BCEWithLogitsLoss,
  CrossEntropyLoss,
  HuberLoss,
  L1Loss,
  type LossModule,
  MSELoss,
  NLLLoss,
  SmoothL1Loss,
} from './losses.ts'
export * from './named.ts'
export {
  BatchNorm,
  BatchNorm1d,
  BatchNorm2d,
  type BatchNormOptions,
  GroupNorm,
  LayerNorm,
  type NormOptions,
  RMSNorm,
} from './normalisation.ts'
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AvgPool1d,
  AvgPool2d,
  MaxPool1d,
  MaxPool2d,
} from './pooling.ts'
export { Sequential } from './sequential.ts'
export { Flatten, Unflatten } from './shape.ts'
