/** PyTorch's face: modules, functions of tensors, losses, optimisers, initial weights, and the training loop. */

export type { Dataset, Table } from './dataset.ts'
export { activate } from './functional/activate.ts'
export { type AlongOptions, activateAlong, type DimOptions, logSumExp } from './functional/along.ts'
export { cat, column } from './functional/columns.ts'
export { F } from './functional/index.ts'
export { grad } from './grad.ts'
export {
  type Distribution,
  type InitOptions,
  initialise,
  initialiseLikeTorch,
  initialiseSiren,
  initialiseWithGain,
  type Scheme,
  type SirenOptions,
} from './init.ts'
export * from './layers/index.ts'
export {
  binaryCrossEntropyWithLogits,
  crossEntropy,
  huberLoss,
  type Loss,
  meanAbsoluteError,
  meanSquaredError,
  pickClass,
} from './losses.ts'
export { Module } from './module.ts'
export { Adam, type AdamOptions, AdamW, type Optimizer, SGD, type SGDOptions } from './optim.ts'
export { Parameter } from './parameter.ts'
export { Predictor, type PredictorOptions } from './predictor.ts'
export type { LayerKernel, StepProfile } from './profile.ts'
export { manualSeed } from './random.ts'
export { type NestedNumbers, ones, rand, randn, Tensor, tensor, zeros } from './tensor.ts'
export {
  type Evaluation,
  type Resident,
  Trainer,
  type TrainerOptions,
} from './trainer.ts'
