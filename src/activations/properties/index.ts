export type { Point, Range } from './extremes.ts'
export { gaussianMeans } from './gaussian.ts'
export { type Properties, propertiesOf } from './properties.ts'
export type { Flatness } from './shape.ts'
