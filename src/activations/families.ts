/**
 * The catalogue by family: a family is a file, and its entries are what the file exports. Which names there
 * are, which entry has which, and what each framework has, is derived from this in `registry.ts`.
 */

export * as adaptive from './elementwise/adaptive.ts'
export * as exponential from './elementwise/exponential.ts'
export * as gated from './elementwise/gated.ts'
export * as periodic from './elementwise/periodic.ts'
export * as radial from './elementwise/radial.ts'
export * as rectified from './elementwise/rectified.ts'
export * as shrink from './elementwise/shrink.ts'
export * as sigmoidal from './elementwise/sigmoidal.ts'
export * as smooth from './elementwise/smooth.ts'
export * as gating from './vector/gating.ts'
export * as grouping from './vector/grouping.ts'
export * as normalising from './vector/normalising.ts'
export * as polynomial from './vector/polynomial.ts'
export * as sampling from './vector/sampling.ts'
export * as sparse from './vector/sparse.ts'
