export {
  type BinaryOptions,
  binaryCrossEntropy,
  binaryCrossEntropyWithLogits,
  logitEntropies,
  probabilityEntropies,
} from './binary.ts'
export {
  type ClassOptions,
  type CrossEntropyOptions,
  checkClasses,
  checkSmoothing,
  countOf,
  crossEntropy,
  crossLogs,
  negativeLogLikelihood,
  pickClass,
  smoothed,
  softCrossEntropy,
} from './classes.ts'
export { checkShares, type Loss } from './loss.ts'
export {
  absoluteErrors,
  checkBreak,
  huberErrors,
  huberLoss,
  meanAbsoluteError,
  meanSquaredError,
  squaredErrors,
} from './numbers.ts'
