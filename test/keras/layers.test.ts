/** Activation layers beside Keras 3.16's own numbers, and what they make of shapes and of training. */

import { describe, expect, it } from 'vitest'
import { gelu, swiglu } from '../../src/activations/index.ts'
import { type Layer, layers, sequential } from '../../src/keras/index.ts'

const XS = [-3, -0.5, 0, 0.5, 1, 2, 7]

async function outputOf(layer: (options: { inputShape: number[] }) => Layer, x = XS): Promise<number[]> {
  const model = sequential([layer({ inputShape: [x.length] })])
  return Array.from((await model.predict([x])).data())
}

describe('activation layers', () => {
  const keras: readonly (readonly [string, (place: { inputShape: number[] }) => Layer, readonly number[]])[] =
    [
      ['ReLU()', (place) => layers.reLU(place), [0, 0, 0, 0.5, 1, 2, 7]],
      ['ReLU(max_value=6)', (place) => layers.reLU({ maxValue: 6, ...place }), [0, 0, 0, 0.5, 1, 2, 6]],
      [
        'ReLU(negative_slope=0.1)',
        (place) => layers.reLU({ negativeSlope: 0.1, ...place }),
        [-0.3, -0.05, 0, 0.5, 1, 2, 7],
      ],
      ['ReLU(threshold=1)', (place) => layers.reLU({ threshold: 1, ...place }), [0, 0, 0, 0, 0, 2, 7]],
      [
        'ReLU(max_value=6, negative_slope=0.25, threshold=1)',
        (place) => layers.reLU({ maxValue: 6, negativeSlope: 0.25, threshold: 1, ...place }),
        [-1, -0.375, -0.25, -0.125, 0, 2, 6],
      ],
      ['LeakyReLU()', (place) => layers.leakyReLU(place), [-0.9, -0.15, 0, 0.5, 1, 2, 7]],
      [
        "Activation('leaky_relu')",
        (place) => layers.activation('leakyRelu', place),
        [-0.6, -0.1, 0, 0.5, 1, 2, 7],
      ],
      [
        'LeakyReLU(0.5)',
        (place) => layers.leakyReLU({ negativeSlope: 0.5, ...place }),
        [-1.5, -0.25, 0, 0.5, 1, 2, 7],
      ],
      ['PReLU()', (place) => layers.prelu(place), [0, 0, 0, 0.5, 1, 2, 7]],
    ]
  it.each(keras)('%s', async (_, layer, want) => {
    const got = await outputOf(layer)
    want.forEach((value, i) => void expect(got[i]).toBeCloseTo(value, 6))
  })

  it('elu and softmax take their parameters', async () => {
    const elus = await outputOf((place) => layers.elu({ alpha: 2, ...place }))
    expect(elus[0]).toBeCloseTo(2 * Math.expm1(-3), 6)
    const shares = await outputOf((place) => layers.softmax({ axis: 1, ...place }))
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 6)
  })

  it('keep NaN, and pass nothing of −∞ below the threshold', async () => {
    const got = await outputOf((place) => layers.reLU(place), [NaN, -Infinity, Infinity])
    expect(got).toEqual([NaN, 0, Infinity])
    expect(await outputOf((place) => layers.reLU({ threshold: 1, ...place }), [NaN, -Infinity])).toEqual([
      NaN,
      0,
    ])
  })

  it('learn a slope for each feature, or one for all', () => {
    const parameters = (layer: Layer) => sequential([layer]).layers[0]?.module.parameters()[0]?.shape
    expect(parameters(layers.prelu({ inputShape: [5] }))).toEqual([5])
    expect(parameters(layers.prelu({ inputShape: [5], sharedAxes: [1] }))).toEqual([1])
    const started = sequential([layers.prelu({ inputShape: [2], alphaInitializer: 'ones' })])
    expect([...(started.layers[0]?.module.parameters()[0]?.data() ?? [])]).toEqual([1, 1])
    expect(() => sequential([layers.prelu({ inputShape: [5, 2] })])).toThrow(
      'slopes are for rows of features',
    )
  })

  it('are trained or left with the layer that ends with them', () => {
    const model = sequential([
      layers.dense({ units: 2, activation: 'prelu', trainable: false, inputShape: [3] }),
      layers.dense({ units: 2, activation: 'prelu' }),
    ])
    expect(model.layers.map(({ trainable }) => trainable)).toEqual([false, false, true, true])
    expect(model.summary()).toMatch(/of which \d+ are trained$/)
    const trained = model.module.parameters().filter(({ requiresGrad }) => requiresGrad)
    expect(trained.map(({ shape }) => shape)).toEqual([[2, 2], [2], [1]])
  })

  it('know how wide they leave a row, and take entries as well as names', () => {
    const model = sequential([
      layers.dense({ units: 8, activation: swiglu, inputShape: [3] }),
      layers.activation(gelu),
      layers.activation('crelu'),
      layers.dense({ units: 1 }),
    ])
    expect(model.layers.map(({ outputShape }) => outputShape[0])).toEqual([8, 4, 4, 8, 1])
    expect(() => layers.reLU({ maxValue: -1 })).toThrow(
      'maxValue is out of range — expected at least 0, got -1',
    )
  })
})

