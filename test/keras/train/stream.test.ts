/** `fit` on batches that come one after the other. Oracle: `fit` on all rows in their order. */

import { describe, expect, it } from 'vitest'
import { type Batch, layers, sequential } from '../../../src/keras/index.ts'

const x = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i)])
const y = x.map(([a = 0, b = 0]) => a - 2 * b)

function model() {
  const made = sequential([
    layers.dense({ units: 5, activation: 'tanh', inputShape: [2] }),
    layers.dense({ units: 1 }),
  ])
  made.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
  return made
}

async function* batches(): AsyncGenerator<Batch> {
  for (let start = 0; start < x.length; start += 8)
    yield [x.slice(start, start + 8), y.slice(start, start + 8)]
}

describe('fit on batches', () => {
  it('trains as on rows in their order, epoch after epoch', async () => {
    const [whole, passing] = [model(), model()]
    const expected = await whole.fit(x, y, { epochs: 3, batchSize: 8, shuffle: false, verbose: 0 })
    const { history } = await passing.fit(batches, { epochs: 3, verbose: 0, validationData: [x, y] })
    for (const [epoch, loss] of (expected.history.loss ?? []).entries())
      expect(history.loss?.[epoch]).toBeCloseTo(loss, 12)
    expect(history.val_loss).toHaveLength(3)
    expect((await passing.predict(x)).data()).toEqual((await whole.predict(x)).data())
  })

  it('takes a generator for one epoch, and says when it has run out', async () => {
    const { history } = await model().fit(batches(), { verbose: 0 })
    expect(history.loss).toHaveLength(1)
    await expect(model().fit(batches(), { epochs: 2, verbose: 0 })).rejects.toThrow(
      'a generator can be run through once',
    )
    await expect(model().fit(() => [], { verbose: 0 })).rejects.toThrow('fit: there are no batches')
  })

  it('weighs rows where batches say how, as on all rows', async () => {
    const sampleWeight = x.map((_, i) => i % 3)
    async function* weighted(): AsyncGenerator<Batch> {
      for (let start = 0; start < x.length; start += 8) {
        const part = <T>(all: readonly T[]) => all.slice(start, start + 8)
        yield [part(x), part(y), part(sampleWeight)]
      }
    }
    const [whole, passing] = [model(), model()]
    const options = { epochs: 2, verbose: 0, validationData: [x, y] } as const
    const expected = await whole.fit(x, y, { ...options, batchSize: 8, shuffle: false, sampleWeight })
    const { history } = await passing.fit(weighted, options)
    expect(history.val_loss).toEqual(expected.history.val_loss)
    expect((await passing.predict(x)).data()).toEqual((await whole.predict(x)).data())
  })
})
