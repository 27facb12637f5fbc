/** Slices, padding and windows: their shapes and mistakes, and what chains of them become. */

import { describe, expect, it } from 'vitest'
import type { Shape } from '../../src/base/index.ts'
import { Random, sizeOf } from '../../src/base/index.ts'
import {
  argument,
  contract,
  elementwise,
  flip,
  gradients,
  input,
  maximum,
  merge,
  NO_PADDING,
  type Node,
  overlap,
  pad,
  slice,
  split,
  topological,
  windows,
} from '../../src/graph/index.ts'
import { computeNodes } from './reference.ts'

const of = (...shape: Shape) => input(`x${shape.join('x')}`, shape)
const around = (low: number, high = low, interior = 0) => ({ low, high, interior })
const operations = (node: Node) => new Set(topological([node]).map(({ op }) => op))
const numbers = (node: Node, seed: number) => Random.seed(seed).normal(sizeOf(node.shape))

/** Σ node·(some fixed numbers): a scalar with a gradient for every element of the node. */
function weighed(node: Node): Node {
  const labels = node.shape.map((_, axis) => String.fromCharCode(97 + axis)).join('')
  return contract(`${labels},${labels}->`, node, input('weights', node.shape))
}

describe('a mistake', () => {
  const refused: readonly (readonly [what: string, build: () => Node, says: readonly string[]])[] = [
    ['windows larger than their axis', () => windows(of(2, 4), 1, 5), ['extent 4', '[2, 4]', 'size 5']],
    ['dilated windows larger than their axis', () => windows(of(4), 0, 3, { dilation: 2 }), ['dilation 2']],
    ['windows that stand still', () => windows(of(4), 0, 2, { stride: 0 }), ['at least 1', 'stride 0']],
    ['windows along no axis', () => windows(of(4), 1, 2), ['0']],
    ['padding for other axes', () => pad(of(2, 3), [NO_PADDING]), ['2 times', '[2, 3]']],
    ['padding of less than nothing', () => pad(of(3), [around(-1)]), ['at least 0', '-1']],
    ['a step beyond the last place', () => slice(of(5), 0, 3, { step: 3 }), ['3 from 0 on, 3 apart', '[5]']],
    ['no room for windows', () => overlap(of(3, 2), 0, 3), ['room for 4', 'room for 3']],
    ['an axis that does not divide', () => split(of(2, 9), 2), ['divisor of extent 9', '[2, 9]']],
    ['nothing to merge with', () => merge(of(2, 3), 1), ['axis 1 of [2, 3]']],
    ['backwards along no axis', () => flip(of(2), 1), ['0']],
  ]

  it.each(refused)('such as %s is refused, with shapes', (_, build, says) => {
    for (const part of says) expect(build).toThrow(part)
  })
})

describe('shapes', () => {
  it('count the windows that fit', () => {
    expect(windows(of(2, 9, 5), 1, 3).shape).toEqual([2, 7, 3, 5])
    expect(windows(of(9), 0, 3, { stride: 2 }).shape).toEqual([4, 3])
    expect(windows(of(9), 0, 3, { stride: 2, dilation: 4 }).shape).toEqual([1, 3])
    expect(windows(of(9), 0, 1, { stride: 4 }).shape).toEqual([3, 1])
  })

  it('grow with padding: before, behind and between', () => {
    expect(pad(of(2, 3), [around(0, 1), around(2, 0, 2)]).shape).toEqual([3, 9])
  })

  it('shrink to 1 along all axes of a maximum', () => {
    expect(maximum(of(2, 3, 4), [-1, 0]).shape).toEqual([1, 3, 1])
  })
})

