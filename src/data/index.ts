export {
  type Encoder,
  fitEncoder,
  readingFor,
  restoreEncoder,
} from './encode/encoder.ts'
export { readFoldFile } from './fold-file.ts'
export {
  assignedFolds,
  type Fold,
  innerSplit,
  makeFolds,
} from './folds.ts'
export { columnRecords, type Plan, planTable } from './plan.ts'
export { readTable } from './read/read.ts'
export type { Data } from './read/source.ts'
export type { ColumnOptions } from './read/storage.ts'
export type { Column, Table } from './table.ts'
export {
  classesOf,
  fitTargetScale,
  type NumberTarget,
} from './target.ts'
