export type { Point, Range } from './extremes.ts'
export type { Flatness } from './flatness.ts'
export { gaussianMeans } from './gaussian.ts'
export { type Properties, propertiesOf } from './properties.ts'