describe('chains', () => {
  const x = of(8, 6)

  it('of paddings are one padding, and what a slice takes off it is never put on', () => {
    const twice = pad(pad(x, [NO_PADDING, around(2)]), [around(1), around(1, 0)])
    expect(twice.inputs[0]).toBe(x)
    expect(slice(twice, 3, 6, { axis: 1 }).inputs[0]).toBe(x)
    expect(slice(pad(x, [NO_PADDING, around(2)]), 2, 6, { axis: 1 })).toBe(x)
  })

  it('of windows put padding and slices below them', () => {
    expect(pad(windows(x, 1, 3), [around(1), NO_PADDING, NO_PADDING]).op).toBe('windows')
    const some = slice(windows(x, 1, 2), 1, 2, { axis: 1, step: 2 })
    expect(some.op).toBe('windows')
    expect(some.shape).toEqual([8, 2, 2])
    expect(slice(windows(x, 1, 2), 1, 3, { axis: 0 }).op).toBe('windows')
  })

  it('turn an axis backwards twice by leaving it', () => {
    expect(flip(flip(x, 1), 1)).toBe(x)
  })
})

describe('the gradient of a convolution', () => {
  const image = of(2, 3, 7, 6)
  const kernel = of(4, 3, 3, 2)
  const convolved = (x: Node, stride = 1) =>
    contract('bcikjl,ockl->boij', windows(windows(x, 2, 3, { stride }), 4, 2, { stride }), kernel)

  it('is a convolution of the padded gradient, without adding up windows', () => {
    const [slope] = gradients(weighed(convolved(image)), [image]) as [Node]
    expect(operations(slope)).toEqual(new Set(['input', 'elementwise', 'contract', 'pad', 'windows', 'flip']))
    expect(slope.op).toBe('contract')
  })

  it('computes nothing of the padding around the image', () => {
    const padded = pad(image, [NO_PADDING, NO_PADDING, around(1), around(1, 0)])
    const [slope] = gradients(weighed(convolved(padded)), [image]) as [Node]
    expect(slope.op).toBe('contract')
    expect(slope.shape).toEqual(image.shape)
  })

  it('adds up windows that are further apart, and lays those side by side that do not meet', () => {
    expect(operations((gradients(weighed(convolved(image, 2)), [image]) as [Node])[0])).toContain('overlap')
    const pooled = contract(
      'bcikjl->bcij',
      windows(windows(of(2, 3, 6, 4), 2, 3, { stride: 3 }), 4, 2, { stride: 2 }),
    )
    const [slope] = gradients(weighed(pooled), [of(2, 3, 6, 4)]) as [Node]
    expect(operations(slope)).not.toContain('overlap')
  })
})

describe('windows and overlap', () => {
  it.each([
    [1, 1, 0],
    [2, 1, 1],
    [3, 2, 4],
    [4, 1, 2],
  ])('are adjoint with stride %i, dilation %i and %i places behind the last', (stride, dilation, behind) => {
    const [count, size] = [3, 3]
    const extent = (count - 1) * stride + (size - 1) * dilation + 1 + (behind % stride)
    const x = of(2, extent)
    const y = of(2, count, size)
    const data = { [`x2x${extent}`]: numbers(x, 1), x2x3x3: numbers(y, 2) }
    const taken = windows(x, 1, size, { stride, dilation })
    const put = overlap(y, 1, extent, { stride, dilation })
    expect(taken.shape).toEqual(y.shape)
    const left = contract('bik,bik->', taken, y)
    const right = contract('bi,bi->', x, put)
    const values = computeNodes([left, right], data)
    /** Some dozens of products near 1 in two orders. */
    expect(values.get(left)?.[0]).toBeCloseTo(values.get(right)?.[0] as number, 12)
  })
})

describe('a sum of squares of windows', () => {
  it('counts each place as often as a window holds it', () => {
    const x = of(5)
    const taken = windows(x, 0, 3)
    const loss = contract('ik->', elementwise(argument(0).mul(argument(0)).mul(0.5), [taken]))
    const [slope] = gradients(loss, [x]) as [Node]
    expect([...(computeNodes([slope], { x5: [1, 1, 1, 1, 1] }).get(slope) ?? [])]).toEqual([1, 2, 3, 2, 1])
  })
})
