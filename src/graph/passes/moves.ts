/** Kernels that move numbers from place to place and compute none, but for sums where several come to one place. */

import { constant, variable } from '../../expr/expr.ts'
import type { Access, Kernel } from '../../kernel/kernel.ts'
import type { Node, NodeOf, Padding } from '../node.ts'
import { extentsOf, type Memory, operandOf, positionsOf } from './place.ts'
import { type Operand, Space } from './space.ts'
import { type Lie, lookAt, type View } from './view.ts'

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

export function lowerRelayout(node: NodeOf<'relayout'>, memory: Memory): Kernel {
  const labels = positionsOf(node)
  const source = operandOf(node.inputs[0] as Node, labels, memory)
  return copyKernel('relayout', extentsOf(node), source, operandOf(node, labels, memory))
}

/** Rows with what they hold: their padding is not to be looked at. */
export function lowerMerge(node: NodeOf<'merge'>, memory: Memory): Kernel {
  const x = node.inputs[0] as Node
  const labels = positionsOf(x)
  const attributes = { axis: 0, size: x.shape[1] as number }
  const target = through({ op: 'split', inputs: [node], attributes, shape: x.shape }, memory)
  return copyKernel('merge', extentsOf(x), operandOf(x, labels, memory), target)
}

/** What a view of a node shows, to be written: never where windows meet, unless numbers are added. */
function through(view: View, memory: Memory): Operand {
  const { buffer, ...lie } = memory.placeOf(view.inputs[0] as Node)
  return { buffer, ...(lookAt(view, lie) as Lie), shape: view.shape, labels: positionsOf(view) }
}

/** The places between the padding, which was there before. */
export function lowerPad(node: NodeOf<'pad'>, memory: Memory): Kernel {
  const x = node.inputs[0] as Node
  const { padding } = node.attributes
  const whole = operandOf(node, positionsOf(node), memory)
  const along = whole.storage.strides
  const strides = along.map((stride, axis) => stride * ((padding[axis] as Padding).interior + 1))
  const offset = along.reduce(
    (sum, stride, axis) => sum + stride * (padding[axis] as Padding).low,
    whole.offset,
  )
  const target = { ...whole, offset, storage: { ...whole.storage, strides }, shape: x.shape }
  return copyKernel('pad', extentsOf(x), operandOf(x, positionsOf(x), memory), target)
}

/** Zeros first, then each window added where it was taken from. */
export function lowerOverlap(node: NodeOf<'overlap'>, memory: Memory): Kernel[] {
  const x = node.inputs[0] as Node
  const { axis, stride, dilation } = node.attributes
  const attributes = { axis, stride, dilation, size: x.shape[axis + 1] as number }
  const target = through({ op: 'windows', inputs: [node], attributes, shape: x.shape }, memory)
  const source = operandOf(x, positionsOf(x), memory)
  const copy = copyKernel('overlap', extentsOf(x), source, target)
  const stores = copy.stores.map((store) => ({ ...store, accumulate: true as const }))
  return [zeros(node, memory), { ...copy, stores }]
}

/** One place after the other: loops run forwards alone. */
export function lowerFlip(node: NodeOf<'flip'>, memory: Memory): Kernel[] {
  const x = node.inputs[0] as Node
  const { axis } = node.attributes
  const last = (node.shape[axis] as number) - 1
  const shape = node.shape.with(axis, 1)
  const [source, target] = [x, node].map((each) => operandOf(each, positionsOf(each), memory)) as [
    Operand,
    Operand,
  ]
  const at = (operand: Operand, index: number) => {
    const offset = operand.offset + index * (operand.storage.strides[axis] as number)
    return { ...operand, offset, shape }
  }
  const extents = new Map(shape.map((extent, each) => [`${each}`, extent]))
  return Array.from({ length: last + 1 }, (_, index) =>
    copyKernel('flip', extents, at(source, index), at(target, last - index)),
  )
}

export function lowerConcat(node: NodeOf<'concat'>, memory: Memory): Kernel[] {
  const labels = positionsOf(node)
  const whole = operandOf(node, labels, memory)
  const columnStride = whole.storage.strides.at(-1) as number
  let start = 0
  return node.inputs.map((part) => {
    const target = { ...whole, offset: whole.offset + start * columnStride }
    start += part.shape.at(-1) as number
    return copyKernel('concat', extentsOf(part), operandOf(part, labels, memory), target)
  })
}

export function lowerLookup(node: NodeOf<'lookup'>, memory: Memory): Kernel {
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

/** Each row added where it belongs, in the order of the rows; before that zeros, where there are none yet. */
export function lowerScatter(node: NodeOf<'scatter'>, memory: Memory): Kernel[] {
  const { space, access } = scattered(node, memory)
  const x = node.inputs[1] as Node
  const source = space.access(operandOf(x, positionsOf(x), memory))
  const added: Kernel = {
    name: 'scatter',
    axes: space.axes,
    loads: [{ name: 'load0', access: source }],
    stores: [{ access, value: variable('load0'), accumulate: true }],
  }
  return memory.startsClear(node) ? [added] : [zeros(node, memory), added]
}

/** Zeros again, where rows were added: a table of which a batch touches few rows is not written as a whole. */
export function lowerSweep(node: NodeOf<'scatter'>, memory: Memory): Kernel {
  const { space, access } = scattered(node, memory)
  return { name: 'sweep', axes: space.axes, loads: [], stores: [{ access, value: constant(0) }] }
}

/** The rows of a table that a scatter adds to, over the axes of what is added. */
function scattered(node: NodeOf<'scatter'>, memory: Memory): { space: Space; access: Access } {
  const [indices, x] = node.inputs as [Node, Node]
  const labels = positionsOf(x)
  const rows = operandOf(indices, labels.slice(0, 1), memory)
  const target = operandOf(node, [undefined, ...labels.slice(1)], memory)
  const operands = [operandOf(x, labels, memory), rows, target]
  const space = new Space({ extents: extentsOf(x), output: labels, operands, exact: true })
  const stride = target.storage.strides[0] as number
  return { space, access: { ...space.access(target), lookup: { indices: space.access(rows), stride } } }
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
