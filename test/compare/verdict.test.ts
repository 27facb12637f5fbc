import { describe, expect, it } from 'vitest'
import { UsageError } from '../../src/base/index.ts'
import { type Contestant, judge, type Rules } from '../../src/compare/verdict.ts'

const A = [0.82, 0.79, 0.85, 0.81, 0.8, 0.84, 0.78, 0.83, 0.82, 0.8]
const B = [0.8, 0.78, 0.83, 0.8, 0.81, 0.81, 0.77, 0.8, 0.81, 0.79]
const C = [0.75, 0.77, 0.8, 0.74, 0.78, 0.79, 0.73, 0.77, 0.76, 0.78]

const tenFolds: Rules = { metric: 'accuracy', folds: 10, sameFolds: false, testToTrain: 1 / 9, rope: 0.01 }

const contestant = (name: string, scores: readonly number[], cost = 1): Contestant => ({ name, scores, cost })

describe('a judgement', () => {
  it('ranks by the mean and carries the corrected test to the best (oracle: SciPy, baycomp, Holm by hand)', () => {
    const { ranking } = judge([contestant('c', C), contestant('b', B), contestant('a', A)], tenFolds)
    expect(ranking.map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(ranking[0]?.toBest).toBeNull()
    expect(ranking[1]?.toBest?.difference).toBeCloseTo(-0.014, 12)
    expect(ranking[1]?.toBest?.low).toBeCloseTo(-0.02620022689972834, 12)
    expect(ranking[1]?.toBest?.pCorrected).toBeCloseTo(0.02893356476974476, 12)
    expect(ranking[1]?.toBest?.pWorse).toBeCloseTo(0.7614049286670881, 12)
    expect(ranking[2]?.toBest?.pCorrected).toBeCloseTo(2 * 0.0006386376199769431, 12)
  })

  it('names a winner when every other is worse beyond chance and beyond the rope', () => {
    expect(judge([contestant('a', A), contestant('c', C)], tenFolds)).toMatchObject({
      winner: 'a',
      verdict:
        'a is the clear winner with a mean accuracy of 0.814: the other is worse by more than 0.01 with a ' +
        'probability of at least 95 % (Holm-adjusted p < 0.001).',
    })
  })

  it('names no winner for a difference that is no chance but may be too small to matter', () => {
    const judgement = judge([contestant('a', A), contestant('b', B), contestant('c', C)], tenFolds)
    expect(judgement.ranking[1]?.toBest?.pCorrected).toBeLessThan(0.05)
    expect(judgement.winner).toBeNull()
    expect(judgement.verdict).toBe(
      'No clear winner: a leads with a mean accuracy of 0.814, but b is not clearly worse; ' +
        'no other mean is within 0.01 of it, and more repeats may decide.',
    )
  })

  it('recommends the cheapest of those within the rope, never a cheaper one beyond it', () => {
    const near = A.map((score, i) => score - (i % 3) * 0.004)
    const judgement = judge(
      [contestant('a', A, 5), contestant('near', near, 2), contestant('c', C, 1)],
      tenFolds,
    )
    expect(judgement.winner).toBeNull()
    expect(judgement.verdict).toMatch(/; near is the cheapest to train of the 2 within 0.01 of each other\.$/)
  })

  it('prefers the better score where costs differ by less than a clock can tell', () => {
    const near = A.map((score) => score - 0.001)
    const { verdict } = judge([contestant('a', A, 1.05), contestant('near', near, 1)], tenFolds)
    expect(verdict).toMatch(/it is also the cheapest to train/)
  })

  it('averages repeats within a fold when the folds are the same (oracle: SciPy on the averages)', () => {
    const x = [0.9, 0.92, 0.88, 0.91, 0.93, 0.9, 0.89, 0.9, 0.92, 0.94]
    const y = [0.88, 0.9, 0.89, 0.9, 0.9, 0.91, 0.86, 0.88, 0.9, 0.92]
    const rules: Rules = { metric: 'r2', folds: 5, sameFolds: false, testToTrain: 1 / 4, rope: 0.01 }
    const p = (sameFolds: boolean) =>
      judge([contestant('x', x), contestant('y', y)], { ...rules, sameFolds }).ranking[1]?.toBest?.pCorrected
    expect(p(false)).toBeCloseTo(0.11077709303519735, 12)
    expect(p(true)).toBeCloseTo(0.08900934250008571, 12)
  })

  it('does not mistake two equal differences for certainty', () => {
    const rules: Rules = { metric: 'accuracy', folds: 2, sameFolds: false, testToTrain: 1, rope: 0.01 }
    const judgement = judge([contestant('a', [0.9, 0.8]), contestant('b', [0.8, 0.7])], rules)
    expect(judgement.ranking[1]?.toBest).toMatchObject({ pCorrected: 0.5, pWorse: 1 })
    expect(judgement.winner).toBeNull()
  })

  it('says that all are level, and which is the cheapest', () => {
    const same = [contestant('a', A, 3), contestant('b', A, 1), contestant('c', A, 2)]
    expect(judge(same, tenFolds)).toMatchObject({
      winner: null,
      verdict: 'No winner: all 3 have a mean accuracy of 0.814; b is the cheapest to train.',
    })
  })

  it('has nothing to compare with one activation', () => {
    expect(judge([contestant('a', A)], tenFolds)).toEqual({
      ranking: [{ name: 'a', toBest: null }],
      winner: null,
      verdict: 'Nothing to compare: a ran alone, with a mean accuracy of 0.814.',
    })
  })

  it('ranks a diverged training last, without a difference, and says so', () => {
    const broken = A.map((score, i) => (i < 3 ? NaN : score + 0.1))
    expect(
      judge([contestant('broken', broken), contestant('c', C), contestant('a', A)], tenFolds),
    ).toMatchObject({
      ranking: [{ name: 'a' }, { name: 'c' }, { name: 'broken', toBest: null }],
      winner: 'a',
      verdict: expect.stringMatching(/; broken diverged in 3 of 10 trainings\.$/),
    })
  })

  it('has no winner when everything diverged', () => {
    expect(judge([contestant('a', [NaN, 0.5]), contestant('b', [-Infinity, 0.5])], tenFolds)).toMatchObject({
      winner: null,
      verdict: expect.stringMatching(/^No winner: no activation trained through every fold/),
    })
  })

  it('refuses a negative rope and a single test fold', () => {
    const pair = [contestant('a', A), contestant('b', B)]
    expect(() => judge(pair, { ...tenFolds, rope: -1 })).toThrow(UsageError)
    const single = [contestant('a', [0.9]), contestant('b', [0.8])]
    expect(() => judge(single, { ...tenFolds, folds: 1 })).toThrow(/too few scores to compare/)
  })
})
