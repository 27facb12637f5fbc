/**
 * The loop-level form between graphs and targets: a kernel is a nest of loops over strided buffers whose
 * body is scalar expressions. A matrix product, a bias gradient, a softmax and an optimiser update are all
 * this one form; how its loops are tiled and vectorised is each target's own business.
 *
 * It knows no tensor, no gradient and no device. Its meaning is `kernel/interpret.ts`, slow and plain.
 */

import type { Expr } from '../expr/expr.ts'

/** One loop. Extents are at least 1. */
export interface Axis {
  readonly name: string
  readonly extent: number
}

/**
 * Where an operand's elements lie, in elements from the start of its buffer:
 * offset + Σ strides[axis]·index[axis] (+ lookup.stride·⌊indices[…]⌋ where there is a lookup).
 */
export interface Access {
  readonly buffer: number
  readonly offset: number
  /** One per axis of the kernel, in the kernel's order; 0 broadcasts. */
  readonly strides: readonly number[]
  /** A row number read from another buffer: embeddings, batches gathered from a table, one-hot gradients. */
  readonly lookup?: { readonly indices: Access; readonly stride: number }
}

/** An operand, bound to the variable of this name in the kernel's expressions. */
export interface Load {
  readonly name: string
  readonly access: Access
}

/**
 * Writes `value` (an expression over the loads and, where there is a fold, over the variable `folded`). Through a
 * lookup, where several points may meet, it accumulates or is a constant, so that nothing depends on who comes last.
 */
export interface Store {
  readonly access: Access
  readonly value: Expr
  /** Add to what stands there, in loop order (scatter); never combined with a fold. */
  readonly accumulate?: true
}

/** Combines `body` over the last `axes` axes, in loop order, so that a result does not depend on the tiling. */
export interface Fold {
  readonly combine: 'sum' | 'max'
  readonly axes: number
  readonly body: Expr
  /** Where the combination starts; an expression over loads. 0 for sums and −∞ for maxima when absent. */
  readonly initial?: Expr
}

/** The variable that stands for a fold's result in the values of stores. */
export const FOLDED = 'folded'

export interface Kernel {
  readonly name: string
  /** Output axes first, then the fold's axes; each list from the outermost loop inwards. */
  readonly axes: readonly Axis[]
  readonly loads: readonly Load[]
  readonly fold?: Fold
  /** Loads and stores may share a buffer only with equal accesses (an update in place). */
  readonly stores: readonly Store[]
}

/** i32 buffers hold row numbers and are only read through lookups. */
export type BufferType = 'f32' | 'i32'

/**
 * Memory by name. A static buffer lies at `offset` elements of 4 bytes (8 on a float64 device) in the
 * program's own memory; an external one (a resident table, a permutation) is bound by the host before a run.
 */
export interface Buffer {
  readonly name: string
  readonly type: BufferType
  /** In elements; for external buffers the least that must be bound, 0 when it varies. */
  readonly size: number
  readonly place: { readonly offset: number } | 'external'
}

/** What a device loads: kernels over buffers, and the orders in which to run them. */
export interface Program {
  readonly buffers: readonly Buffer[]
  readonly kernels: readonly Kernel[]
  /** Kernel numbers in the order in which each entry runs them. */
  readonly entries: Readonly<Record<string, readonly number[]>>
  /** Elements of static memory; every static offset is a multiple of 16. */
  readonly size: number
}
