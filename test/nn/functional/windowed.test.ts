/** Convolution and pooling beside PyTorch 1.13 (`windowed.py`), and by what defines them. */

import { describe, expect, it } from 'vitest'
import { type Shape, sizeOf } from '../../../src/base/index.ts'
import { topological } from '../../../src/graph/index.ts'
import {
  Conv2d,
  F,
  grad,
  Parameter,
  type PerAxis,
  randn,
  type Tensor,
  tensor,
  zeros,
} from '../../../src/nn/index.ts'
import vectors from './windowed.json' with { type: 'json' }

type Options = Readonly<Record<string, unknown>>
type Windowed = (x: Tensor, second: Tensor | PerAxis, options?: Options) => Tensor

const functionNamed = (name: string) => (F as unknown as Readonly<Record<string, Windowed>>)[name] as Windowed

/** Fractions that float32 adds and multiplies exactly: those of `windowed.py`. */
function numbers(shape: Shape, factor: number, modulus: number): Parameter {
  const half = Math.floor(modulus / 2)
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => (((i * factor) % modulus) - half) / 4)
  return new Parameter(shape, values)
}

/** PyTorch's options in ours: camel case. */
function optionsOf({ count_include_pad: countIncludePad, ...rest }: Options): Options {
  return countIncludePad === undefined ? rest : { ...rest, countIncludePad }
}

const lossOf = (y: Tensor) => y.mul(numbers(y.shape, 5, 9)).sum()

describe("PyTorch's numbers and gradients", () => {
  it.each(vectors.convolutions)('$name of $x with $weight, $options', (vector) => {
    const [x, weight, bias] = [
      numbers(vector.x, 7, 11),
      numbers(vector.weight, 5, 13),
      numbers([vector.weight[0] as number], 3, 7),
    ]
    const y = functionNamed(vector.name)(x, weight, { ...optionsOf(vector.options), bias })
    expect(y.shape).toEqual(vector.shape)
    expect([...y.data()]).toEqual(vector.y)
    const slopes = grad(lossOf(y), [x, weight, bias]).map((slope) => [...slope.data()])
    expect(slopes).toEqual([vector.dx, vector.dweight, vector.dbias])
  })

  it.each(vectors.poolings)('$name of $x with $size, $options', (vector) => {
    const values = Float32Array.from({ length: sizeOf(vector.x) }, (_, i) => ((i * 37) % 113) / 8 - 5)
    const x = new Parameter(vector.x, values)
    const y = functionNamed(vector.name)(x, vector.size, optionsOf(vector.options))
    expect(y.shape).toEqual(vector.shape)
    const [slope] = grad(lossOf(y), [x])
    /** Means are rounded twice, by 2⁻²⁴ of numbers below 16; the vectors have seven places. */
    y.data().forEach((value, i) => void expect(value).toBeCloseTo(vector.y[i] as number, 5))
    slope?.data().forEach((value, i) => void expect(value).toBeCloseTo(vector.dx[i] as number, 5))
  })
})

/** [b, h, w, c] of [b, c, h, w], and back with [0, 2, 3, 1] for [0, 3, 1, 2]. */
function permuted(x: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((axis) => x.shape[axis] as number)
  const strides = x.shape.map((_, axis) => sizeOf(x.shape.slice(axis + 1)))
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, flat) => {
    let rest = flat
    let at = 0
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const extent = shape[axis] as number
      at += (rest % extent) * (strides[order[axis] as number] as number)
      rest = Math.floor(rest / extent)
    }
    return x.data()[at] as number
  })
  return tensor(data, shape)
}

describe('convolution', () => {
  const settings = { stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2 } as const

  it('is the identity with a kernel that is 1 in its middle', () => {
    const x = randn([3, 1, 5, 6])
    const delta = tensor([0, 0, 0, 0, 1, 0, 0, 0, 0], [1, 1, 3, 3])
    expect(F.conv2d(x, delta, { padding: 'same' }).data()).toEqual(x.data())
  })

  it('with channels last is the same of axes in another order', () => {
    const [x, weight, bias] = [randn([2, 4, 7, 6]), randn([6, 2, 3, 2]), randn([6])]
    const first = F.conv2d(x, weight, { ...settings, bias })
    const last = F.conv2d(permuted(x, [0, 2, 3, 1]), permuted(weight, [2, 3, 1, 0]), {
      ...settings,
      bias,
      channels: 'last',
    })
    const back = permuted(last, [0, 3, 1, 2])
    expect(back.shape).toEqual(first.shape)
    /** Twelve products near 1, added in another order. */
    back.data().forEach((value, i) => void expect(value).toBeCloseTo(first.data()[i] as number, 5))
  })

  it.each([1, 8])('is linear in image and weights, so that gradients are adjoint, for %i images', (batch) => {
    const [x, weight] = [
      new Parameter([batch, 4, 7, 6], randn([batch, 4, 7, 6]).data()),
      new Parameter([6, 2, 3, 2]),
    ]
    weight.set(randn([6, 2, 3, 2]).data())
    const y = F.conv2d(x, weight, settings)
    const cotangent = randn(y.shape)
    const value = y.mul(cotangent).sum()
    const [dx, dweight] = grad(value, [x, weight]) as [Tensor, Tensor]
    const scale = y.mul(cotangent).abs().sum().item()
    /** ⟨conv(x), c⟩ = ⟨x, convᵀ(c)⟩ = ⟨weight, …⟩, up to roundings of the sum of absolute values. */
    for (const product of [dx.mul(x).sum(), dweight.mul(weight).sum()])
      expect(Math.abs(product.item() - value.item())).toBeLessThan(1e-6 * scale)
  })

  it.each(['first', 'last'] as const)(
    'of groups has a gradient without windows added up, channels %s',
    (channels) => {
      const image = channels === 'first' ? [1, 4, 5, 6] : [1, 5, 6, 4]
      const kernel = channels === 'first' ? [4, 1, 3, 3] : [3, 3, 1, 4]
      const [x, weight] = [new Parameter(image), new Parameter(kernel)]
      const y = F.conv2d(x, weight, { groups: 4, padding: 1, channels })
      const slopes = grad(y.mul(y).sum(), [x, weight]).map(({ node }) => node)
      expect(topological(slopes).map(({ op }) => op)).not.toContain('overlap')
    },
  )

  it("'same' gives an output for every stride-th place", () => {
    const [x, weight] = [zeros([1, 1, 7, 8]), zeros([1, 1, 3, 4])]
    expect(F.conv2d(x, weight, { padding: 'same' }).shape).toEqual([1, 1, 7, 8])
    expect(F.conv2d(x, weight, { padding: 'same', stride: 2 }).shape).toEqual([1, 1, 4, 4])
    expect(F.conv2d(x, weight, { padding: 'valid' }).shape).toEqual([1, 1, 5, 5])
  })
})

