/**
 * How each tensor lies in memory, and the copies where an operation needs another layout.
 *
 * Plain: row-major, rows padded to whole vectors. Panel: activations of a batch in panels of 8 rows,
 * [rows / 8][features …][8], so that the lanes of a vector are rows: a layer of any width wastes no lane, a
 * softmax needs no sum across lanes, and neither y = x·Wᵀ nor its gradient ever needs W transposed.
 */

import type { Shape } from '../../base/index.ts'
import type { Entry } from '../entry.ts'
import type { Node, NodeOf } from '../node.ts'
import { parseSubscripts } from '../subscripts.ts'
import { rebuild } from './share.ts'

/** Rows to a panel: two vectors of four lanes. */
export const PANEL = 8

/** Elements to a vector. */
export const LANES = 4

export interface Storage {
  readonly panel: boolean
  /** In elements; for a panel the first is the stride from panel to panel, rows within one lie side by side. */
  readonly strides: readonly number[]
  /** Elements, padding included. */
  readonly size: number
}

/** The layout of a tensor of this shape. */
export function storageOf(shape: Shape, panel: boolean): Storage {
  const strides = new Array<number>(shape.length)
  let stride = panel ? PANEL : 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis] as number
    strides[axis] = stride
    if (panel) stride *= axis === 0 ? extent / PANEL : extent
    else stride *= axis === shape.length - 1 ? rowStride(extent, shape.length) : extent
  }
  return { panel, strides, size: Math.max(LANES, stride) }
}

/**
 * Rows are padded to whole vectors. A stride of a multiple of 1 KiB would map all rows to few cache sets, so
 * such rows get two vectors more.
 */
function rowStride(extent: number, rank: number): number {
  const padded = Math.ceil(extent / LANES) * LANES
  return rank > 1 && padded > 0 && padded % 256 === 0 ? padded + 2 * LANES : padded
}

/** An entry with its copies put in, and the nodes of it that lie in panels. */
export interface LaidOut {
  readonly entry: Entry
  readonly panels: ReadonlySet<Node>
}

/**
 * Decides every node's layout, and puts in a copy wherever a contraction would read across its vectors, or an
 * operation cannot read panels at all.
 */
export function layOut(entry: Entry): LaidOut {
  const batched = new Set<Node>()
  const panels = new Set<Node>()
  const copies = new Map<Node, Node>()
  const mark = (node: Node): Node => {
    if (isBatched(node, batched)) batched.add(node)
    if (batched.has(node) && fillsPanels(node.shape) && mayLieInPanels(node)) panels.add(node)
    return node
  }
  const copyOf = (node: Node, panel: boolean): Node => {
    const copy: Node = { op: 'relayout', inputs: [node], attributes: { panel }, shape: node.shape }
    if (!copies.has(node)) copies.set(node, mark(copy))
    return copies.get(node) as Node
  }
  const laidOut = rebuild(entry, (node) => {
    const wanted = wantedLayouts(node, batched)
    const inputs = node.inputs.map((input, i) =>
      wanted[i] === undefined || wanted[i] === panels.has(input) ? input : copyOf(input, wanted[i]),
    )
    const same = inputs.every((input, i) => input === node.inputs[i])
    return mark(same ? node : ({ ...node, inputs } as Node))
  })
  /** States are plain, whatever they are updated with. */
  const updates = (laidOut.updates ?? []).map(
    ([state, node]) => [state, panels.has(node) ? copyOf(node, false) : node] as const,
  )
  return { entry: { ...laidOut, updates }, panels }
}

function fillsPanels([rows = 0]: Shape): boolean {
  return rows > 0 && rows % PANEL === 0
}

/** A lookup copies whole rows, which lie side by side; what the host binds lies as it is. */
function mayLieInPanels(node: Node): boolean {
  if (node.op === 'relayout') return node.attributes.panel
  return node.op !== 'lookup' && !(node.op === 'input' && node.attributes.external)
}

/** Whether a node's first axis runs over the rows of a batch. */
function isBatched(node: Node, batched: ReadonlySet<Node>): boolean {
  const [first, second] = node.inputs
  switch (node.op) {
    case 'input':
      return node.attributes.batched
    case 'elementwise':
      return node.inputs.some(
        (x) => batched.has(x) && x.shape.length === node.shape.length && x.shape[0] !== 1,
      )
    case 'contract':
      return firstLabelIsBatched(node, batched)
    case 'maximum':
      return node.attributes.axis !== 0 && batched.has(first as Node)
    case 'lookup':
      return batched.has(second as Node)
    case 'detach':
    case 'relayout':
      return batched.has(first as Node)
    case 'concat':
    case 'slice':
      return node.shape.length > 1 && node.inputs.some((x) => batched.has(x))
    case 'split':
    case 'merge':
      return !touchesRows(node) && batched.has(first as Node)
    case 'state':
    case 'constant':
    case 'scatter':
      return false
  }
}

/** Whether the first axis is among those that are split or merged. */
function touchesRows(node: NodeOf<'split'> | NodeOf<'merge'>): boolean {
  return node.shape.length === (node.op === 'split' ? 2 : 1)
}

function firstLabelIsBatched(node: NodeOf<'contract'>, batched: ReadonlySet<Node>): boolean {
  const { operands, output } = parseSubscripts(node.attributes.subscripts)
  return operands.some((labels, i) => labels[0] === output[0] && batched.has(node.inputs[i] as Node))
}

/** For each operand: whether it must lie in panels (true), must be plain (false), or may lie either way. */
function wantedLayouts(node: Node, batched: ReadonlySet<Node>): readonly (boolean | undefined)[] {
  switch (node.op) {
    case 'contract':
      return factorLayouts(node, batched)
    /** The rows of a panel have no stride that a row number could be multiplied with. */
    case 'lookup':
      return [false, undefined]
    /** Nor do the elements of a vector in panels: those of a slice may start anywhere in one. */
    case 'slice':
      return [node.shape.length === 1 ? false : undefined]
    case 'split':
    case 'merge':
      return [touchesRows(node) ? false : undefined]
    default:
      return []
  }
}

function factorLayouts(node: NodeOf<'contract'>, batched: ReadonlySet<Node>): (boolean | undefined)[] {
  const { operands, output } = parseSubscripts(node.attributes.subscripts)
  const intoPanels = isBatched(node, batched) && fillsPanels(node.shape)
  return operands.map((labels, i) => {
    if (intoPanels) return labels[0] === output[0] && batched.has(node.inputs[i] as Node) ? true : undefined
    return operands.length === 2 && labels.length > 1 && labels.at(-1) === output.at(-1) ? false : undefined
  })
}
