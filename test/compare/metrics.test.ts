/** Oracle: the numbers printed by scikit-learn 1.9.1 for the same arrays, to all their digits. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mainMetric, metrics, scoreClasses, scoreValues } from '../../src/compare/metrics.ts'

const CLOSE = 14 // digits: sums of few terms in float64

function expectScores(scores: object, expected: Readonly<Record<string, number>>): void {
  expect(Object.keys(scores)).toEqual(Object.keys(expected))
  for (const [name, score] of Object.entries(scores))
    expect(score, name).toBeCloseTo(expected[name] ?? 0, CLOSE)
}

describe('scores of a classification', () => {
  it('are those of scikit-learn for four classes, with probabilities of exactly 0 and 1', () => {
    const rows = [
      [0.7, 0.1, 0.1, 0.1],
      [0.2, 0.5, 0.2, 0.1],
      [0.1, 0.2, 0.6, 0.1],
      [0.4, 0.3, 0.2, 0.1],
      [0.25, 0.25, 0.25, 0.25],
      [1, 0, 0, 0],
      [0.9, 0.05, 0.05, 0],
      [0.1, 0.1, 0.7, 0.1],
    ]
    const labels = [0, 1, 2, 2, 1, 0, 3, 2]
    expectScores(scoreClasses({ labels, probabilities: rows.flat(), classes: 4 }), {
      accuracy: 0.625,
      macroF1: 0.5095238095238095,
      logLoss: 5.119588544359318,
    })
  })

  it('leave a class that occurs neither as label nor as prediction out of macro F1', () => {
    const probabilities = [0.7, 0.1, 0.1, 0.1, 0.2, 0.5, 0.2, 0.1, 0.1, 0.2, 0.6, 0.1, 0.4, 0.3, 0.2, 0.1]
    const scores = scoreClasses({ labels: [0, 1, 2, 1], probabilities, classes: 4 })
    expectScores(scores, { accuracy: 0.75, macroF1: 0.7777777777777777, logLoss: 0.6911551381476512 })
  })

  it('have, for two classes, the ROC AUC of scikit-learn with ties across the classes', () => {
    const positive = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.9]
    const labels = [0, 0, 1, 1, 0, 1, 1]
    const probabilities = positive.flatMap((p) => [1 - p, p])
    expectScores(scoreClasses({ labels, probabilities, classes: 2 }), {
      accuracy: 0.7142857142857143,
      macroF1: 0.7083333333333333,
      logLoss: 0.4888040980763824,
      rocAuc: 0.75,
    })
  })

  it('have no ROC AUC where the test fold holds one class', () => {
    expect(scoreClasses({ labels: [1, 1], probabilities: [0.8, 0.2, 0.7, 0.3], classes: 2 }).rocAuc).toBeNaN()
  })

  it('are NaN, all of them, when a probability is not a number', () => {
    const scores = scoreClasses({ labels: [0, 1], probabilities: [0.9, 0.1, NaN, 0.1], classes: 2 })
    expect(Object.values(scores)).toEqual([NaN, NaN, NaN, NaN])
  })

  it('count ROC AUC as the share of pairs in order, ties one half (oracle: all pairs)', () => {
    const row = fc.record({ label: fc.integer({ min: 0, max: 1 }), p: fc.integer({ min: 0, max: 8 }) })
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
        const pairs = rows.flatMap((a) =>
          rows.filter((b) => a.label === 1 && b.label === 0).map((b) => a.p - b.p),
        )
        fc.pre(pairs.length > 0)
        const share = pairs.reduce((sum, gap) => sum + (Math.sign(gap) + 1) / 2, 0) / pairs.length
        const scores = scoreClasses({
          labels: rows.map(({ label }) => label),
          probabilities: rows.flatMap(({ p }) => [1 - p / 8, p / 8]),
          classes: 2,
        })
        expect(scores.rocAuc).toBeCloseTo(share, CLOSE)
      }),
      { seed: 1, numRuns: 100 },
    )
  })
})

describe('scores of a regression', () => {
  it('are those of scikit-learn', () => {
    expectScores(scoreValues({ values: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8] }), {
      r2: 0.9486081370449679,
      rmse: 0.6123724356957945,
      mae: 0.5,
    })
  })

  it('have an R² of 1 or 0 where the true values are constant, and none for a single row', () => {
    expect(scoreValues({ values: [2, 2, 2], predictions: [2, 2, 2] }).r2).toBe(1)
    expect(scoreValues({ values: [2, 2, 2], predictions: [2, 2, 3] }).r2).toBe(0)
    expect(scoreValues({ values: [1], predictions: [2] }).r2).toBeNaN()
  })

  it('are NaN, all of them, when a prediction overflowed', () => {
    expect(Object.values(scoreValues({ values: [1, 2], predictions: [1, Infinity] }))).toEqual([
      NaN,
      NaN,
      NaN,
    ])
  })
})

describe('metrics', () => {
  it('that rank activations are better when higher, as the verdict assumes', () => {
    for (const task of ['binary', 'multiclass', 'regression'] as const) {
      const metric = metrics[mainMetric(task)]
      expect(metric.better).toBe('higher')
      expect(metric.tasks).toContain(task)
    }
  })
})