describe('dropout', () => {
  const train = async (seed: number) => {
    const model = sequential(
      [
        layers.dense({ units: 16, activation: 'relu', inputShape: [2] }),
        layers.dropout({ rate: 0.4 }),
        layers.dense({ units: 1 }),
      ],
      { seed },
    )
    model.compile({ loss: 'mse' })
    const x = Array.from({ length: 48 }, (_, i) => [Math.sin(i), Math.cos(3 * i)])
    const { history } = await model.fit(
      x,
      x.map(([a]) => [a as number]),
      { epochs: 3, verbose: 0 },
    )
    return { history, once: (await model.predict(x)).data(), twice: (await model.predict(x)).data() }
  }

  it('draws the same with the same seed, and nothing when it predicts', async () => {
    const first = await train(1)
    expect(await train(1)).toEqual(first)
    expect((await train(2)).history).not.toEqual(first.history)
    expect(first.once).toEqual(first.twice)
  })
})

describe('normalisation and noise for networks of selu', () => {
  it('divides by the root of the mean square, as Keras 3.15 does', async () => {
    const x = [0, 1, 2].map((r) => [0, 1, 2, 3, 4].map((c) => Math.sin((5 * r + c) ** 2)))
    const model = sequential([layers.rmsNormalization({ inputShape: [5] })])
    const want = [
      0, 1.5194064378738403, -1.3665244579315186, 0.7441439032554626, -0.5198541283607483,
      -0.16664180159568787, -1.2487316131591797, -1.2008534669876099,
    ]
    const got = (await model.predict(x)).data()
    want.forEach((value, i) => void expect(got[i]).toBeCloseTo(value, 6))
  })

  it('drops nothing when it predicts, and draws while it trains', async () => {
    const model = sequential([
      layers.alphaDropout({ rate: 0.4, seed: 1, inputShape: [2] }),
      layers.dense({ units: 1, kernelInitializer: 'ones' }),
    ])
    expect([...(await model.predict([[1, 2]])).data()]).toEqual([3])
    model.compile({ loss: 'mse', optimizer: 'sgd' })
    const x = Array.from({ length: 8 }, () => [1, 2])
    const { history } = await model.fit(x, new Float32Array(8).fill(3), { verbose: 0 })
    expect(history.loss?.[0]).toBeGreaterThan(0.1)
  })
})

describe('layers of fixed numbers', () => {
  it('scale and shift, and give rows another shape, in which an extent may be left open', async () => {
    const model = sequential([
      layers.rescaling({ scale: 0.5, offset: -1, inputShape: [6] }),
      layers.reshape({ targetShape: [-1, 2] }),
      layers.globalAveragePooling1d(),
    ])
    expect(model.layers.map(({ outputShape }) => outputShape)).toEqual([[6], [3, 2], [2]])
    /** Means of the first and of the second of each pair, halved, less 1. */
    expect([...(await model.predict([[0, 2, 4, 6, 8, 10]])).data()]).toEqual([1, 2])
    for (const targetShape of [[4], [-1, 4], [0, -1], [-1, -1]])
      expect(() => sequential([layers.reshape({ targetShape, inputShape: [6] })])).toThrow(
        'layers.reshape: the numbers of a row do not fill the targetShape — expected extents whose product is 6',
      )
  })
})
