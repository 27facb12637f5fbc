/**
 * Convolution: a contraction of windows with weights, which the compiler runs as it runs any product. (It is the
 * cross-correlation that networks call so: weights are not turned around.)
 */

import { formatShape, OgeeError } from '../../base/index.ts'
import { argument, contract, elementwise, merge, type Node, reshape, split } from '../../graph/index.ts'
import { Tensor } from '../tensor.ts'
import { axesOf, checkRank, type Windowed, type WindowedOptions, windowed, windowsOf } from './windowed.ts'

export interface ConvolveOptions extends WindowedOptions {
  /** [out]. Default: none. */
  readonly bias?: Tensor | undefined
  /** Channels fall into so many groups, each convolved to its own share of the outputs. Default: 1. */
  readonly groups?: number
}

/** Labels of axes: of places in the output, and within a window. */
const PLACES = ['x', 'y', 'z']
const WITHIN = ['i', 'j', 'k']

/**
 * `x` [batch, in, …places] with `weight` [out, in / groups, …kernel] → [batch, out, …places]; with channels last
 * [batch, …places, in] with […kernel, in / groups, out] → [batch, …places, out]. `rank`: the number of axes of places.
 */
export function convolve(
  where: string,
  rank: number,
  x: Tensor,
  weight: Tensor,
  { bias, groups = 1, ...options }: ConvolveOptions = {},
): Tensor {
  const first = options.channels !== 'last'
  checkWeight(where, rank, weight.shape)
  const size = first ? weight.shape.slice(2) : weight.shape.slice(0, rank)
  const settings = windowed(where, rank, size, options)
  const outputs = weight.shape[first ? 0 : rank + 1] as number
  checkRank(settings, x.node)
  checkChannels(settings, x.node, weight, outputs, groups)
  const made = product(settings, x.node, weight.node, groups)
  if (!bias) return new Tensor(made)
  checkBias(where, bias, outputs)
  const along = reshape(bias.node, first ? [outputs, ...size.map(() => 1)] : [outputs])
  return new Tensor(elementwise(argument(0).add(argument(1)), [made, along]))
}

/** Groups are an axis before that of channels, of the weights and of the output alike. */
function product(settings: Windowed, x: Node, weight: Node, groups: number): Node {
  const { channels, along } = settings
  const [isFirst, rank, { channel }] = [channels === 'first', along.length, axesOf(settings)]
  const [places, within] = [PLACES.slice(0, rank).join(''), WITHIN.slice(0, rank).join('')]
  const both = [...places].map((place, i) => place + within[i]).join('')
  const subscripts = (g: string) =>
    isFirst
      ? `b${g}c${both},${g}oc${within}->b${g}o${places}`
      : `b${both}${g}c,${within}c${g}o->b${places}${g}o`
  if (groups === 1) return contract(subscripts(''), windowsOf(settings, x, 0), weight)
  const outputs = isFirst ? 0 : rank + 1
  /** Split before windows are taken: gradients find the contraction next to the windows. */
  const grouped = windowsOf(settings, split(x, (x.shape[channel] as number) / groups, channel), 0)
  const shares = split(weight, (weight.shape[outputs] as number) / groups, outputs)
  return merge(contract(subscripts('g'), grouped, shares), channel)
}

function checkWeight(where: string, rank: number, shape: readonly number[]): void {
  if (shape.length === rank + 2) return
  throw new OgeeError({
    where,
    problem: `a ${rank + 2}D weight is needed`,
    expected: 'axes of outputs, of inputs, and of places',
    got: formatShape(shape),
  })
}

function checkChannels(
  { where, channels, along }: Windowed,
  x: Node,
  { shape }: Tensor,
  outputs: number,
  groups: number,
): void {
  if (!Number.isInteger(groups) || groups < 1 || outputs % groups !== 0)
    throw new OgeeError({
      where,
      problem: 'the output channels do not divide into groups',
      expected: `groups that divide ${outputs} channels`,
      got: `${groups}`,
    })
  const own = (shape[channels === 'first' ? 1 : along.length] as number) * groups
  const given = x.shape[axesOf({ along, channels }).channel] as number
  if (own === given) return
  throw new OgeeError({
    where,
    problem: `with groups=${groups}, weight of size ${formatShape(shape)}, the input has other channels`,
    expected: `${own} channels`,
    got: `${given} channels in ${formatShape(x.shape)}`,
  })
}

function checkBias(where: string, { shape }: Tensor, outputs: number): void {
  if (shape.length === 1 && shape[0] === outputs) return
  throw new OgeeError({
    where,
    problem: 'the bias has another shape',
    expected: `[${outputs}]`,
    got: formatShape(shape),
  })
}
