/** The catalogue as one list of exports, for importing an entry by its name. */

export * from './elementwise/exponential.ts'
export * from './elementwise/gated.ts'
export * from './elementwise/rectified.ts'
export * from './elementwise/sigmoidal.ts'
export * from './elementwise/smooth.ts'
export * from './vector/gating.ts'
export * from './vector/grouping.ts'
export * from './vector/normalising.ts'
export * from './vector/polynomial.ts'
export * from './vector/sampling.ts'
export * from './vector/sparse.ts'
