import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../../src/base/index.ts'
import { assignedFolds, innerSplit, makeFolds } from '../../src/data/index.ts'

const rowsTo = (count: number) => Uint32Array.from({ length: count }, (_, row) => row)

/** Classes by row: enough of each for the folds asked. */
const tables = fc
  .record({
    folds: fc.integer({ min: 2, max: 6 }),
    seed: fc.nat(),
    extra: fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 5 }),
  })
  .map(({ folds, seed, extra }) => {
    const sizes = extra.map((more) => folds + more)
    const sorted = sizes.flatMap((size, label) => Array<number>(size).fill(label))
    const order = Random.seed(seed).permutation(sorted.length)
    return { folds, seed, sizes, classes: Int32Array.from(order, (i) => sorted[i] as number) }
  })

const countOf = (rows: Uint32Array, classes: Int32Array, label: number) =>
  rows.filter((row) => classes[row] === label).length

test('each row tests once a repeat, sizes and classes differ by at most one between folds', () => {
  fc.assert(
    fc.property(tables, ({ folds, seed, sizes, classes }) => {
      const made = makeFolds(rowsTo(classes.length), { folds, repeats: 2, seed, classes })
      expect(made.map(({ repeat, fold }) => repeat * folds + fold)).toEqual([...Array(2 * folds).keys()])
      for (const repeat of [0, 1]) {
        const parts = made.filter((fold) => fold.repeat === repeat)
        expect(parts.flatMap(({ test: rows }) => [...rows]).sort((a, b) => a - b)).toEqual([
          ...classes.keys(),
        ])
        const spread = (counts: number[]) => Math.max(...counts) - Math.min(...counts)
        expect(spread(parts.map(({ test: rows }) => rows.length))).toBeLessThanOrEqual(1)
        sizes.forEach((_, label) => {
          expect(spread(parts.map(({ test: rows }) => countOf(rows, classes, label)))).toBeLessThanOrEqual(1)
        })
        for (const { train, test: rows } of parts)
          expect([...train, ...rows].sort((a, b) => a - b)).toEqual([...classes.keys()])
      }
    }),
    { seed: 1, numRuns: 60 },
  )
})

test('the same seed gives the same folds, another seed and another repeat others', () => {
  const options = { folds: 5, repeats: 2, seed: 0 }
  const made = makeFolds(rowsTo(100), options)
  expect(makeFolds(rowsTo(100), options)).toEqual(made)
  expect(makeFolds(rowsTo(100), { ...options, seed: 1 })[0]?.test).not.toEqual(made[0]?.test)
  expect(made[5]?.test).not.toEqual(made[0]?.test)
  // A vector, so that a change of the folds of a seed does not go unseen.
  expect(
    Array.from(makeFolds(rowsTo(10), { folds: 2, repeats: 1, seed: 0 })[0]?.test ?? []),
  ).toMatchInlineSnapshot(`
    [
      0,
      1,
      3,
      7,
      9,
    ]
  `)
})

test('only the rows given take part', () => {
  const rows = Uint32Array.of(3, 5, 8, 13, 21, 34)
  for (const { train, test: tested } of makeFolds(rows, { folds: 3, repeats: 1, seed: 4 }))
    expect([...train, ...tested].sort((a, b) => a - b)).toEqual([...rows])
})

describe('folds that cannot be made', () => {
  const options = { folds: 3, repeats: 1, seed: 0 }
  test('a class with fewer rows than folds', () => {
    const classes = Int32Array.of(0, 0, 0, 1, 1, 0)
    expect(() => makeFolds(rowsTo(6), { ...options, classes, labels: ['cat', 'dog'] })).toThrow(
      /--folds: class "dog" has fewer rows than there are folds — expected at least 3 rows of each class, got 2/,
    )
  })
  test('more folds than rows', () => {
    expect(() => makeFolds(rowsTo(2), options)).toThrow(/more folds than usable rows — got 3 folds of 2 rows/)
  })
  test.each([1, 0, -2, 2.5, Number.NaN])('%d folds', (folds) => {
    expect(() => makeFolds(rowsTo(9), { ...options, folds })).toThrow(
      /--folds: not a count — expected a whole number of at least 2/,
    )
  })
  test('no repeats', () => {
    expect(() => makeFolds(rowsTo(9), { ...options, repeats: 0 })).toThrow(/--repeats: not a count/)
  })
})

test('assigned folds keep the assignment and leave −1 and unusable rows out', () => {
  const folds = assignedFolds(Uint32Array.of(0, 1, 2, 3, 5), Int32Array.of(7, 2, -1, 7, 2, 2), 2)
  expect(folds.map(({ repeat, fold, test: rows }) => [repeat, fold, [...rows]])).toEqual([
    [0, 0, [1, 5]],
    [0, 1, [0, 3]],
    [1, 0, [1, 5]],
    [1, 1, [0, 3]],
  ])
  expect(() => assignedFolds(rowsTo(3), Int32Array.of(0, 0, -1), 1)).toThrow(
    /too few folds among the usable rows/,
  )
})

describe('the inner split', () => {
  test('takes its share of all rows and nearly of each class, disjoint and complete', () => {
    fc.assert(
      fc.property(
        tables,
        fc.double({ min: 0.05, max: 0.6, noNaN: true }),
        ({ seed, sizes, classes }, fraction) => {
          const rows = rowsTo(classes.length)
          const { train, validation } = innerSplit(rows, fraction, Random.seed(seed), classes)
          expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...rows])
          expect(validation.length).toBe(Math.max(1, Math.round(fraction * rows.length)))
          sizes.forEach((size, label) => {
            const held = countOf(validation, classes, label)
            expect(Math.abs(held - fraction * size)).toBeLessThanOrEqual(2)
            expect(held).toBeLessThan(size)
          })
        },
      ),
      { seed: 2, numRuns: 60 },
    )
  })
  test('leaves a class of one row in training, and neither side empty', () => {
    const split = innerSplit(rowsTo(3), 0.9, Random.seed(0), Int32Array.of(0, 1, 2))
    expect(split.train).toHaveLength(3)
    expect(innerSplit(rowsTo(2), 0.01, Random.seed(0)).validation).toHaveLength(1)
    expect(innerSplit(rowsTo(2), 0.99, Random.seed(0)).train).toHaveLength(1)
  })
  test.each([0, 1, -0.5, Number.NaN])('a share of %d is refused', (fraction) => {
    expect(() => innerSplit(rowsTo(4), fraction, Random.seed(0))).toThrow(/not a share/)
  })
})
