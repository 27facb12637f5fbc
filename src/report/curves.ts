/**
 * The learning curves of many folds as one: median and middle half at each epoch. Folds stop at different
 * epochs; a curve ends where fewer than half of them still run, lest it show only the slow ones.
 */

import type { CurveRecord } from '../records/compare.ts'
import { quantile } from './number.ts'

/** What half of the folds lie between, and the one in the middle. */
export interface Middle {
  readonly low: number
  readonly median: number
  readonly high: number
}

export interface CurvePoint {
  /** From 1. */
  readonly epoch: number
  readonly train: Middle
  readonly validation: Middle
}

export interface CurveSummary {
  readonly name: string
  readonly folds: number
  readonly points: readonly CurvePoint[]
}

/** As many as a small panel can show. */
const MOST_POINTS = 80

export function summariseCurves(name: string, curves: readonly CurveRecord[]): CurveSummary {
  const mine = curves.filter(({ activation }) => activation === name)
  const lengths = mine.map(({ train }) => train.length).toSorted((a, b) => b - a)
  const epochs = lengths[Math.ceil(mine.length / 2) - 1] ?? 0
  const points = thin(epochs, MOST_POINTS).map((index) => ({
    epoch: index + 1,
    train: middleOf(mine.map(({ train }) => train[index])),
    validation: middleOf(mine.map(({ validation }) => validation[index])),
  }))
  return { name, folds: mine.length, points }
}

/** A loss that is not finite has no place among the others; folds that diverged are counted elsewhere. */
function middleOf(losses: readonly (number | undefined)[]): Middle {
  const finite = losses.filter((loss): loss is number => Number.isFinite(loss))
  return { low: quantile(finite, 0.25), median: quantile(finite, 0.5), high: quantile(finite, 0.75) }
}

/** At most `most` of the indices 0 … count − 1, evenly spread, with the first and the last. */
export function thin(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i)
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)))
}
