/** One level down: groups of nodes become kernels over buffers. */

import type { Shape } from '../../base/index.ts'
import { constant, type Expr, variable } from '../../expr/expr.ts'
import { substitute } from '../../expr/substitute.ts'
import { FOLDED, type Kernel, type Load, type Store } from '../../kernel/kernel.ts'
import { argument } from '../build.ts'
import type { Node, NodeOf } from '../node.ts'
import { labelExtents, parseSubscripts, UNIT } from '../subscripts.ts'
import type { Group } from './group.ts'
import type { Storage } from './layout.ts'
import { type Operand, Space } from './space.ts'

/** Where a node's numbers lie. */
export interface Place {
  readonly buffer: number
  readonly storage: Storage
}

/** What lowering asks of the program it lowers into. */
export interface Memory {
  placeOf(node: Node): Place
  /** Whether somebody outside its own kernel reads the node. */
  isStored(node: Node): boolean
}

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
    case 'slice':
      return [lowerSlice(root, memory)]
    case 'split':
      return [lowerSplit(root, memory)]
    case 'merge':
      return [lowerMerge(root, memory)]
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
  const { axis } = root.attributes
  const operand = positions.map((label, i) => (i === axis ? 'max' : label))
  extents.set('max', (root.inputs[0] as Node).shape[axis] as number)
  return { extents, output: positions, summed: ['max'], operands: [operand] }
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
    const key = `${operand.buffer} ${labels.join()}`
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

function operandOf(node: Node, labels: readonly (string | undefined)[], memory: Memory): Operand {
  const { buffer, storage } = memory.placeOf(node)
  return { buffer, offset: 0, storage, shape: node.shape, labels }
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

function extentsOf(node: Node): Map<string, number> {
  return new Map(node.shape.map((extent, axis) => [`${axis}`, extent]))
}

function positionsOf(node: Node): string[] {
  return node.shape.map((_, axis) => `${axis}`)
}

/** The operation that copies `source` to `target` along the same labels. */
function copyKernel(
  name: string,
  extents: ReadonlyMap<string, number>,
  source: Operand,
  target: Operand,
): Kernel {
  const output = [...extents.keys()]
  const space = new Space({ extents, output, operands: [source, target], exact: true })
  return {
    name,
    axes: space.axes,
    loads: [{ name: 'load0', access: space.access(source) }],
    stores: [{ access: space.access(target), value: variable('load0') }],
  }
}

function lowerRelayout(node: NodeOf<'relayout'>, memory: Memory): Kernel {
  const labels = positionsOf(node)
  const source = operandOf(node.inputs[0] as Node, labels, memory)
  return copyKernel('relayout', extentsOf(node), source, operandOf(node, labels, memory))
}

function lowerSlice(node: NodeOf<'slice'>, memory: Memory): Kernel {
  const labels = positionsOf(node)
  const whole = operandOf(node.inputs[0] as Node, labels, memory)
  const offset = node.attributes.start * (whole.storage.strides.at(-1) as number)
  return copyKernel('slice', extentsOf(node), { ...whole, offset }, operandOf(node, labels, memory))
}

function lowerSplit(node: NodeOf<'split'>, memory: Memory): Kernel {
  const labels = positionsOf(node)
  const source = operandOf(node.inputs[0] as Node, labels, memory)
  return copyKernel('split', extentsOf(node), inGroups(source, node.shape), operandOf(node, labels, memory))
}

function lowerMerge(node: NodeOf<'merge'>, memory: Memory): Kernel {
  const x = node.inputs[0] as Node
  const labels = positionsOf(x)
  const target = inGroups(operandOf(node, labels, memory), x.shape)
  return copyKernel('merge', extentsOf(x), operandOf(x, labels, memory), target)
}

/** An operand whose last axis is looked at as two. */
function inGroups(operand: Operand, shape: Shape): Operand {
  const { storage } = operand
  const stride = storage.strides.at(-1) as number
  const size = shape.at(-1) as number
  return {
    ...operand,
    shape,
    storage: { ...storage, strides: [...storage.strides.slice(0, -1), stride * size, stride] },
  }
}

function lowerConcat(node: NodeOf<'concat'>, memory: Memory): Kernel[] {
  const labels = positionsOf(node)
  const whole = operandOf(node, labels, memory)
  const columnStride = whole.storage.strides.at(-1) as number
  let start = 0
  return node.inputs.map((part) => {
    const target = { ...whole, offset: start * columnStride }
    start += part.shape.at(-1) as number
    return copyKernel('concat', extentsOf(part), operandOf(part, labels, memory), target)
  })
}

function lowerLookup(node: NodeOf<'lookup'>, memory: Memory): Kernel {
  const [table, indices] = node.inputs as [Node, Node]
  const labels = positionsOf(node)
  const source = operandOf(table, [undefined, ...labels.slice(1)], memory)
  const target = operandOf(node, labels, memory)
  const rows = operandOf(indices, labels.slice(0, 1), memory)
  /** Rows are not padded: what stands beyond the last row number is none. */
  const exact = labels.length === 1
  const operands = [source, target, rows]
  const space = new Space({ extents: extentsOf(node), output: labels, operands, exact })
  const stride = source.storage.strides[0] as number
  const access = { ...space.access(source), lookup: { indices: space.access(rows), stride } }
  return {
    name: 'lookup',
    axes: space.axes,
    loads: [{ name: 'load0', access }],
    stores: [{ access: space.access(target), value: variable('load0') }],
  }
}

/** Zeros first, then each row added where it belongs, in the order of the rows. */
function lowerScatter(node: NodeOf<'scatter'>, memory: Memory): Kernel[] {
  const [indices, x] = node.inputs as [Node, Node]
  const labels = positionsOf(x)
  const source = operandOf(x, labels, memory)
  const rows = operandOf(indices, labels.slice(0, 1), memory)
  const target = operandOf(node, [undefined, ...labels.slice(1)], memory)
  const space = new Space({
    extents: extentsOf(x),
    output: labels,
    operands: [source, rows, target],
    exact: true,
  })
  const stride = target.storage.strides[0] as number
  const access = { ...space.access(target), lookup: { indices: space.access(rows), stride } }
  const added: Kernel = {
    name: 'scatter',
    axes: space.axes,
    loads: [{ name: 'load0', access: space.access(source) }],
    stores: [{ access, value: variable('load0'), accumulate: true }],
  }
  return [zeros(node, memory), added]
}

function zeros(node: Node, memory: Memory): Kernel {
  const labels = positionsOf(node)
  const target = operandOf(node, labels, memory)
  const space = new Space({ extents: extentsOf(node), output: labels, operands: [target] })
  return {
    name: 'zeros',
    axes: space.axes,
    loads: [],
    stores: [{ access: space.access(target), value: constant(0) }],
  }
}