describe('pooling', () => {
  it('shares a tie’s gradient equally', () => {
    const x = new Parameter([1, 1, 2, 2], Float32Array.of(3, 1, 3, 0))
    expect([...(grad(F.max_pool2d(x, 2).sum(), [x])[0]?.data() ?? [])]).toEqual([0.5, 0, 0.5, 0])
  })

  it('adds up the gradients of windows that meet', () => {
    const x = new Parameter([1, 1, 4], Float32Array.of(0, 5, 1, 2))
    const slope = grad(F.max_pool1d(x, 2, { stride: 1 }).sum(), [x])[0]
    expect([...(slope?.data() ?? [])]).toEqual([0, 2, 0, 1])
  })

  it('leaves places behind the last window out, and gives them no gradient', () => {
    const x = new Parameter([1, 1, 5], Float32Array.of(1, 2, 3, 4, 9))
    const y = F.max_pool1d(x, 2)
    expect([...y.data()]).toEqual([2, 4])
    expect([...(grad(y.sum(), [x])[0]?.data() ?? [])]).toEqual([0, 1, 0, 1, 0])
  })

  it.each(['relu', 'sigmoid', 'gelu'] as const)(
    'of %s is the greatest of its values, wherever it rises',
    (name) => {
      const x = randn([2, 3, 4, 6])
      const all = F[name](x).data()
      const pooled = F.max_pool2d(F[name](x), [4, 6])
      const want = Array.from({ length: 6 }, (_, i) => Math.max(...all.subarray(24 * i, 24 * i + 24)))
      expect([...pooled.data()]).toEqual(want)
    },
  )

  it('passes NaN on', () => {
    expect(F.max_pool1d(tensor([1, NaN, 2, 3], [1, 1, 4]), 2).data()).toEqual(Float32Array.of(NaN, 3))
  })
})

describe('a mistake', () => {
  const image = zeros([2, 3, 8, 8])
  const weight = zeros([4, 3, 3, 3])
  const refused: readonly (readonly [what: string, build: () => Tensor, says: readonly string[]])[] = [
    ['a kernel larger than the image', () => F.conv2d(zeros([1, 3, 2, 9]), weight), ['2 × 9', '3 × 3']],
    ['dilation beyond the image', () => F.conv2d(image, weight, { dilation: 4 }), ['8 × 8', '9 × 9']],
    ['other channels', () => F.conv2d(zeros([2, 1, 8, 8]), weight), ['groups=1', '3 channels', '1 channels']],
    [
      'groups that do not divide',
      () => F.conv2d(image, weight, { groups: 3 }),
      ['divide 4 channels', 'got 3'],
    ],
    [
      'an image without a batch',
      () => F.conv2d(zeros([3, 8, 8]), weight),
      ['4D', '[batch, channels, height, width]'],
    ],
    ['a weight of other axes', () => F.conv1d(zeros([2, 3, 8]), weight), ['3D weight', '[4, 3, 3, 3]']],
    ['a bias for other channels', () => F.conv2d(image, weight, { bias: zeros([3]) }), ['[4]', '[3]']],
    ['no stride', () => F.conv2d(image, weight, { stride: 0 }), ['stride', 'got 0']],
    ['padding for three axes', () => F.conv2d(image, weight, { padding: [1, 1, 1] }), ['padding', '1,1,1']],
    ['a layer of half a place', () => new Conv2d(1, 2, 2.5).weight, ['Conv2d(1, 2)', 'kernel size', '2.5']],
    ['a layer of one axis too few', () => new Conv2d(1, 2, [3]).weight, ['Conv2d(1, 2)', 'or 2 of them']],
    ['a layer of no channels', () => new Conv2d(0, 2, 3).weight, ['channels', '0 in']],
    [
      'windows in padding alone',
      () => F.max_pool2d(image, 3, { padding: 2 }),
      ['half of the kernel size', '2, 2'],
    ],
    ['unequal parts', () => F.adaptive_avg_pool2d(image, 3), ['equal parts', '[8, 8]']],
  ]

  it.each(refused)('such as %s is refused, with shapes', (_, build, says) => {
    for (const part of says) expect(build).toThrow(part)
  })
})
