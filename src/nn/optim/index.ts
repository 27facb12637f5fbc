export { Adadelta, type AdadeltaOptions } from './adadelta.ts'
export { Adagrad, type AdagradOptions } from './adagrad.ts'
export { Adam, type AdamOptions, AdamW } from './adam.ts'
export { clipEachGradNorm, clipGradNorm, clipGradValue } from './clip.ts'
export { NAdam, type NAdamOptions } from './nadam.ts'
export type { LearningRate, Optimizer } from './optimizer.ts'
export { RMSprop, type RMSpropOptions } from './rmsprop.ts'
export {
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  type OneCycleOptions,
  oneCycle,
  piecewiseConstant,
  polynomialDecay,
  warmUp,
} from './schedules.ts'
export { SGD, type SGDOptions } from './sgd.ts'
