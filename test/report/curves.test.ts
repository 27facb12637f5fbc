import { expect, test } from 'vitest'
import type { CurveRecord } from '../../src/records/compare.ts'
import { summariseCurves, thin } from '../../src/report/curves.ts'

function curve(fold: number, losses: readonly number[]): CurveRecord {
  return { activation: 'relu', repeat: 0, fold, learningRate: 0.1, train: losses, validation: losses }
}

test('curves of unequal length end where fewer than half of the folds still run', () => {
  const curves = [curve(0, [4, 3]), curve(1, [4, 2, 1]), curve(2, [4, 1, 0.5, 0.25])]
  const { folds, points } = summariseCurves('relu', curves)
  expect(folds).toBe(3)
  expect(points.map(({ epoch }) => epoch)).toEqual([1, 2, 3])
  expect(points[1]?.validation).toEqual({ low: 1.5, median: 2, high: 2.5 })
  expect(points[2]?.validation.median).toBe(0.75)
})

test('a loss that is not finite does not reach the median of the others', () => {
  const { points } = summariseCurves('relu', [
    curve(0, [1, Number.NaN]),
    curve(1, [1, 0.5]),
    curve(2, [1, 0.5]),
  ])
  expect(points[1]?.train.median).toBe(0.5)
})

test('an activation without curves has no points', () => {
  expect(summariseCurves('tanh', [curve(0, [1])]).points).toEqual([])
})

test('thinning keeps the first and the last and never repeats one', () => {
  expect(thin(3, 5)).toEqual([0, 1, 2])
  const kept = thin(1000, 80)
  expect([kept[0], kept.at(-1), new Set(kept).size]).toEqual([0, 999, 80])
})
