import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitScale } from '../../../src/data/encode/scale.ts'
import { fitEncoder, planTable, readingFor, readTable, restoreEncoder } from '../../../src/data/index.ts'
import { every, file, HOUSES, PENGUINS, plan } from '../fixture.ts'

/** Rows of the matrix, rounded to float32's reliable digits. */
function matrix({
  rows,
  width,
  numeric,
}: {
  rows: number
  width: number
  numeric: Float32Array
}): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(numeric.subarray(row * width, (row + 1) * width), (value) => Number(value.toFixed(5)) + 0),
  )
}

const rowsTo = (count: number) => Uint32Array.from({ length: count }, (_, row) => row)

describe('numbers', () => {
  test('are standardised on the training rows alone, missing ones are the mean and marked', async () => {
    const { table, plan: made } = await plan(['y,x', '1.5,10', '2,20', '3,', '4,1000'], { target: 'y' })
    const encoder = fitEncoder(table, made, rowsTo(3))
    // Mean 15, spread 5; 1000 lies 197 spreads away and stops at 10.
    expect(matrix(encoder.transform(every(table)))).toEqual([
      [-1, 0],
      [1, 0],
      [0, 1],
      [10, 0],
    ])
    expect(encoder.describe()).toEqual([
      {
        name: 'x',
        treatment: 'standardised; 1 missing filled with the mean, and marked',
        features: ['x', 'x missing'],
      },
    ])
  })
  test('without gaps in training have no mark, and later gaps are the mean', async () => {
    const { table, plan: made } = await plan(['y,x', '1.5,10', '2,20', '3,'], { target: 'y' })
    expect(matrix(fitEncoder(table, made, rowsTo(2)).transform(every(table)))).toEqual([[-1], [1], [0]])
  })
  test('that do not differ in training become zeros', async () => {
    const { table, plan: made } = await plan(['y,x', '1.5,0.1', '2,0.1', '3,0.1', '4,7'], { target: 'y' })
    expect(matrix(fitEncoder(table, made, rowsTo(3)).transform(every(table)))).toEqual([[0], [0], [0], [0]])
  })
  test('booleans are numbers', async () => {
    const { table, plan: made } = await plan(['y,x', '1.5,no', '2,yes', '3,'], { target: 'y' })
    const encoder = fitEncoder(table, made, every(table))
    expect(matrix(encoder.transform(every(table)))).toEqual([
      [-1, 0],
      [1, 0],
      [0, 1],
    ])
    expect(encoder.describe()[0]?.features).toEqual(['x=yes', 'x missing'])
  })
  test('the scale agrees with its definition, also at the ends of the number range', () => {
    const cells = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -9, max: 9 }),
    )
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 20 }), (values) => {
        const { mean, std } = fitScale(values, rowsTo(values.length))
        // The definition on values brought to magnitude 1; both sides round some 20 additions.
        const size = Math.max(...values.map(Math.abs)) || 1
        const small = values.map((value) => value / size)
        const centre = small.reduce((sum, value) => sum + value / small.length, 0)
        const spread = Math.sqrt(small.reduce((sum, value) => sum + (value - centre) ** 2 / small.length, 0))
        expect(mean / size).toBeCloseTo(centre, 12)
        expect(std / size).toBeCloseTo(spread, 7)
        expect(Number.isFinite(std)).toBe(true)
        if (values.every((value) => value === values[0]))
          expect({ mean, std }).toEqual({ mean: values[0], std: 0 })
      }),
      { seed: 3, numRuns: 500 },
    )
  })
})

describe('categories', () => {
  const lines = ['y,x', '1.5,b', '2,a', '3,b', '4,a', '5,once', '6,', '7,new', '8,never']
  test('one-hot: sorted levels, missing, pooled rare ones; what training never saw is pooled', async () => {
    const { table, plan: made } = await plan(lines, { target: 'y' })
    const encoder = fitEncoder(table, made, rowsTo(6))
    expect(encoder.describe()[0]).toEqual({
      name: 'x',
      treatment: 'one-hot of 2 levels; 1 rare level pooled; 1 missing as a level of their own',
      features: ['x=a', 'x=b', 'x missing', 'x other'],
    })
    const [a, b, missing, other] = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]
    expect(matrix(encoder.transform(every(table)))).toEqual([b, a, b, a, other, missing, other, other])
  })
  test('one-hot without rare levels: what training never saw is all zeros', async () => {
    const { table, plan: made } = await plan(lines, { target: 'y' })
    expect(matrix(fitEncoder(table, made, rowsTo(4)).transform(Uint32Array.of(0, 5, 6)))).toEqual([
      [0, 1],
      [0, 0],
      [0, 0],
    ])
  })
  test('an embedding above the limit: row 0 is the pool, the last is missing', async () => {
    const { table, plan: made } = await plan(lines, { target: 'y' })
    const encoder = fitEncoder(table, made, rowsTo(6), { oneHotLimit: 1 })
    expect(encoder).toMatchObject({ width: 0, embeddings: [{ name: 'x', levels: 4 }] })
    const { categorical } = encoder.transform(every(table))
    expect(categorical[0]?.levels).toBe(4)
    expect(Array.from(categorical[0]?.indices ?? [])).toEqual([2, 1, 2, 1, 0, 3, 0, 0])
  })
  test('up to 32 levels are one-hot, 33 an embedding', async () => {
    for (const [levels, form] of [
      [32, 'oneHot'],
      [33, 'embedding'],
    ] as const) {
      const rows = Array.from({ length: 4 * levels }, (_, row) => `${row / 7},l${row % levels}`)
      const { table, plan: made } = await plan(['y,x', ...rows], { target: 'y' })
      expect(fitEncoder(table, made, every(table)).state[0]).toMatchObject({ form })
    }
  })
})

