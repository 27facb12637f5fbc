/**
 * Constructors of slices, padding and windows: what convolution and pooling are made of, besides contractions and
 * maxima. They move numbers and compute none. Slices and windows are looked at where they lie (`passes/view.ts`).
 *
 * A gradient pads, crops and adds up windows in turn; the constructors simplify such chains, so that the gradient of
 * a convolution is a convolution again, of no more numbers than it needs.
 */

import { formatShape, normalizeAxis, OgeeError } from '../base/index.ts'
import { checkNumbers, contract, merge, split } from './build.ts'
import type { Node, NodeOf, Padding } from './node.ts'
import { formatSubscripts, parseSubscripts, UNIT } from './subscripts.ts'

export interface SliceOptions {
  /** Default: −1, the last one. */
  readonly axis?: number
  /** From each place to the next. Default: 1. */
  readonly step?: number
}

export interface WindowOptions {
  /** From window to window. Default: 1. */
  readonly stride?: number
  /** From place to place within a window. Default: 1. */
  readonly dilation?: number
}

/** `length` places of an axis, from `start` on. */
export function slice(
  x: Node,
  start: number,
  length: number,
  { axis = -1, step = 1 }: SliceOptions = {},
): Node {
  checkNumbers('slice', [x])
  const at = axis < 0 ? axis + x.shape.length : axis
  const extent = x.shape[at] ?? 0
  const isWhole = [start, length, step].every(Number.isInteger)
  if (!isWhole || start < 0 || length < 1 || step < 1 || start + (length - 1) * step >= extent)
    throw new OgeeError({
      where: 'slice',
      problem: 'the places lie outside the axis',
      expected: `places within 0 … ${extent - 1} of axis ${at} of ${formatShape(x.shape)}`,
      got: `${length} from ${start} on${step === 1 ? '' : `, ${step} apart`}`,
    })
  if (length === extent) return x
  if (x.op === 'windows' && at !== x.attributes.axis + 1) return sliceOfWindows(x, at, start, length, step)
  if (x.op === 'pad' && step === 1) {
    const smaller = sliceOfPadding(x, at, start, length)
    if (smaller) return smaller
  }
  const shape = x.shape.with(at, length)
  return { op: 'slice', inputs: [x], attributes: { axis: at, start, length, step }, shape }
}

/** Some of the windows are the windows of a part. */
function sliceOfWindows(x: NodeOf<'windows'>, at: number, start: number, length: number, step: number): Node {
  const { axis, size, stride, dilation } = x.attributes
  const source = x.inputs[0] as Node
  if (at !== axis) {
    const part = slice(source, start, length, { axis: at > axis ? at - 1 : at, step })
    return windows(part, axis, size, { stride, dilation })
  }
  const reach = (length - 1) * step * stride + (size - 1) * dilation + 1
  const part = slice(source, start * stride, reach, { axis })
  return windows(part, axis, size, { stride: step * stride, dilation })
}

/** Less padding, where nothing but padding is left out. */
function sliceOfPadding(x: NodeOf<'pad'>, at: number, start: number, length: number): Node | undefined {
  const { padding, value } = x.attributes
  const { low, high, interior } = padding[at] as Padding
  const rest = (x.shape[at] as number) - start - length
  if (start > low || rest > high) return undefined
  const less = padding.with(at, { low: low - start, high: high - rest, interior })
  return pad(x.inputs[0] as Node, less, value)
}

/** `value` around and between the places of each axis, one entry for each; only 0 has a gradient's adjoint. */
export function pad(x: Node, padding: readonly Padding[], value = 0): Node {
  checkNumbers('pad', [x])
  const isValid = ({ low, high, interior }: Padding) =>
    [low, high, interior].every((each) => Number.isInteger(each) && each >= 0)
  if (padding.length !== x.shape.length || !padding.every(isValid))
    throw new OgeeError({
      where: 'pad',
      problem: 'padding for every axis is needed',
      expected: `${x.shape.length} times whole numbers of at least 0 for ${formatShape(x.shape)}`,
      got: JSON.stringify(padding),
    })
  if (padding.every(isNothing)) return x
  if (x.op === 'windows') {
    const { axis, ...window } = x.attributes
    if ([axis, axis + 1].every((own) => isNothing(padding[own] as Padding)))
      return windows(pad(x.inputs[0] as Node, padding.toSpliced(axis, 1), value), axis, window.size, window)
  }
  if (x.op === 'pad' && x.attributes.value === value) {
    const both = padding.map((outer, axis) => within(outer, x.attributes.padding[axis] as Padding))
    if (both.every((each) => each !== undefined)) return pad(x.inputs[0] as Node, both, value)
  }
  const shape = x.shape.map((extent, axis) => {
    const { low, high, interior } = padding[axis] as Padding
    return low + extent + (extent - 1) * interior + high
  })
  return { op: 'pad', inputs: [x], attributes: { padding, value }, shape }
}

/** Padding that leaves everything as it is. */
export const NO_PADDING: Padding = { low: 0, high: 0, interior: 0 }

export function isNothing({ low, high, interior }: Padding): boolean {
  return low === 0 && high === 0 && interior === 0
}

/** The padding that does what `inner` and then `outer` do, if one does. */
function within(outer: Padding, inner: Padding): Padding | undefined {
  if (isNothing(inner)) return outer
  if (outer.interior > 0) return undefined
  return { low: inner.low + outer.low, high: inner.high + outer.high, interior: inner.interior }
}

