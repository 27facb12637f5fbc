/**
 * The oracle of graphs: every operation computed as its definition says, in float64, row-major, one node after
 * the other. It shares no code with lowering: no layout, no kernel, no fusion.
 */

import { type Shape, sizeOf } from '../../src/base/index.ts'
import { evaluateAll } from '../../src/expr/evaluate.ts'
import { argument, type Node, topological } from '../../src/graph/index.ts'
import type { NodeOf } from '../../src/graph/node.ts'

export type Values = ReadonlyMap<Node, Float64Array>

/** The values of all nodes below `roots`; `inputs` are row-major, by name. */
export function computeNodes(
  roots: readonly Node[],
  inputs: Readonly<Record<string, ArrayLike<number>>>,
): Values {
  const values = new Map<Node, Float64Array>()
  const of = (node: Node | undefined) => values.get(node as Node) as Float64Array
  for (const node of topological(roots)) values.set(node, computeNode(node, of, inputs))
  return values
}

type Of = (node: Node | undefined) => Float64Array

function computeNode(node: Node, of: Of, inputs: Readonly<Record<string, ArrayLike<number>>>): Float64Array {
  const [first, second] = node.inputs
  switch (node.op) {
    case 'input':
      return Float64Array.from(inputs[node.attributes.name] as ArrayLike<number>)
    case 'state':
      return Float64Array.from(node.attributes.state.data)
    case 'constant':
      return Float64Array.from(node.attributes.data)
    case 'elementwise':
      return computeElementwise(node, of)
    case 'contract':
      return computeContract(node, of)
    case 'maximum':
      return computeMaximum(node, of(first), (first as Node).shape)
    case 'lookup':
      return rowsOf(of(first), sizeOf(node.shape.slice(1)), of(second))
    case 'scatter':
      return addRows(of(second), of(first), node.shape)
    case 'concat':
      return Float64Array.from({ length: sizeOf(node.shape) }, (_, i) => concatenated(node, of, i))
    case 'slice': {
      const { axis, start, step } = node.attributes
      return taken(node, (index) => index.with(axis, start + (index[axis] as number) * step), of)
    }
    case 'windows': {
      const { axis, stride, dilation } = node.attributes
      return taken(
        node,
        (index) => {
          const [window, place] = index.slice(axis, axis + 2) as [number, number]
          return index.toSpliced(axis, 2, window * stride + place * dilation)
        },
        of,
      )
    }
    case 'flip': {
      const { axis } = node.attributes
      return taken(
        node,
        (index) => index.with(axis, (node.shape[axis] as number) - 1 - (index[axis] as number)),
        of,
      )
    }
    case 'pad': {
      const { padding, value } = node.attributes
      const moved = (index: readonly number[]) =>
        index.map((place, axis) => (padding[axis]?.low ?? 0) + place * ((padding[axis]?.interior ?? 0) + 1))
      return added(node, moved, of, value)
    }
    case 'overlap': {
      const { axis, stride, dilation } = node.attributes
      const moved = (index: readonly number[]) => {
        const [window, place] = index.slice(axis, axis + 2) as [number, number]
        return index.toSpliced(axis, 2, window * stride + place * dilation)
      }
      return added(node, moved, of, 0)
    }
    case 'split':
    case 'merge':
    case 'detach':
    case 'relayout':
      return of(first)
  }
}

/** Each element from where `from` says that it lies in the input. */
function taken({ inputs: [x], shape }: Node, from: (index: number[]) => number[], of: Of): Float64Array {
  const source = x as Node
  return Float64Array.from(
    indicesOf(shape),
    (index) => of(source)[flatten(from(index), source.shape)] as number,
  )
}

/** Each element of the input added where `to` says; what none comes to is `value`. */
function added({ inputs: [x], shape }: Node, to: (index: number[]) => number[], of: Of, value: number) {
  const result = new Float64Array(sizeOf(shape)).fill(value)
  const met = new Set<number>()
  let i = 0
  for (const index of indicesOf((x as Node).shape)) {
    const at = flatten(to(index), shape)
    result[at] = (met.has(at) ? (result[at] as number) : 0) + (of(x)[i++] as number)
    met.add(at)
  }
  return result
}

