/**
 * What convolution and pooling have in common: where in [batch, …] channels and places lie, how padding and strides
 * are spelt, and the windows that follow. Mistakes are told in PyTorch's words.
 */

import { formatShape, OgeeError } from '../../base/index.ts'
import { NO_PADDING, type Node, pad, windows } from '../../graph/index.ts'

/** One number for all axes of places, or one for each. */
export type PerAxis = number | readonly number[]

export interface ChannelsOption {
  /**
   * Which axis after the batch's holds channels: the 'first', as in PyTorch (weights [out, in / groups, …kernel]), or
   * the 'last', as in Keras (weights […kernel, in / groups, out]). Default: 'first'.
   */
  readonly channels?: 'first' | 'last'
}

export interface WindowedOptions extends ChannelsOption {
  /** From window to window. */
  readonly stride?: PerAxis
  /**
   * Places added before and behind each axis, or 'same': as many as give an output for every `stride`-th place,
   * an odd one behind. Default: 0.
   */
  readonly padding?: PerAxis | 'same' | 'valid'
  /** From place to place within a window. Default: 1. */
  readonly dilation?: PerAxis
}

/** Along one axis of places. */
interface Along {
  readonly size: number
  readonly stride: number
  readonly dilation: number
}

/** Settings for each axis of places, checked. */
export interface Windowed {
  readonly where: string
  readonly along: readonly Along[]
  readonly padding: 'same' | readonly number[]
  readonly channels: 'first' | 'last'
}

/** `size` of each window; `options` with a default of 1. */
export function windowed(
  where: string,
  rank: number,
  size: PerAxis,
  { stride = 1, padding = 0, dilation = 1, channels = 'first' }: WindowedOptions,
): Windowed {
  const [sizes, strides, dilations] = [
    perAxis(where, 'kernel size', rank, size, 1),
    perAxis(where, 'stride', rank, stride, 1),
    perAxis(where, 'dilation', rank, dilation, 1),
  ]
  const along = sizes.map((each, i) => ({
    size: each,
    stride: strides[i] as number,
    dilation: dilations[i] as number,
  }))
  const amount = padding === 'valid' ? 0 : padding
  return {
    where,
    along,
    padding: amount === 'same' ? amount : perAxis(where, 'padding', rank, amount, 0),
    channels,
  }
}

function perAxis(where: string, what: string, rank: number, value: PerAxis, least: number): number[] {
  const all = typeof value === 'number' ? new Array<number>(rank).fill(value) : [...value]
  if (all.length === rank && all.every((each) => Number.isInteger(each) && each >= least)) return all
  throw new OgeeError({
    where,
    problem: `no such ${what}`,
    expected: `a whole number of at least ${least}${rank === 1 ? '' : `, or ${rank} of them`}`,
    got: `${value}`,
  })
}

/** The axes of places, and the first one of channels, of which there are two where they lie in groups. */
export function axesOf(
  { along, channels }: Pick<Windowed, 'along' | 'channels'>,
  rank = along.length + 2,
): { readonly places: readonly number[]; readonly channel: number } {
  const first = channels === 'first' ? rank - along.length : 1
  return { places: along.map((_, i) => first + i), channel: channels === 'first' ? 1 : along.length + 1 }
}

/** Throws unless `x` has a batch, channels, and the axes of places. */
export function checkRank({ where, along, channels }: Windowed, x: Node): void {
  if (x.shape.length === along.length + 2) return
  const places = ['depth', 'height', 'width'].slice(-along.length)
  const axes = channels === 'first' ? ['batch', 'channels', ...places] : ['batch', ...places, 'channels']
  throw new OgeeError({
    where,
    problem: `a ${along.length + 2}D input is needed`,
    expected: `[${axes.join(', ')}]`,
    got: formatShape(x.shape),
  })
}

/** Places before and behind each axis of places. */
export function paddingOf({ along, padding, ...rest }: Windowed, x: Node): { low: number; high: number }[] {
  const { places } = axesOf({ along, ...rest }, x.shape.length)
  return along.map(({ size, stride, dilation }, i) => {
    if (padding !== 'same') return { low: padding[i] as number, high: padding[i] as number }
    const extent = x.shape[places[i] as number] as number
    const reach = (Math.ceil(extent / stride) - 1) * stride + (size - 1) * dilation + 1
    const total = Math.max(0, reach - extent)
    return { low: Math.floor(total / 2), high: Math.ceil(total / 2) }
  })
}

/** All windows of `x` between padding of `value`: behind each axis of places one of the places within a window. */
export function windowsOf(settings: Windowed, x: Node, value: number): Node {
  const { where, along } = settings
  const { places } = axesOf(settings, x.shape.length)
  const around = paddingOf(settings, x)
  const padding = x.shape.map((_, axis) => {
    const own = around[places.indexOf(axis)]
    return own ? { ...own, interior: 0 } : NO_PADDING
  })
  const padded = pad(x, padding, value)
  const extents = places.map((axis) => padded.shape[axis] as number)
  const reaches = along.map(({ size, dilation }) => (size - 1) * dilation + 1)
  if (reaches.some((reach, i) => reach > (extents[i] as number)))
    throw new OgeeError({
      where,
      problem: "the kernel can't be greater than the input",
      expected: `at most the padded input size per channel, ${extents.join(' × ')}`,
      got: `kernel size ${reaches.join(' × ')}`,
    })
  return along.reduce((node, { size, ...window }, i) => {
    return windows(node, (places[i] as number) + i, size, window)
  }, padded)
}
