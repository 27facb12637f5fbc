export { type Activation, type ActivationOptions, activation } from './activation.ts'
export { type Bounds, boundsOf } from './bounds.ts'
export * from './catalogue.ts'
export { type Cost, measureCosts } from './cost.ts'
export { type Facts, FRAMEWORKS, type Framework, type Spelling } from './entry.ts'
export { type FigureOptions, figureOf } from './figure.ts'
export { splitFormula } from './formula.ts'
export type { Parameter } from './parameter.ts'
export {
  type Flatness,
  gaussianMeans,
  type Point,
  type Properties,
  propertiesOf,
  type Range,
} from './properties/index.ts'
export {
  ACTIVATIONS,
  type ActivationName,
  ELEMENTWISE,
  type ElementwiseName,
  entriesIn,
  FAMILIES,
  type Family,
  familyOf,
  findActivation,
  findElementwise,
  findIn,
} from './registry.ts'
export type { VectorActivation, VectorOptions } from './vector/entry.ts'
