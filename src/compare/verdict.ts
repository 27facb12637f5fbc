/**
 * From scores to a ranking and a winner, or none: it claims no more than the scores carry.
 *
 * Repeats: by default every repeat draws its own folds and its own seeds, so each of the folds × repeats
 * scores is a test of its own. Where a file fixes the folds, repeats differ in their seeds alone; seeds are
 * not further test sets, so their scores are averaged within the fold before anything is tested.
 *
 * An activation is separated from the best when both hold:
 * - p < 0.05 after Holm's correction: the difference is hardly chance, even after so many comparisons and
 *   after choosing the best by looking at the scores;
 * - pWorse ≥ 0.95: it is hardly too small to matter.
 * The first alone would crown differences of no use; the second alone knows nothing of the number of looks.
 * The best is the winner when every other one is separated from it or diverged.
 */

import { OgeeError, UsageError } from '../base/index.ts'
import type { CompareRecord, DifferenceRecord } from '../records/compare.ts'
import {
  adjustHolm,
  average,
  estimateDifference,
  interval95,
  posterior,
  pValue,
  ROUNDING,
} from './statistics.ts'
import { sayVerdict } from './wording.ts'

/** The region of practical equivalence reaches this far to both sides: one point of accuracy or R². */
export const DEFAULT_ROPE = 0.01

const ALPHA = 0.05
const CERTAINTY = 0.95
/** Costs within a tenth of the lowest count as equal: less is within the noise of a clock. */
const COST_TOLERANCE = 0.1

export interface Contestant {
  readonly name: string
  /** Of the main metric: the folds of repeat 0, then of repeat 1, …; not finite where the training diverged. */
  readonly scores: readonly number[]
  /** What a training costs, in any unit that is the same for all, such as seconds per epoch. */
  readonly cost: number
}

export interface Rules {
  readonly metric: CompareRecord['metric']
  readonly folds: number
  /** Whether every repeat used the same folds (a fold file) and only the seeds differed. */
  readonly sameFolds: boolean
  /** Rows tested over rows trained on, mean over the folds: 1 / (folds − 1) for folds of equal size. */
  readonly testToTrain: number
  /** At least 0. */
  readonly rope: number
}

interface Standing {
  readonly name: string
  /** null for the best, and for one whose training diverged in some fold. */
  readonly toBest: DifferenceRecord | null
}

export interface Judgement {
  /** Best first; those that diverged last. */
  readonly ranking: readonly Standing[]
  readonly winner: string | null
  readonly verdict: string
}

interface Rival extends Contestant {
  readonly toBest: DifferenceRecord
}

/** Ranks activations by their mean score and says what is certain about it. Throws below two test folds. */
export function judge(contestants: readonly Contestant[], rules: Rules): Judgement {
  checkRope(rules.rope)
  const diverged = contestants.filter(({ scores }) => !scores.every(Number.isFinite))
  const finished = contestants.filter((contestant) => !diverged.includes(contestant))
  const [best, ...others] = finished.toSorted((a, b) => average(b.scores) - average(a.scores))
  const rivals = best ? compareWith(best, others, rules) : []
  const open = rivals.filter(({ toBest }) => !isSeparated(toBest))
  const wins = contestants.length > 1 && open.length === 0
  const near = rivals.filter(({ toBest }) => toBest.difference >= -rules.rope)
  return {
    ranking: [
      ...(best ? [{ name: best.name, toBest: null }] : []),
      ...rivals.map(({ name, toBest }) => ({ name, toBest })),
      ...diverged.map(({ name }) => ({ name, toBest: null })),
    ],
    winner: best && wins ? best.name : null,
    verdict: sayVerdict({
      metric: rules.metric,
      rope: rules.rope,
      best: best ? { name: best.name, mean: average(best.scores) } : null,
      rivals: rivals.length,
      open: open.map(({ name }) => name),
      level: rivals.every(({ toBest }) => Math.abs(toBest.difference) <= ROUNDING),
      largestP: Math.max(...rivals.map(({ toBest }) => toBest.pCorrected)),
      near: near.length,
      cheapest: best ? cheapest([best, ...near]) : null,
      diverged: diverged.map(({ name, scores }) => ({
        name,
        times: scores.filter((score) => !Number.isFinite(score)).length,
        trainings: scores.length,
      })),
    }),
  }
}

function checkRope(rope: number): void {
  if (rope >= 0 && rope < Infinity) return
  throw new UsageError({
    where: 'rope',
    problem: 'not a region of equivalence',
    expected: 'a number of at least 0',
    got: `${rope}`,
  })
}

function isSeparated({ pCorrected, pWorse }: DifferenceRecord): boolean {
  return pCorrected < ALPHA && pWorse >= CERTAINTY
}

function compareWith(best: Contestant, others: readonly Contestant[], rules: Rules): Rival[] {
  const reference = pairedScores(best, rules)
  if (reference.length < 2)
    throw new OgeeError({
      where: 'compare',
      problem: 'too few scores to compare',
      expected: 'at least 2 test folds',
      got: `${reference.length}`,
    })
  const estimates = others.map((other) => {
    const scores = pairedScores(other, rules)
    return estimateDifference(
      scores.map((score, i) => score - (reference[i] ?? NaN)),
      rules.testToTrain,
    )
  })
  const adjusted = adjustHolm(estimates.map(pValue))
  return others.map((other, i) => {
    const estimate = estimates[i] ?? { mean: NaN, scale: NaN, count: 0 }
    const sureness = { pCorrected: adjusted[i] ?? 1, ...posterior(estimate, rules.rope) }
    return { ...other, toBest: { difference: estimate.mean, ...interval95(estimate), ...sureness } }
  })
}

/** The scores that count as separate tests: all of them, or the mean over the repeats of each fold. */
function pairedScores({ scores }: Contestant, { folds, sameFolds }: Rules): readonly number[] {
  if (!sameFolds) return scores
  return Array.from({ length: folds }, (_, fold) => average(scores.filter((_, i) => i % folds === fold)))
}

/** Of those whose cost is (nearly) the lowest, the best: candidates come best first. */
function cheapest(candidates: readonly Contestant[]): string | null {
  const lowest = Math.min(...candidates.map(({ cost }) => cost))
  return candidates.find(({ cost }) => cost <= lowest * (1 + COST_TOLERANCE))?.name ?? null
}