describe('dates', () => {
  test('become a year and places on circles', async () => {
    // 1970-01-01 is the start of the mean year's phase, and a Thursday: three sevenths around the week.
    const lines = ['y,d', '1.5,1970-01-01', '2,1970-07-02', '3,1971-01-01', '4,']
    const { table, plan: made } = await plan(lines, { target: 'y' })
    const encoder = fitEncoder(table, made, every(table))
    expect(encoder.describe()[0]?.features).toEqual([
      ...['d year', 'd season sin', 'd season cos', 'd weekday sin', 'd weekday cos', 'd missing'],
    ])
    const [first, middle, last, missing] = matrix(encoder.transform(every(table)))
    expect(first?.slice(1)).toEqual([
      0,
      1,
      ...[Math.sin, Math.cos].map((f) => Number(f((6 * Math.PI) / 7).toFixed(5))),
      0,
    ])
    // Half a year on, within a day's arc (2π / 365).
    expect(Math.abs((middle?.[2] ?? 0) + 1)).toBeLessThan(0.02)
    expect(Math.abs((last?.[2] ?? 0) - 1)).toBeLessThan(0.02)
    // 182 and 365 days: equal steps of the year, so −a, 0, a with spread 1.
    expect([first?.[0], middle?.[0], last?.[0]].map((value) => value?.toFixed(2))).toEqual([
      '-1.22',
      '-0.00',
      '1.23',
    ])
    expect(missing).toEqual([0, 0, 0, 0, 0, 1])
  })
  test('with times of day have an hour', async () => {
    const { table, plan: made } = await plan(['y,d', '1.5,2024-01-01 06:00', '2,2024-01-01 18:00'], {
      target: 'y',
    })
    const rows = matrix(fitEncoder(table, made, every(table)).transform(every(table)))
    expect(rows.map((row) => row.slice(5))).toEqual([
      [1, 0],
      [-1, 0],
    ])
  })
})

test('rows outside the training part never change an encoding', async () => {
  const read = async (path: string) => {
    const options = { target: 'species' }
    const table = await readTable(path, options)
    return { table, plan: planTable(table, options) }
  }
  const lines = readFileSync(PENGUINS, 'utf8').trimEnd().split('\n')
  const changed = lines.map((line, i) =>
    i <= 300 ? line : line.replace(/,[\d.]+,[\d.]+,/, ',9999,-9999,').replace('male', 'NA'),
  )
  const before = await read(PENGUINS)
  const after = await read(file('changed.csv', changed.join('\n')))
  const train = rowsTo(300)
  const state = fitEncoder(before.table, before.plan, train).state
  expect(fitEncoder(after.table, after.plan, train).state).toEqual(state)
  expect(fitEncoder(after.table, after.plan, every(after.table)).state).not.toEqual(state)
})

test('an encoder restored from JSON encodes another table as the first one does', async () => {
  const options = { target: 'median_house_value' }
  const table = await readTable(HOUSES, options)
  const made = planTable(table, options)
  const encoder = fitEncoder(table, made, made.rows)
  const state = JSON.parse(JSON.stringify(encoder.state))
  // Few rows, in which bedrooms are missing altogether and one category is new.
  const sample = '-122,37,41,880,NA,322,126,8,5,NEAR BAY\n-121,36,30,500,,200,99,2,5,MOON\n'
  const heading = table.columns.map(({ name }) => name).join(',')
  const other = await readTable(file('new.csv', `${heading}\n${sample}`), readingFor(state))
  const restored = restoreEncoder(state, other)
  expect(restored.describe()).toEqual(encoder.describe())
  const encoded = restored.transform(every(other))
  expect(matrix(encoded)).toEqual(matrix(encoder.transform(every(other), other)))
  const bedrooms = encoder
    .describe()
    .flatMap(({ features }) => features)
    .indexOf('total_bedrooms missing')
  expect(matrix(encoded).map((row) => row[bedrooms])).toEqual([1, 1])
  expect(matrix(encoded).map((row) => row.slice(-5).reduce((sum, value) => sum + value, 0))).toEqual([1, 0])
  await expect(async () =>
    restoreEncoder(state, { ...other, columns: [] }).transform(rowsTo(1)),
  ).rejects.toThrow(/there is no column "longitude"/)
})
