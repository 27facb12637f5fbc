/** Pooling: the greatest or the mean of each window, channel by channel. */

import { formatShape, OgeeError, sameShape } from '../../base/index.ts'
import { neverFalls } from '../../expr/monotone.ts'
import {
  argument,
  constantNode,
  contract,
  elementwise,
  maximum,
  type Node,
  reshape,
  split,
} from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'
import {
  axesOf,
  type ChannelsOption,
  checkRank,
  type PerAxis,
  paddingOf,
  type Windowed,
  type WindowedOptions,
  windowed,
  windowsOf,
} from './windowed.ts'

/** `stride` is the size of the window by default. */
export type MaxPoolOptions = WindowedOptions

export interface AvgPoolOptions extends Omit<WindowedOptions, 'dilation'> {
  /** Whether padding counts as zeros among the numbers of a window. Default: true, as in PyTorch. */
  readonly countIncludePad?: boolean
}

/** The greatest of each window, −∞ in padding. A tie's gradient is shared equally. */
export function maxPool(
  where: string,
  rank: number,
  x: Tensor,
  size: PerAxis,
  options: MaxPoolOptions = {},
): Tensor {
  const settings = windowed(where, rank, size, { stride: size, ...options })
  checkRank(settings, x.node)
  checkPadding(settings, x.node)
  return new Tensor(greatest(settings, x.node))
}

/** Of a function that never falls it is the function of the greatest, computed for that alone. */
function greatest(settings: Windowed, x: Node): Node {
  if (x.op === 'elementwise' && x.inputs.length === 1 && neverFalls(x.attributes.expr)) {
    const { expr, exact } = x.attributes
    const input = x.inputs[0] as Node
    if (sameShape(input.shape, x.shape))
      return elementwise(expr, [greatest(settings, input)], undefined, exact)
  }
  const windows = windowsOf(settings, x, Number.NEGATIVE_INFINITY)
  const within = axesOf(settings).places.map((axis, i) => axis + i + 1)
  const most = maximum(windows, within)
  return reshape(
    most,
    most.shape.filter((_, axis) => !within.includes(axis)),
  )
}

/** The mean of each window. */
export function avgPool(
  where: string,
  rank: number,
  x: Tensor,
  size: PerAxis,
  { countIncludePad = true, ...options }: AvgPoolOptions = {},
): Tensor {
  const settings = windowed(where, rank, size, { stride: size, ...options })
  checkRank(settings, x.node)
  checkPadding(settings, x.node)
  const sum = sumWithin(settings, windowsOf(settings, x.node, 0))
  if (!countIncludePad) return new Tensor(perPlace(settings, x.node, sum))
  const count = settings.along.reduce((product, each) => product * each.size, 1)
  return new Tensor(elementwise(argument(0).div(count), [sum]))
}

/** Sums over the places within each window. */
function sumWithin(settings: Windowed, windows: Node): Node {
  const within = axesOf(settings).places.map((axis, i) => axis + i + 1)
  const labels = windows.shape.map((_, axis) => String.fromCharCode(97 + axis))
  const kept = labels.filter((_, axis) => !within.includes(axis))
  return contract(`${labels.join('')}->${kept.join('')}`, windows)
}

/** Sums divided by how many places of the input, padding left out, lie in their windows: a product over axes. */
function perPlace(settings: Windowed, x: Node, sum: Node): Node {
  const { places } = axesOf(settings)
  const around = paddingOf(settings, x)
  return settings.along.reduce((node, { size, stride }, i) => {
    const axis = places[i] as number
    const extent = x.shape[axis] as number
    const low = around[i]?.low as number
    const counts = Array.from({ length: sum.shape[axis] as number }, (_, window) => {
      const start = window * stride - low
      return Math.min(extent, start + size) - Math.max(0, start)
    })
    const shape = [counts.length, ...sum.shape.slice(axis + 1).map(() => 1)]
    return elementwise(argument(0).div(argument(1)), [node, constantNode(counts, shape)])
  }, sum)
}

/** The mean of equal parts of each axis, `size` of them; 1 is the mean of all places. */
export function adaptiveAvgPool(
  where: string,
  rank: number,
  x: Tensor,
  size: PerAxis,
  { channels }: ChannelsOption = {},
): Tensor {
  const settings = windowed(where, rank, size, channels ? { channels } : {})
  checkRank(settings, x.node)
  const { places } = axesOf(settings)
  const parts = settings.along.map(({ size: count }, i) => {
    const extent = x.shape[places[i] as number] as number
    if (extent % count === 0) return extent / count
    throw new OgeeError({
      where,
      problem: 'the axes do not fall into equal parts',
      expected: `an output size that divides ${formatShape(places.map((axis) => x.shape[axis] as number))}`,
      got: `${size}`,
    })
  })
  const windows = parts.reduce((node, part, i) => split(node, part, (places[i] as number) + i), x.node)
  const count = parts.reduce((product, part) => product * part, 1)
  return new Tensor(elementwise(argument(0).div(count), [sumWithin(settings, windows)]))
}

/** As PyTorch does: a window lies nowhere in padding alone. */
function checkPadding({ where, along, padding }: Windowed, { shape }: Node): void {
  if (padding === 'same' || along.every(({ size }, i) => (padding[i] as number) <= size / 2)) return
  throw new OgeeError({
    where,
    problem: 'padding should be at most half of the kernel size',
    expected: `at most ${along.map(({ size }) => Math.floor(size / 2)).join(', ')} for ${formatShape(shape)}`,
    got: `${padding.join(', ')}`,
  })
}
