/** Keras' face: `sequential`, `layers`, and what `fit` needs. */

export type { Rows } from '../nn/index.ts'
export type { AnyActivation, PReLUOptions, ReLUOptions } from './activations.ts'
export type { EmbeddingLayerOptions } from './embedding.ts'
export type {
  ConvLayerOptions,
  PoolLayerOptions,
  RescalingOptions,
  ReshapeOptions,
} from './images.ts'
export { type Fill, type Initializer, initializers } from './initializers.ts'
export type { BuiltLayer, Layer, LayerOptions } from './layer.ts'
export { type DenseOptions, type DropoutLayerOptions, layers } from './layers.ts'
export {
  type CompileOptions,
  type FitOptions,
  type ModelOptions,
  Sequential,
  type StreamOptions,
  sequential,
} from './model.ts'
export type { BatchNormalizationOptions } from './normalization.ts'
export { type Penalty, type Regularizer, regularizers } from './regularizers.ts'
export {
  callbacks,
  type EarlyStoppingOptions,
  type ReduceLROnPlateauOptions,
} from './train/callbacks.ts'
export type { ClassWeight } from './train/data.ts'
export type { Callback, History, Logs, Training } from './train/history.ts'
export type { Metric, MetricName } from './train/metrics.ts'
export { type LossName, losses, type Objective } from './train/objectives.ts'
export { type ClipOptions, type OptimizerName, optimizers } from './train/optimizers.ts'
export type { Batch, Batches } from './train/stream.ts'
