/**
 * Ogee: networks, tensors, and the activation as a first-class, measurable choice.
 *
 * Further doors: `ogee/activations` (the catalogue, and your own), `ogee/expr` (the scalar language), `ogee/draw` and
 * `ogee/describe` (figures and facts), `ogee/theory` (how signals propagate), `ogee/recommend`, `ogee/nn` (PyTorch's
 * face, name by name), `ogee/keras` (Keras' face).
 */

export { type Activation, activation, findActivation, propertiesOf } from './activations/index.ts'
export { OgeeError, UsageError } from './base/index.ts'
export { type Device, defaultDevice, deviceNamed } from './devices/index.ts'
export * as nn from './nn/index.ts'
export {
  F,
  grad,
  manualSeed,
  type NestedNumbers,
  ones,
  rand,
  randn,
  Tensor,
  tensor,
  zeros,
} from './nn/index.ts'
export { type RecommendOptions, recommend } from './recommend/index.ts'
