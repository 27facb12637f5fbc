import { describe, expect, test } from 'vitest'
import {
  columnRecords,
  fitEncoder,
  fitTargetScale,
  type NumberTarget,
  planTable,
  readTable,
} from '../../src/data/index.ts'
import { HOUSES, PENGUINS, plan } from './fixture.ts'

/** A table whose target is made by `cell`, 60 rows, and one feature. */
function target(cell: (row: number) => unknown, task?: 'classification' | 'regression') {
  const lines = Array.from({ length: 60 }, (_, row) => `${cell(row)},${(row * 13) % 7}`)
  return plan(['y,x', ...lines], { target: 'y', ...(task && { task }) })
}

describe('the task follows from the target', () => {
  test.each([
    ['two texts', (row: number) => 'ab'[row % 2], 'binary', ['a', 'b']],
    ['three texts', (row: number) => 'cab'[row % 3], 'multiclass', ['a', 'b', 'c']],
    ['yes and no', (row: number) => (row % 2 ? 'yes' : 'no'), 'binary', ['no', 'yes']],
    ['+ and -', (row: number) => (row % 2 ? '+' : '-'), 'binary', ['+', '-']],
    ['0 and 1', (row: number) => row % 2, 'binary', ['0', '1']],
    ['digits, sorted by value', (row: number) => (row % 3) * 5, 'multiclass', ['0', '5', '10']],
  ] as const)('%s', async (_, cell, task, labels) => {
    expect((await target(cell)).plan.target).toMatchObject({ task, labels })
  })
  test.each([
    ['fractions', (row: number) => (row % 3) + 0.5],
    ['many whole numbers', (row: number) => row * row],
    ['few rows a value', (row: number) => row % 15],
  ] as const)('%s pose a regression', async (_, cell) => {
    expect((await target(cell)).plan.target.task).toBe('regression')
  })
  test('and is overridden by what the user says', async () => {
    expect((await target((row) => row % 3, 'regression')).plan.target.task).toBe('regression')
    expect((await target((row) => (row % 15) + 0.5, 'classification')).plan.target).toMatchObject({
      task: 'multiclass',
      labels: Array.from({ length: 15 }, (_, i) => `${i + 0.5}`),
    })
  })
})

test('rows without a target are left out and counted', async () => {
  const { table, plan: made } = await plan(['y,x', 'a,1', ',2', 'b,3', 'NA,4', 'a,5'], { target: 'y' })
  expect(table.rows).toBe(5)
  expect(Array.from(made.rows)).toEqual([0, 2, 4])
  expect(columnRecords(made, new Map())[0]).toMatchObject({ name: 'y', kind: 'category', missing: 2 })
})

describe('targets that cannot be learned', () => {
  test.each([
    ['constant numbers', () => 3, /the target "y" is constant: every known value is 3/],
    [
      'one text',
      (row: number) => (row % 2 ? 'a' : ''),
      /the target "y" is constant: every known value is "a"/,
    ],
    ['nothing', () => 'NA', /the target "y" is empty in every row: there are 0 usable rows/],
    ['dates', (row: number) => `2024-01-${10 + (row % 20)}`, /the target "y" holds dates/],
    [
      'free text',
      (row: number) => `t${row}`,
      /the target "y" has nearly as many classes as rows \(60 in 60\)/,
    ],
  ] as const)('%s', async (_, cell, message) => {
    await expect(target(cell)).rejects.toThrow(message)
  })
  test('the same for a quantity taken as classes', async () => {
    await expect(target((row) => row / 2, 'classification')).rejects.toThrow(/nearly as many classes as rows/)
  })
  test('a table without a column to learn from', async () => {
    await expect(plan(['y,x', '1.5,a', '2,a'], { target: 'y' })).rejects.toThrow(
      /there is no column to learn from — got x: every cell is "a"/,
    )
  })
})

test('records tell what was done to each column', async () => {
  const options = { target: 'species', drop: ['year'] }
  const table = await readTable(PENGUINS, options)
  const made = planTable(table, options)
  const encoder = fitEncoder(table, made, made.rows)
  const treatments = new Map(encoder.describe().map(({ name, treatment }) => [name, treatment]))
  const records = columnRecords(made, treatments)
  expect(records).toHaveLength(8)
  expect(records[0]).toEqual({
    name: 'species',
    kind: 'category',
    missing: 0,
    levels: 3,
    treatment: 'the target: 3 classes',
  })
  expect(records[2]?.treatment).toBe('standardised; 2 missing filled with the mean, and marked')
  expect(records[6]?.treatment).toBe('one-hot of 2 levels; 11 missing as a level of their own')
  expect(records[7]).toEqual({ name: 'year', kind: 'number', missing: 0, dropped: 'dropped as asked' })
})

test('a target scale has mean 0 and spread 1 on its own rows, and the way back', async () => {
  const options = { target: 'median_house_value' }
  const table = await readTable(HOUSES, options)
  const { target: houses, rows } = planTable(table, options)
  const train = rows.filter((row) => row % 3 !== 0)
  const scale = fitTargetScale(houses as NumberTarget, train)
  const applied = scale.apply(train)
  // Float32 values of magnitude 1: their mean over 13,760 rows is exact to some 1e-8.
  const mean = applied.reduce((sum, value) => sum + value, 0) / applied.length
  expect(mean).toBeCloseTo(0, 6)
  expect(applied.reduce((sum, value) => sum + value ** 2, 0) / applied.length).toBeCloseTo(1, 6)
  const back = scale.invert(scale.apply(rows))
  // Half a unit in the last place of a float32 around 1, times a spread of 115,000 dollars.
  rows.forEach((row, i) => {
    expect(Math.abs((back[i] ?? 0) - ((houses as NumberTarget).values[row] ?? 0))).toBeLessThan(0.03)
  })
})
