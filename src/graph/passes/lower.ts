/** One level down: groups of nodes become kernels over buffers. */

import { type Expr, variable } from '../../expr/expr.ts'
import { substitute } from '../../expr/substitute.ts'
import { FOLDED, type Kernel, type Load, type Store } from '../../kernel/kernel.ts'
import { argument } from '../build.ts'
import type { Node, NodeOf } from '../node.ts'
import { labelExtents, parseSubscripts, UNIT } from '../subscripts.ts'
import type { Group } from './group.ts'
import {
  lowerConcat,
  lowerFlip,
  lowerLookup,
  lowerMerge,
  lowerOverlap,
  lowerPad,
  lowerRelayout,
  lowerScatter,
} from './moves.ts'
import { type Memory, operandOf } from './place.ts'
import { type Operand, Space } from './space.ts'

export function lowerGroup(group: Group, memory: Memory): Kernel[] {
  const root = group.nodes[0] as Node
  switch (root.op) {
    case 'elementwise':
    case 'contract':
    case 'maximum':
      return [lowerLoops(group, root, memory)]
    case 'relayout':
      return [lowerRelayout(root, memory)]
    case 'lookup':
      return [lowerLookup(root, memory)]
    case 'scatter':
      return lowerScatter(root, memory)
    case 'concat':
      return lowerConcat(root, memory)
    case 'merge':
      return [lowerMerge(root, memory)]
    case 'pad':
      return [lowerPad(root, memory)]
    case 'overlap':
      return lowerOverlap(root, memory)
    case 'flip':
      return lowerFlip(root, memory)
    default:
      return []
  }
}

/** The labels of a fold, or of an elementwise space: output labels by position, then summed ones. */
interface Labels {
  readonly extents: ReadonlyMap<string, number>
  readonly output: readonly string[]
  readonly summed: readonly string[]
  readonly operands: readonly (readonly string[])[]
}

/** What a kernel of loops is made around. */
type Root = NodeOf<'elementwise'> | NodeOf<'contract'> | NodeOf<'maximum'>

function labelsOf(root: Root): Labels {
  if (root.op === 'contract') return contractLabels(root)
  const positions = root.shape.map((_, axis) => `${axis}`)
  const extents = new Map(root.shape.map((extent, axis) => [`${axis}`, extent]))
  if (root.op === 'elementwise') return { extents, output: positions, summed: [], operands: [] }
  const { axes } = root.attributes
  const folded = (axis: number) => `max${axis}`
  const operand = positions.map((label, axis) => (axes.includes(axis) ? folded(axis) : label))
  for (const axis of axes) extents.set(folded(axis), (root.inputs[0] as Node).shape[axis] as number)
  return { extents, output: positions, summed: axes.map(folded), operands: [operand] }
}

function contractLabels(root: NodeOf<'contract'>): Labels {
  const parsed = parseSubscripts(root.attributes.subscripts)
  const extents = labelExtents(
    parsed,
    root.inputs.map((input) => input.shape),
  )
  const output = [...parsed.output].map((label, axis) => (label === UNIT ? `${UNIT}${axis}` : label))
  for (const label of output) if (label.startsWith(UNIT)) extents.set(label, 1)
  return {
    extents,
    output,
    summed: [...parsed.summed],
    operands: parsed.operands.map((labels) => [...labels]),
  }
}

/** Reads of a kernel, each bound to a variable; the same read twice is one. */
class Loads {
  readonly operands: Operand[] = []
  readonly #names = new Map<string, Expr>()
  readonly #memory: Memory

  constructor(memory: Memory) {
    this.#memory = memory
  }

  /** The variable for `node` read along these labels. */
  read(node: Node, labels: readonly (string | undefined)[]): Expr {
    const operand = operandOf(node, labels, this.#memory)
    const { buffer, offset, storage, shape } = operand
    const key = [buffer, offset, ...storage.strides, ...shape, ...labels].join()
    const known = this.#names.get(key)
    if (known) return known
    const name = variable(`load${this.operands.length}`)
    this.#names.set(key, name)
    this.operands.push(operand)
    return name
  }

  in(space: Space): Load[] {
    return this.operands.map((operand, i) => ({ name: `load${i}`, access: space.access(operand) }))
  }
}

function lowerLoops(group: Group, root: Root, memory: Memory): Kernel {
  const labels = labelsOf(root)
  const loads = new Loads(memory)
  const inside = new Map<Node, Expr>()
  const operands = root.op === 'elementwise' ? [] : root.inputs
  const factors = operands.map((node, i) => {
    const along = labels.operands[i] as readonly string[]
    return group.prologue.includes(node) ? inline(node, along, new Map(), loads) : loads.read(node, along)
  })
  const product = factors.length > 0 ? factors.reduce((a, b) => a.mul(b)) : undefined
  const folds = labels.summed.length > 0
  if (product) inside.set(root, folds ? variable(FOLDED) : product)
  for (const node of group.nodes)
    if (!inside.has(node)) inside.set(node, inline(node, labels.output, inside, loads))
  const stored = group.nodes.filter((node) => memory.isStored(node))
  const targets = stored.map((node) => operandOf(node, labels.output, memory))
  const space = new Space({ ...labels, operands: [...loads.operands, ...targets] })
  const stores: Store[] = stored.map((node, i) => ({
    access: space.access(targets[i] as Operand),
    value: inside.get(node) as Expr,
  }))
  const kernel = { name: nameOf(group), axes: space.axes, loads: loads.in(space), stores }
  if (!product || !folds) return kernel
  const combine = root.op === 'maximum' ? 'max' : 'sum'
  return { ...kernel, fold: { combine, axes: space.foldAxes, body: product } }
}

/** An elementwise node's expression over what is known inside the kernel and over loads for the rest. */
function inline(node: Node, labels: readonly string[], inside: ReadonlyMap<Node, Expr>, loads: Loads): Expr {
  if (node.op !== 'elementwise') return loads.read(node, labels)
  const values = node.inputs.map((input, i) => {
    const aligned = labels.slice(labels.length - input.shape.length)
    return [argument(i).name, inside.get(input) ?? loads.read(input, aligned)] as const
  })
  return substitute(node.attributes.expr, new Map(values))
}

function nameOf({ nodes, prologue }: Group): string {
  const root = nodes[0] as Node
  const detail = root.op === 'contract' ? ` ${root.attributes.subscripts}` : ''
  return [...prologue.map((node) => node.op), `${root.op}${detail}`].join(' → ')
}
