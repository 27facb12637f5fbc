/**
 * The gradient of each operation, one row each: given the gradient of the node, those of its inputs
 * (undefined where none flows). Every activation there will ever be is the row `elementwise`.
 */

import { type Shape, sameShape } from '../base/index.ts'
import { derive } from '../expr/derive.ts'
import { constant, select } from '../expr/expr.ts'
import { simplify } from '../expr/simplify.ts'
import { argument, contract, elementwise, lookup, merge, scatter, split } from './build.ts'
import type { Node, NodeOf, Op } from './node.ts'
import { formatSubscripts, parseSubscripts, UNIT } from './subscripts.ts'
import { crop, flip, NO_PADDING, overlap, pad, slice, windows } from './windows.ts'

type Gradient<K extends Op> = (
  node: NodeOf<K>,
  gradient: Node,
  wanted: (input: number) => boolean,
) => readonly (Node | undefined)[]

const RULES: { readonly [K in Op]: Gradient<K> } = {
  input: () => [],
  state: () => [],
  constant: () => [],
  elementwise: elementwiseGradient,
  contract: contractGradient,
  maximum: maximumGradient,
  /** A bound table has no extent of its own to scatter into, and no gradient that anybody wants. */
  lookup: ({ inputs: [table, indices] }, g, wanted) => [
    wanted(0) ? scatter(indices as Node, g, (table as Node).shape[0] as number) : undefined,
    undefined,
  ],
  scatter: ({ inputs: [indices] }, g) => [undefined, lookup(g, indices as Node)],
  concat: ({ inputs }, g) => {
    let start = 0
    return inputs.map((part) => {
      const width = part.shape.at(-1) as number
      start += width
      return slice(g, start - width, width)
    })
  },
  detach: () => [undefined],
  relayout: (_, g) => [g],
  slice: sliceGradient,
  split: ({ attributes: { axis } }, g) => [merge(g, axis)],
  merge: ({ inputs: [x], attributes: { axis } }, g) => [
    split(g, (x as Node).shape[axis + 1] as number, axis),
  ],
  pad: ({ inputs: [x], attributes: { padding } }, g) => [crop(g, padding, (x as Node).shape)],
  windows: ({ inputs: [x], attributes: { axis, ...options } }, g) => [
    overlap(g, axis, (x as Node).shape[axis] as number, options),
  ],
  overlap: overlapGradient,
  flip: ({ attributes: { axis } }, g) => [flip(g, axis)],
}

/** The gradients that flow from `node` to its inputs; `wanted(i)` says which are used at all. */
export function gradientRule<K extends Op>(
  node: NodeOf<K>,
  gradient: Node,
  wanted: (input: number) => boolean,
): readonly (Node | undefined)[] {
  return RULES[node.op](node, gradient, wanted)
}

/**
 * ∂/∂inᵢ = g · φᵢ′, summed over the axes along which the input was broadcast. The derivative is a node of its
 * own, so that it can be computed beside the value and share its exponentials; it is as exact as the value.
 */
function elementwiseGradient(
  node: NodeOf<'elementwise'>,
  g: Node,
  wanted: (input: number) => boolean,
): (Node | undefined)[] {
  const { expr, exact } = node.attributes
  return node.inputs.map((input, i) => {
    if (!wanted(i)) return undefined
    const passed = passedLimit(node, i, g)
    if (passed) return sumTo(passed, input.shape)
    const partial = simplify(derive(expr, argument(i)))
    if (partial === constant(0)) return undefined
    const flow =
      partial.operation === 'constant'
        ? elementwise(argument(0).mul(partial), [g], node.shape)
        : elementwise(argument(0).mul(argument(1)), [g, elementwise(partial, node.inputs, node.shape, exact)])
    return sumTo(flow, input.shape)
  })
}

/**
 * Of max(x, c), as relu is: g where the value itself is above c, and 0 elsewhere. The value is kept for the next layer
 * anyway; a slope would be written and read besides.
 */
function passedLimit(node: NodeOf<'elementwise'>, input: number, g: Node): Node | undefined {
  const { operation, args } = node.attributes.expr
  const [x, limit] = args
  if (operation !== 'max' || x !== argument(input) || limit?.operation !== 'constant') return undefined
  return elementwise(select(argument(1).gt(limit), argument(0), 0), [g, node], node.shape)
}

/** Undoes a broadcast: sums over the axes along which `shape` was stretched. */
function sumTo(node: Node, shape: Shape): Node {
  if (sameShape(node.shape, shape)) return node
  const missing = node.shape.length - shape.length
  const labels = node.shape.map((_, axis) => letter(axis))
  const kept = shape.map((extent, axis) => {
    const stretched = extent === 1 && node.shape[axis + missing] !== 1
    return stretched ? UNIT : (labels[axis + missing] as string)
  })
  return contract(formatSubscripts([labels.join('')], kept.join('')), node)
}

/** A contraction's gradient is a contraction again: the output's labels take the operand's place. */
function contractGradient(node: NodeOf<'contract'>, g: Node, wanted: (input: number) => boolean) {
  const { operands, output } = parseSubscripts(node.attributes.subscripts)
  return node.inputs.map((operand, i) => {
    if (!wanted(i)) return undefined
    const labels = operands[i] as string
    const others = operands.filter((_, j) => j !== i)
    const available = new Set([output, ...others].join(''))
    const reached = [...labels].map((label) => (available.has(label) ? label : UNIT)).join('')
    const rest = node.inputs.filter((_, j) => j !== i)
    const flow = contract(formatSubscripts([output, ...others], reached), g, ...rest)
    return elementwise(argument(0), [flow], operand.shape)
  })
}

/**
 * Shared equally among the elements that attain the maximum. Which do is asked twice, in other words, so that nobody
 * keeps the answers: they are as large as what the maximum is of.
 */
function maximumGradient(node: NodeOf<'maximum'>, g: Node): Node[] {
  const x = node.inputs[0] as Node
  const counted = elementwise(select(argument(1).le(argument(0)), 1, 0), [x, node])
  const labels = x.shape.map((_, axis) => letter(axis))
  const kept = labels.map((label, axis) => (node.attributes.axes.includes(axis) ? UNIT : label))
  const count = contract(formatSubscripts([labels.join('')], kept.join('')), counted)
  const share = elementwise(argument(0).div(argument(1)), [g, count])
  return [elementwise(select(argument(0).eq(argument(1)), argument(2), 0), [x, node, share])]
}

/** The gradient of a slice: `g` at its places, zeros elsewhere. */
function sliceGradient({ inputs: [x], attributes }: NodeOf<'slice'>, g: Node): Node[] {
  const { axis, start, length, step } = attributes
  const { shape } = x as Node
  const high = (shape[axis] as number) - start - (length - 1) * step - 1
  return [pad(g, shape.map(() => NO_PADDING).with(axis, { low: start, high, interior: step - 1 }))]
}

/** What lies behind the last window was taken from none. */
function overlapGradient({ inputs: [x], attributes }: NodeOf<'overlap'>, g: Node): Node[] {
  const { axis, stride, dilation } = attributes
  const [count, size] = (x as Node).shape.slice(axis, axis + 2) as [number, number]
  const reach = (count - 1) * stride + (size - 1) * dilation + 1
  return [windows(slice(g, 0, reach, { axis }), axis, size, { stride, dilation })]
}

function letter(axis: number): string {
  return String.fromCharCode(97 + axis)
}
