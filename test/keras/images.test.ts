/** Layers of images beside Keras 3.15's own numbers, and a network of them that learns what no dense one could. */

import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/index.ts'
import { type Layer, type LayerOptions, layers, type Sequential, sequential } from '../../src/keras/index.ts'

/** 1, 2, 3, … as an image [4, 5, 2], and as a sequence [6, 2]. */
const IMAGE = { inputShape: [4, 5, 2], row: Array.from({ length: 40 }, (_, i) => i + 1) }
const SEQUENCE = { inputShape: [6, 2], row: Array.from({ length: 12 }, (_, i) => i + 1) }

type Case = readonly [name: string, (place: LayerOptions) => Layer, typeof IMAGE, number[], number[]]

describe("Keras' numbers", () => {
  const ones = { kernelInitializer: 'ones' } as const
  const same = { poolSize: 3, strides: 2, padding: 'same' } as const
  const shifted = { ...IMAGE, row: IMAGE.row.map((x) => x - 30) }
  const negative = { ...IMAGE, row: IMAGE.row.map((x) => -x) }
  const cases: readonly Case[] = [
    [
      "Conv2D(1, 3, strides=2, padding='same', bias_initializer='ones')",
      (place) =>
        layers.conv2d({
          filters: 1,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          biasInitializer: 'ones',
          ...ones,
          ...place,
        }),
      IMAGE,
      [2, 3, 1],
      [151, 280, 223, 221, 367, 269],
    ],
    [
      "Conv2D(2, 2, groups=2, activation='relu')",
      (place) =>
        layers.conv2d({ filters: 2, kernelSize: 2, groups: 2, activation: 'relu', ...ones, ...place }),
      shifted,
      [3, 4, 2],
      [...new Array<number>(20).fill(0), 4, 8, 12, 16],
    ],
    [
      'Conv1D(1, 2, dilation_rate=3)',
      (place) => layers.conv1d({ filters: 1, kernelSize: 2, dilationRate: 3, ...ones, ...place }),
      SEQUENCE,
      [3, 1],
      [18, 26, 34],
    ],
    ['MaxPooling2D()', layers.maxPooling2d, IMAGE, [2, 2, 2], [13, 14, 17, 18, 33, 34, 37, 38]],
    [
      "MaxPooling2D(3, strides=2, padding='same')",
      (place) => layers.maxPooling2d({ ...same, ...place }),
      negative,
      [2, 3, 2],
      [-1, -2, -3, -4, -7, -8, -21, -22, -23, -24, -27, -28],
    ],
    [
      "AveragePooling2D(3, strides=2, padding='same')",
      (place) => layers.averagePooling2d({ ...same, ...place }),
      IMAGE,
      [2, 3, 2],
      [12, 13, 15, 16, 18, 19, 27, 28, 30, 31, 33, 34],
    ],
    [
      'AveragePooling1D(4, strides=1)',
      (place) => layers.averagePooling1d({ poolSize: 4, strides: 1, ...place }),
      SEQUENCE,
      [3, 2],
      [4, 5, 6, 7, 8, 9],
    ],
    ['GlobalAveragePooling2D()', layers.globalAveragePooling2d, IMAGE, [2], [20, 21]],
    ['GlobalAveragePooling1D()', layers.globalAveragePooling1d, SEQUENCE, [2], [6, 7]],
  ]

  it.each(cases)('%s', async (_, layer, { inputShape, row }, shape, want) => {
    const model = sequential([layer({ inputShape }), layers.flatten()])
    expect(model.layers.at(-2)?.outputShape).toEqual(shape)
    const got = (await model.predict([row])).data()
    /** Ninths are rounded; all other numbers are exact. */
    want.forEach((value, i) => void expect(got[i]).toBeCloseTo(value, 4))
  })
})

describe('a model of images', () => {
  it('says the shapes between its layers, and counts its parameters', () => {
    const model = sequential([
      layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
      layers.maxPooling2d(),
      layers.conv2d({ filters: 32, kernelSize: [3, 3], padding: 'same' }),
      layers.flatten(),
      layers.dense({ units: 10 }),
    ])
    expect(model.layers.map(({ outputShape }) => outputShape)).toEqual([
      [26, 26, 16],
      [26, 26, 16],
      [13, 13, 16],
      [13, 13, 32],
      [5408],
      [10],
    ])
    expect(model.summary()).toContain('Total params: 58,890')
  })

  it('refuses a dense layer on an image, and kernels that are larger', () => {
    const conv = (size: number) => layers.conv2d({ filters: 2, kernelSize: size, inputShape: [4, 4, 1] })
    expect(() => sequential([conv(3), layers.dense({ units: 1 })])).toThrow('Put layers.flatten() before it.')
    expect(() => sequential([conv(5)])).toThrow("the kernel can't be greater than the input")
  })

  it('asks for initial weights as [filters, channels, …kernel], and lays them out as Keras does', () => {
    const asked: (readonly number[])[] = []
    const model = sequential([
      layers.conv1d({
        filters: 2,
        kernelSize: 3,
        inputShape: [4, 1],
        kernelInitializer: (shape) => {
          asked.push(shape)
          return [1, 2, 3, 40, 50, 60]
        },
      }),
    ])
    expect(asked).toEqual([[2, 1, 3]])
    const [weight] = model.layers[0]?.module.parameters() ?? []
    expect(weight?.shape).toEqual([3, 1, 2])
    expect([...(weight?.data() ?? [])]).toEqual([1, 40, 2, 50, 3, 60])
  })

  /**
   * Stripes of four directions, each at any shift and in noise: every pixel is on average the same in all classes,
   * so that a linear model can only guess.
   */
  function stripes(count: number, seed: number): { x: number[][]; y: number[] } {
    const random = Random.seed(seed)
    const noise = random.normal(count * 64, 0, 0.3)
    const waves = [
      [1, 0],
      [0, 1],
      [0.7, 0.7],
      [0.7, -0.7],
    ] as const
    const y = Array.from({ length: count }, (_, i) => i % 4)
    const x = y.map((label, i) => {
      const [across = 0, down = 0] = waves[label] ?? []
      const shift = random.integer(i, 64) / 10
      return Array.from({ length: 64 }, (_, pixel) => {
        const place = across * (pixel % 8) + down * Math.floor(pixel / 8)
        return Math.sin(1.6 * place + shift) + (noise[i * 64 + pixel] as number)
      })
    })
    return { x, y }
  }

  async function accuracyOf(model: Sequential): Promise<number> {
    const [train, test] = [stripes(512, 1), stripes(256, 2)]
    model.compile({ loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] })
    await model.fit(train.x, train.y, { epochs: 12, batchSize: 32, verbose: 0 })
    return (await model.evaluate(test.x, test.y)).accuracy as number
  }

  it('learns what is the same wherever it lies', async () => {
    const place = { inputShape: [8, 8, 1] }
    const convolutional = sequential([
      layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', ...place }),
      layers.maxPooling2d(),
      layers.conv2d({ filters: 16, kernelSize: 2, activation: 'relu' }),
      layers.globalAveragePooling2d(),
      layers.dense({ units: 4, activation: 'softmax' }),
    ])
    const linear = sequential([layers.flatten(place), layers.dense({ units: 4, activation: 'softmax' })])
    expect(await accuracyOf(convolutional)).toBeGreaterThan(0.95)
    expect(await accuracyOf(linear)).toBeLessThan(0.5)
  })
})
