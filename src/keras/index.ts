/** Keras' face: `sequential`, `layers`, and what `fit` needs. */

export type { AnyActivation, PReLUOptions, ReLUOptions } from './activations.ts'
export type { Rows } from './data.ts'
export type { Callback, History, Logs } from './history.ts'
export type { Initializer } from './initializers.ts'
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
export type { LossName, MetricName } from './objectives.ts'
export type { Batch, Batches } from './stream.ts'