/** [… , n, …] → [… , count, size, …]: all windows of `size` places that fit into an axis. */
export function windows(x: Node, axis: number, size: number, options: WindowOptions = {}): Node {
  const { stride = 1, dilation = 1 } = options
  checkNumbers('windows', [x])
  const at = normalizeAxis('windows', axis, x.shape.length)
  const extent = x.shape[at] as number
  const room = extent - (size - 1) * dilation - 1
  const isWhole = [size, stride, dilation].every((each) => Number.isInteger(each) && each >= 1)
  if (!isWhole || room < 0)
    throw new OgeeError({
      where: 'windows',
      problem: isWhole ? 'no window fits into the axis' : 'windows count in whole numbers of at least 1',
      expected: `windows within extent ${extent} of axis ${at} of ${formatShape(x.shape)}`,
      got: `size ${size}, stride ${stride}, dilation ${dilation}`,
    })
  const count = Math.floor(room / stride) + 1
  if (size === 1) return split(slice(x, 0, count, { axis: at, step: stride }), 1, at)
  const shape = x.shape.toSpliced(at, 1, count, size)
  return { op: 'windows', inputs: [x], attributes: { axis: at, size, stride, dilation }, shape }
}

/** [… , count, size, …] → [… , length, …]: each window's numbers added up at the places they were taken from. */
export function overlap(x: Node, axis: number, length: number, options: WindowOptions = {}): Node {
  const { stride = 1, dilation = 1 } = options
  checkNumbers('overlap', [x])
  const [count = 0, size = 0] = x.shape.slice(axis, axis + 2)
  const reach = (count - 1) * stride + (size - 1) * dilation + 1
  if (axis < 0 || size === 0 || !Number.isInteger(length) || length < reach)
    throw new OgeeError({
      where: 'overlap',
      problem: 'the windows do not fit',
      expected: `axes of windows, and room for ${reach}`,
      got: `axis ${axis} of ${formatShape(x.shape)}, room for ${length}`,
    })
  const convolved = stride === 1 ? overlapOfProducts(x, axis, length, dilation) : undefined
  if (convolved) return convolved
  /** Windows that do not meet lie side by side. */
  if (dilation === 1 && stride === size) {
    const rest = { low: 0, high: length - count * size, interior: 0 }
    return pad(merge(x, axis), x.shape.map(() => NO_PADDING).toSpliced(axis, 2, rest))
  }
  const shape = x.shape.toSpliced(axis, 2, length)
  return { op: 'overlap', inputs: [x], attributes: { axis, length, stride, dilation }, shape }
}

/**
 * Where x[… , i, k, …] = Σ a[… , i, …]·b[… , k, …], all windows are never made: what they add up to at n is
 * Σₖ a[… , n − k·dilation, …]·b[… , k, …], the product with windows of `a` between zeros and `b` backwards.
 */
function overlapOfProducts(x: Node, axis: number, length: number, dilation: number): Node | undefined {
  if (x.op !== 'contract' || x.inputs.length !== 2) return undefined
  const { operands, output } = parseSubscripts(x.attributes.subscripts)
  const [i, k] = output.slice(axis, axis + 2) as unknown as [string, string]
  const own = operands.findIndex((labels) => labels.includes(i) && !labels.includes(k))
  const other = 1 - own
  const isOther = operands[other]?.includes(k) && !operands[other]?.includes(i)
  if (own < 0 || !isOther || i === UNIT || k === UNIT) return undefined
  const [a, b] = [x.inputs[own] as Node, x.inputs[other] as Node]
  const at = operands[own]?.indexOf(i) as number
  const [count, size] = x.shape.slice(axis, axis + 2) as [number, number]
  const low = (size - 1) * dilation
  const padding = a.shape.map(() => NO_PADDING).with(at, { low, high: length - count, interior: 0 })
  const windowed = windows(pad(a, padding), at, size, { dilation })
  const backwards = flip(b, operands[other]?.indexOf(k) as number)
  const labels = [operands[own]?.replace(i, i + k) as string, operands[other] as string]
  return contract(formatSubscripts(labels, output.replace(i + k, i)), windowed, backwards)
}

/** An axis backwards. */
export function flip(x: Node, axis: number): Node {
  checkNumbers('flip', [x])
  const at = normalizeAxis('flip', axis, x.shape.length)
  if (x.shape[at] === 1) return x
  if (x.op === 'flip' && x.attributes.axis === at) return x.inputs[0] as Node
  return { op: 'flip', inputs: [x], attributes: { axis: at }, shape: x.shape }
}

/**
 * What padding is put around, taken out again: the gradient of a pad. Of a contraction, the operands' parts are
 * multiplied instead, so that what would be left out is never computed.
 */
export function crop(x: Node, padding: readonly Padding[], shape: readonly number[]): Node {
  return padding.reduce((part, { low, interior }, axis) => {
    const [length, options] = [shape[axis] as number, { axis, step: interior + 1 }]
    if (part.op !== 'contract' || length === part.shape[axis]) return slice(part, low, length, options)
    const { operands, output } = parseSubscripts(part.attributes.subscripts)
    const label = output[axis] as string
    const parts = part.inputs.map((operand, i) => {
      const own = operands[i]?.indexOf(label) ?? -1
      return own < 0 ? operand : slice(operand, low, length, { ...options, axis: own })
    })
    return contract(part.attributes.subscripts, ...parts)
  }, x)
}
