export type { Slot } from './buffers.ts'
export {
  argument,
  concat,
  constantNode,
  contract,
  detach,
  elementwise,
  input,
  lookup,
  maximum,
  merge,
  scatter,
  split,
  stateNode,
} from './build.ts'
export type { Entry } from './entry.ts'
export { gradients } from './gradient.ts'
export { type Node, type State, topological } from './node.ts'
export { noise, STEP } from './noise.ts'
export { PANEL, type Storage, storageOf } from './passes/storage.ts'
export { buildProgram, type GraphProgram, type SeriesBuffers } from './program.ts'
export { reshape } from './reshape.ts'
export { flip, NO_PADDING, overlap, pad, slice, windows } from './windows.ts'
