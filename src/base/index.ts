export { type ErrorParts, nearestName, OgeeError, UsageError } from './error.ts'
export { once } from './once.ts'
export { hashText, Random } from './random.ts'
export {
  broadcastShapes,
  checkShape,
  formatShape,
  normalizeAxis,
  type Shape,
  sameShape,
  sizeOf,
} from './shape.ts'
