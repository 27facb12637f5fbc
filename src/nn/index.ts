/** PyTorch's face: modules, functions of tensors, losses, optimisers, initial weights, and the training loop. */

export { checkNumbers, type Dataset, dataset, type Rows, type Table, tableOf } from './dataset.ts'
export { activate } from './functional/activate.ts'
export { type AlongOptions, activateAlong, type DimOptions, logSumExp } from './functional/along.ts'
export { cat, column } from './functional/columns.ts'
export type { ConvolveOptions } from './functional/convolve.ts'
export { F } from './functional/index.ts'
export type { AvgPoolOptions, MaxPoolOptions } from './functional/pool.ts'
export type { FlattenOptions } from './functional/shape.ts'
export type { ChannelsOption, PerAxis, WindowedOptions } from './functional/windowed.ts'
export { grad } from './grad.ts'
export {
  type Distribution,
  type InitOptions,
  initialise,
  initialiseLikeTorch,
  initialiseOrthogonal,
  initialiseSiren,
  initialiseWithGain,
  type OrthogonalOptions,
  type Scheme,
  type SirenOptions,
  truncatedNormal,
} from './init.ts'
export * from './layers/index.ts'
export {
  type BinaryOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  type ClassOptions,
  type CrossEntropyOptions,
  crossEntropy,
  huberLoss,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  softCrossEntropy,
} from './losses/index.ts'
export { Module, type Step } from './module.ts'
export * from './optim/index.ts'
export { Buffer, Parameter } from './parameter.ts'
export { manualSeed } from './random.ts'
export { type NestedNumbers, ones, rand, randn, Tensor, tensor, zeros } from './tensor.ts'
export { type Call, type Inspection, inspect, trace } from './trace.ts'
export type { TrainerOptions } from './train/graphs.ts'
export { Predictor, type PredictorOptions } from './train/predictor.ts'
export type { LayerKernel, StepProfile } from './train/profile.ts'
export { type Evaluation, type Resident, Trainer } from './train/trainer.ts'
