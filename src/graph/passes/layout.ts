/** Which layout each tensor has (`storage.ts`), and the copies where an operation needs another one. */

import type { Shape } from '../../base/index.ts'
import type { Entry } from '../entry.ts'
import type { Node, NodeOf } from '../node.ts'
import { parseSubscripts } from '../subscripts.ts'
import { isNothing } from '../windows.ts'
import { rebuild } from './share.ts'
import { PANEL, storageOf } from './storage.ts'
import { isView, type Lie, lookAt, type View } from './view.ts'

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
  const layout = new Layout()
  const laidOut = rebuild(entry, (node) => layout.place(node))
  return { entry: mapRoots(laidOut, layout), panels: layout.panels }
}

/** States are plain, whatever they are updated with; and the host looks at what is stored alone. */
function mapRoots({ outputs, updates = [] }: Entry, layout: Layout): Entry {
  const stored = (node: Node) => (isView(node) ? layout.copyOf(node, layout.panels.has(node)) : node)
  return {
    outputs: Object.fromEntries(Object.entries(outputs).map(([name, node]) => [name, stored(node)])),
    updates: updates.map(([state, node]) => {
      return [state, isView(node) || layout.panels.has(node) ? layout.copyOf(node, false) : node]
    }),
  }
}

class Layout {
  readonly panels = new Set<Node>()
  readonly #batched = new Set<Node>()
  readonly #copies = { plain: new Map<Node, Node>(), panel: new Map<Node, Node>() }

  /** The node, over copies of its inputs where it needs them in another layout. */
  place(node: Node): Node {
    const wanted = wantedLayouts(node, this.#batched)
    const inputs = node.inputs.map((input, i) => {
      const panel = wanted[i] ?? this.panels.has(input)
      return panel === this.panels.has(input) ? input : this.#laidOut(input, panel)
    })
    const same = inputs.every((input, i) => input === node.inputs[i])
    const placed = same ? node : ({ ...node, inputs } as Node)
    return this.#mark(isView(placed) && !this.#lieOf(placed) ? this.#overCopy(placed) : placed)
  }

  copyOf(node: Node, panel: boolean): Node {
    const copies = this.#copies[panel ? 'panel' : 'plain']
    const copy: Node = { op: 'relayout', inputs: [node], attributes: { panel }, shape: node.shape }
    if (!copies.has(node)) copies.set(node, this.#mark(copy))
    return copies.get(node) as Node
  }

  /** The same numbers in the other layout: what a view looks at is copied, not the view. */
  #laidOut(node: Node, panel: boolean): Node {
    if (!isView(node)) return this.copyOf(node, panel)
    return this.place({ ...node, inputs: [this.#laidOut(node.inputs[0] as Node, panel)] } as Node)
  }

  /** A view of what lies in order. */
  #overCopy(node: View): Node {
    const input = node.inputs[0] as Node
    return { ...node, inputs: [this.copyOf(input, this.panels.has(input))] } as Node
  }

  #lieOf(node: Node): Lie | undefined {
    if (!isView(node)) return { offset: 0, storage: storageOf(node.shape, this.panels.has(node)) }
    const lie = this.#lieOf(node.inputs[0] as Node)
    return lie && lookAt(node, lie)
  }

  #mark(node: Node): Node {
    if (isBatched(node, this.#batched)) this.#batched.add(node)
    const isPanel = isView(node)
      ? this.panels.has(node.inputs[0] as Node)
      : this.#batched.has(node) && fillsPanels(node.shape) && mayLieInPanels(node)
    if (isPanel) this.panels.add(node)
    return node
  }
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
      return !node.attributes.axes.includes(0) && batched.has(first as Node)
    case 'lookup':
      return batched.has(second as Node)
    case 'detach':
    case 'relayout':
      return batched.has(first as Node)
    case 'concat':
      return node.shape.length > 1 && node.inputs.some((x) => batched.has(x))
    case 'slice':
    case 'split':
    case 'merge':
    case 'pad':
    case 'windows':
    case 'overlap':
    case 'flip':
      return !touchesRows(node) && batched.has(first as Node)
    case 'state':
    case 'constant':
    case 'scatter':
      return false
  }
}

/** Whether an operation that moves numbers along axes does so along the first one. */
function touchesRows(node: View | NodeOf<'pad'> | NodeOf<'overlap'> | NodeOf<'flip'>): boolean {
  if (node.op !== 'pad') return node.attributes.axis === 0
  const [rows] = node.attributes.padding
  return rows !== undefined && !isNothing(rows)
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
    /** Nor have they one that could be multiplied with a step, or be lengthened by padding. */
    case 'slice':
    case 'split':
    case 'merge':
    case 'pad':
    case 'windows':
    case 'overlap':
    case 'flip':
      return [touchesRows(node) ? false : undefined]
    default:
      return []
  }
}

/**
 * A weight's gradient with a fold over the rows alone is best made of vectors along its own last axis, which needs a
 * plain operand. A fold over places as well is so long that adding up lanes at its end costs nothing.
 */
function factorLayouts(node: NodeOf<'contract'>, batched: ReadonlySet<Node>): (boolean | undefined)[] {
  const { operands, output, summed } = parseSubscripts(node.attributes.subscripts)
  const intoPanels = isBatched(node, batched) && fillsPanels(node.shape)
  return operands.map((labels, i) => {
    if (intoPanels) return labels[0] === output[0] && batched.has(node.inputs[i] as Node) ? true : undefined
    const isLong = summed.length > 1
    const movesWithVectors = operands.length === 2 && labels.length > 1 && labels.at(-1) === output.at(-1)
    return movesWithVectors && !isLong ? false : undefined
  })
}
