/** An embedding at the beginning of a model. Oracle: Keras 3.15 on JAX in float64, from the same weights sin(k²). */

import { describe, expect, it } from 'vitest'
import { layers, optimizers, sequential } from '../../src/keras/index.ts'
import { fillWithSines } from '../nn/sines.ts'

const x = Array.from({ length: 11 }, (_, r) => [0, 1, 2, 3, 4, 5].map((c) => (7 * r + c * c) % 20))
const y = x.map((_, r) => Math.sin(2 * r))
const quiet = { epochs: 3, batchSize: 4, shuffle: false, verbose: 0 } as const

function words() {
  const model = sequential([
    layers.embedding({ inputDim: 20, outputDim: 4, inputShape: [6] }),
    layers.globalAveragePooling1d(),
    layers.dense({ units: 1 }),
  ])
  model.compile({ loss: 'mse', optimizer: optimizers.adam({ learningRate: 0.05 }) })
  return model
}

/** Nine float32 steps on numbers around 1. */
function near(got: ArrayLike<number> | undefined, want: readonly number[]): void {
  want.forEach((value, i) => void expect(Math.abs((got?.[i] ?? Number.NaN) - value)).toBeLessThan(2e-6))
}

describe('an embedding', () => {
  it('of several numbers a row learns what it learns in Keras, moments of rows that no batch has too', async () => {
    const model = words()
    fillWithSines(model.module)
    const { history } = await model.fit(x, y, quiet)
    near(history.loss, [0.6145203823477707, 0.421780191772665, 0.306478496810252])
    near((await model.predict(x)).data(), [-0.08452775226193096, 0.27182951155403456, -0.18453248647072817])
    near([(await model.evaluate(x, y)).loss], [0.258119381239055])
  })

  it('begins between −0.05 and 0.05, and knows its shape', () => {
    const { layers: built } = words()
    expect(built.map(({ outputShape }) => outputShape)).toEqual([[6, 4], [4], [1]])
    const weights = [...(built[0]?.module.parameters()[0]?.data() ?? [])]
    expect(weights).toHaveLength(80)
    expect(Math.max(...weights.map(Math.abs))).toBeLessThanOrEqual(0.05)
    expect(Math.max(...weights.map(Math.abs))).toBeGreaterThan(0.04)
  })

  it('refuses numbers that it has no row for, in training and in prediction, and anything but numbers', async () => {
    const outside = x.map((row, r) => (r === 5 ? [20, ...row.slice(1)] : row))
    const message = 'there is no such row — expected a whole number from 0 to 19, got 20'
    await expect(words().fit(outside, y, quiet)).rejects.toThrow(message)
    await expect(words().predict(outside)).rejects.toThrow(message)
    await expect(words().predict([[0, 1, 2, 3, 4, 0.5]])).rejects.toThrow('got 0.5')
    const late = [
      layers.dense({ units: 6, inputShape: [6] }),
      layers.embedding({ inputDim: 9, outputDim: 2 }),
    ]
    expect(() => sequential(late)).toThrow('an embedding takes the numbers of the input alone: put it first')
    expect(() => sequential([layers.embedding({ inputDim: 0, outputDim: 2, inputShape: [1] })])).toThrow(
      'Embedding: no such number of rows or columns — expected whole numbers of at least 1, got 0, 2',
    )
  })
})
