/** Metrics of made-up outputs. Oracle: counted and added up by hand. */

import { describe, expect, it } from 'vitest'
import { type MetricName, metricNamed } from '../../../src/keras/train/metrics.ts'
import { type LossName, losses, objectiveOf } from '../../../src/keras/train/objectives.ts'

/** Three rows of three classes, the greatest of which are 1, 2 and 0. */
const SHARES = Float32Array.of(0.1, 0.7, 0.2, 0.3, 0.3, 0.4, 0.5, 0.4, 0.1)
const ONE_HOT = Float32Array.of(0, 1, 0, 1, 0, 0, 1, 0, 0)

describe('metrics', () => {
  it.each<[MetricName, LossName, Float32Array, Float32Array, number]>([
    ['accuracy', 'sparseCategoricalCrossentropy', SHARES, Float32Array.of(1, 2, 1), 2 / 3],
    ['sparseCategoricalAccuracy', 'mse', SHARES, Float32Array.of(0, 2, 1), 1 / 3],
    ['accuracy', 'categoricalCrossentropy', SHARES, ONE_HOT, 2 / 3],
    ['accuracy', 'binaryCrossentropy', Float32Array.of(0.5, 0.6, 0.4), Float32Array.of(0, 1, 1), 2 / 3],
    ['mse', 'mse', Float32Array.of(1, 2, 5), Float32Array.of(1, 4, 4), 5 / 3],
    ['rootMeanSquaredError', 'mse', Float32Array.of(1, 2, 5), Float32Array.of(1, 4, 4), Math.sqrt(5 / 3)],
    ['mae', 'huber', Float32Array.of(1, 2, 5), Float32Array.of(1, 4, 4), 1],
  ])('%s beside %s', (name, loss, output, target, want) => {
    expect(metricNamed(name, objectiveOf(loss))(output, target, 3)).toBeCloseTo(want, 12)
  })

  it('tell yes from no at a half, and of logits at 0', () => {
    const [output, target] = [Float32Array.of(0.2, 0.6, -0.1), Float32Array.of(1, 1, 0)]
    const accuracy = (fromLogits: boolean) =>
      metricNamed('accuracy', losses.binaryCrossentropy({ fromLogits }))(output, target, 3)
    expect(accuracy(false)).toBeCloseTo(2 / 3, 12)
    expect(accuracy(true)).toBe(1)
  })

  it('take the first of equal classes', () => {
    const metric = metricNamed('sparseCategoricalAccuracy', objectiveOf('mse'))
    expect(metric(Float32Array.of(0.4, 0.4, 0.2), Float32Array.of(0), 1)).toBe(1)
  })

  it('want as many targets as outputs', () => {
    expect(() => metricNamed('mae', objectiveOf('mse'))(new Float32Array(3), new Float32Array(1), 1)).toThrow(
      'metric: outputs and targets differ in number — got 3 and 1',
    )
  })
})