/** The indices of all elements of a shape, in row-major order. */
function* indicesOf(shape: Shape): Generator<number[]> {
  for (let flat = 0; flat < sizeOf(shape); flat++) {
    const index = new Array<number>(shape.length)
    let rest = flat
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] as number
      index[axis] = rest % extent
      rest = Math.floor(rest / extent)
    }
    yield index
  }
}

/** Row-major; axes of extent 1 stay at 0, so that broadcast operands can be read alike. */
function flatten(index: readonly number[], shape: Shape): number {
  const own = index.slice(index.length - shape.length)
  return shape.reduce((flat, extent, axis) => flat * extent + (extent === 1 ? 0 : (own[axis] as number)), 0)
}

function computeElementwise(node: NodeOf<'elementwise'>, of: Of): Float64Array {
  const { inputs, shape, attributes } = node
  const arrays = inputs.map((input) =>
    Float64Array.from(indicesOf(shape), (index) => of(input)[flatten(index, input.shape)] as number),
  )
  const named = Object.fromEntries(arrays.map((array, i) => [argument(i).name, array]))
  const [value] = evaluateAll([attributes.expr], named)
  return inputs.length > 0
    ? (value as Float64Array)
    : new Float64Array(sizeOf(shape)).fill(value?.[0] as number)
}

function computeContract({ inputs, shape, attributes }: NodeOf<'contract'>, of: Of): Float64Array {
  const [left = '', output = ''] = attributes.subscripts.split('->')
  const operands = left.split(',')
  const labels = [...new Set(operands.join('').replaceAll('_', ''))]
  const extents = labels.map((label) => {
    const operand = operands.findIndex((each) => each.includes(label))
    return (inputs[operand] as Node).shape[operands[operand]?.indexOf(label) as number] as number
  })
  const result = new Float64Array(sizeOf(shape))
  for (const point of indicesOf(extents)) {
    const along = (each: string) => [...each].map((label) => point[labels.indexOf(label)] ?? 0)
    const factors = operands.map((each, i) => {
      const operand = inputs[i] as Node
      return of(operand)[flatten(along(each), operand.shape)] as number
    })
    const at = flatten(along(output), shape)
    result[at] = (result[at] as number) + factors.reduce((a, b) => a * b)
  }
  return result
}

function computeMaximum({ shape, attributes: { axes } }: NodeOf<'maximum'>, x: Float64Array, from: Shape) {
  const result = new Float64Array(sizeOf(shape)).fill(-Infinity)
  let i = 0
  for (const index of indicesOf(from)) {
    const at = flatten(
      index.map((place, axis) => (axes.includes(axis) ? 0 : place)),
      shape,
    )
    result[at] = Math.max(result[at] as number, x[i++] as number)
  }
  return result
}

function rowsOf(table: Float64Array, width: number, numbers: Float64Array): Float64Array {
  const rows = [...numbers].map((row) => [...table.subarray(row * width, (row + 1) * width)])
  return Float64Array.from(rows.flat())
}

function addRows(x: Float64Array, numbers: Float64Array, shape: Shape): Float64Array {
  const width = sizeOf(shape.slice(1))
  const result = new Float64Array(sizeOf(shape))
  x.forEach((value, i) => {
    const at = (numbers[Math.floor(i / width)] as number) * width + (i % width)
    result[at] = (result[at] as number) + value
  })
  return result
}

function concatenated({ inputs, shape }: NodeOf<'concat'>, of: Of, flat: number): number {
  const width = shape.at(-1) as number
  let column = flat % width
  for (const part of inputs) {
    const own = part.shape.at(-1) as number
    if (column < own) return of(part)[Math.floor(flat / width) * own + column] as number
    column -= own
  }
  return Number.NaN
}
