/** Callbacks on losses that are made up. Oracle: what Keras documents of its own. */

import { describe, expect, it } from 'vitest'
import { type Callback, callbacks, layers, sequential, type Training } from '../../../src/keras/index.ts'
import { Linear, SGD } from '../../../src/nn/index.ts'

/** A training whose watched value is given epoch by epoch; its weight is the number of the epoch. */
async function through(callback: Callback, name: string, values: readonly number[]) {
  const module = new Linear(1, 1, { bias: false })
  const training: Training = { module, optimizer: new SGD({ lr: 1 }) }
  const rates: unknown[] = []
  callback.onTrainBegin?.(training)
  let epochs = 0
  for (const value of values) {
    callback.onEpochBegin?.(epochs, training)
    module.weight.set([epochs])
    rates.push(training.optimizer.learningRate)
    const answer = await callback.onEpochEnd?.(epochs, { [name]: value }, training)
    epochs++
    if (answer === false) break
  }
  callback.onTrainEnd?.(training)
  return { epochs, weight: module.weight.item(), rates }
}

describe('earlyStopping', () => {
  const { earlyStopping } = callbacks

  it.each([
    [0, [3, 2, 2.5, 1], 3],
    [1, [3, 2, 2.5, 1], 3],
    [2, [3, 2, 2.5, 1, 1, 1, 1], 6],
    [9, [3, 4, 5], 3],
  ])('with a patience of %i goes through %j for %i epochs', async (patience, values, epochs) => {
    expect((await through(earlyStopping({ patience }), 'val_loss', values)).epochs).toBe(epochs)
  })

  it('puts the best weights back when asked, and otherwise leaves the last', async () => {
    const values = [3, 1, 2, 2]
    const restored = await through(
      earlyStopping({ patience: 2, restoreBestWeights: true }),
      'val_loss',
      values,
    )
    expect(restored.weight).toBe(1)
    expect((await through(earlyStopping({ patience: 2 }), 'val_loss', values)).weight).toBe(3)
  })

  it('wants more of an accuracy, more than minDelta of anything, and takes mode’s word', async () => {
    const rising = [0.1, 0.2, 0.3, 0.4]
    const ofAccuracy = earlyStopping({ monitor: 'val_accuracy' })
    expect((await through(ofAccuracy, 'val_accuracy', rising)).epochs).toBe(4)
    expect((await through(earlyStopping({ monitor: 'r2', mode: 'max' }), 'r2', rising)).epochs).toBe(4)
    expect((await through(earlyStopping({ minDelta: 0.5 }), 'val_loss', [3, 2.6, 2, 1])).epochs).toBe(2)
  })

  it('begins anew with each training', async () => {
    const callback = earlyStopping({ patience: 1, restoreBestWeights: true })
    await through(callback, 'val_loss', [1, 2])
    expect(await through(callback, 'val_loss', [9, 8, 8.5])).toMatchObject({ epochs: 3, weight: 1 })
  })

  it('says so when what it watches is not measured', async () => {
    await expect(through(earlyStopping(), 'loss', [1])).rejects.toThrow(
      "callback: 'val_loss' is not measured — expected loss\n  hint: Give fit a validationSplit or validationData.",
    )
    await expect(through(earlyStopping({ monitor: 'los' }), 'loss', [1])).rejects.toThrow(
      "Did you mean 'loss'?",
    )
  })

  it('stops a training, whose network then has its best weights', async () => {
    const model = sequential([layers.dense({ units: 1, useBias: false, inputShape: [1] })])
    model.compile({ loss: 'mse', optimizer: new SGD({ lr: 1.5 }) })
    const stop = earlyStopping({ monitor: 'loss', patience: 3, restoreBestWeights: true })
    const x = [[1]]
    const { history, epoch } = await model.fit(x, [0], { epochs: 50, verbose: 0, callbacks: [stop] })
    /** A rate of 1.5 doubles the error in every step, so the first epoch is the best. */
    expect(epoch).toEqual([0, 1, 2, 3])
    expect((await model.evaluate(x, [0])).loss).toBeCloseTo(history.loss?.[1] as number, 6)
  })
})

describe('learning rates', () => {
  it('fall on a plateau by the factor, and not below the least', async () => {
    const reduce = callbacks.reduceLROnPlateau({
      patience: 2,
      factor: 0.5,
      minLearningRate: 0.3,
      monitor: 'loss',
    })
    const { rates } = await through(reduce, 'loss', [3, 3, 3, 3, 3, 3, 3, 1, 1])
    expect(rates).toEqual([1, 1, 1, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3])
    expect(() => callbacks.reduceLROnPlateau({ factor: 2 })).toThrow('factor is out of range')
  })

  it('follow a function of the epoch', async () => {
    const scheduler = callbacks.learningRateScheduler((epoch, rate) => (epoch < 2 ? rate : rate / 2))
    expect((await through(scheduler, 'loss', [1, 1, 1, 1])).rates).toEqual([1, 1, 0.5, 0.25])
  })

  it('are not set twice: by a schedule of the optimiser and a callback', () => {
    const training = { module: new Linear(1, 1), optimizer: new SGD({ lr: () => 0.1 }) }
    const scheduler = callbacks.learningRateScheduler(() => 1)
    expect(() => scheduler.onEpochBegin?.(0, training)).toThrow('the optimiser has a schedule of its own')
  })
})
