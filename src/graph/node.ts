/**
 * Tensor programs as values: a node is an operation over nodes, with a shape that was checked when it was
 * built. It knows no device and computes nothing; a whole training step is one such graph.
 *
 * Read on in `ops.ts`: what each operation means.
 */

import type { Shape } from '../base/index.ts'
import type { Expr } from '../expr/expr.ts'
import type { BufferType } from '../kernel/kernel.ts'

/** Memory that outlives a run: a parameter, a moment of an optimiser. Identity is what counts. */
export interface State {
  readonly name: string
  readonly shape: Shape
  /** Row-major; what it starts from, and where trained values are copied back to. */
  data: Float32Array
}

/** What each operation carries besides its inputs. */
export interface Attributes {
  /**
   * Written or bound by the host. `batched`: its first axis runs over the rows of a batch. `external`: bound,
   * not copied, and read through lookups alone; a first extent of 0 means "as many rows as are bound".
   */
  readonly input: {
    readonly name: string
    readonly type: BufferType
    readonly batched: boolean
    readonly external: boolean
  }
  readonly state: { readonly state: State }
  readonly constant: { readonly data: ArrayLike<number> }
  /**
   * A scalar expression over `argument(0)`, `argument(1)`, …; inputs broadcast to the node's shape. `exact`: to
   * 4 ulp on every device, as activations and their derivatives are; otherwise as float32 arithmetic has it.
   */
  readonly elementwise: { readonly expr: Expr; readonly exact: boolean }
  /** A sum of products in Einstein's notation, one or two operands: `bi,oi->bo`; `_` is an axis of extent 1. */
  readonly contract: { readonly subscripts: string }
  /** The greatest element along some axes, which stay with extent 1. */
  readonly maximum: { readonly axes: readonly number[] }
  /** Rows of a table [rows, …] by row numbers [n]: [n, …]. */
  readonly lookup: Readonly<Record<never, never>>
  /** Row i of the second input [n, …] added to row indices[i] of a table of zeros [rows, …]. */
  readonly scatter: { readonly rows: number }
  /** Operands side by side along the last axis. */
  readonly concat: Readonly<Record<never, never>>
  /** The same numbers, through which no gradient flows. */
  readonly detach: Readonly<Record<never, never>>
  /** The same numbers, stored in the other layout; put in by `passes/layout.ts` alone. */
  readonly relayout: { readonly panel: boolean }
  /** `length` places of an axis from `start` on, every `step`-th. */
  readonly slice: {
    readonly axis: number
    readonly start: number
    readonly length: number
    readonly step: number
  }
  /** An axis as two: groups, and the `size` neighbours within one. */
  readonly split: { readonly axis: number; readonly size: number }
  /** `axis` and the next one as one: the inverse of a split. */
  readonly merge: { readonly axis: number }
  /** The adjoint of slices: `value` before, after and between the places of each axis. */
  readonly pad: { readonly padding: readonly Padding[]; readonly value: number }
  /** [… , n, …] → [… , count, size, …]: the place index·stride + k·dilation of an axis, for each k below `size`. */
  readonly windows: {
    readonly axis: number
    readonly size: number
    readonly stride: number
    readonly dilation: number
  }
  /** The adjoint of windows: [… , count, size, …] → [… , length, …], added up where windows meet. */
  readonly overlap: {
    readonly axis: number
    readonly length: number
    readonly stride: number
    readonly dilation: number
  }
  /** An axis backwards. */
  readonly flip: { readonly axis: number }
}

/** Along one axis: places before the first one, after the last, and between neighbours. */
export interface Padding {
  readonly low: number
  readonly high: number
  readonly interior: number
}

export type Op = keyof Attributes

export interface NodeOf<K extends Op> {
  readonly op: K
  readonly inputs: readonly Node[]
  readonly attributes: Attributes[K]
  readonly shape: Shape
}

export type Node = { [K in Op]: NodeOf<K> }[Op]

export type Leaf = NodeOf<'input'> | NodeOf<'state'> | NodeOf<'constant'>

/** Nodes that are there before a run, and that nothing computes. */
export function isLeaf(node: Node): node is Leaf {
  return node.op === 'input' || node.op === 'state' || node.op === 'constant'
}

/** All nodes that `roots` depend on, inputs before users. Iterative: graphs may be deep. */
export function topological(roots: readonly Node[]): Node[] {
  const order: Node[] = []
  const seen = new Set<Node>()
  const stack: { node: Node; next: number }[] = []
  const visit = (node: Node) => {
    if (seen.has(node)) return
    seen.add(node)
    stack.push({ node, next: 0 })
  }
  for (const root of roots) {
    visit(root)
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const input = top.node.inputs[top.next++]
      if (input) visit(input)
      else order.push((stack.pop() as typeof top).node)
    }
  }
  return order
}
