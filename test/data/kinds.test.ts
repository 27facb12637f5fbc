import { describe, expect, test } from 'vitest'
import { readTable } from '../../src/data/index.ts'
import { inferKinds } from '../../src/data/kinds.ts'
import type { ColumnOptions } from '../../src/data/read/storage.ts'
import { HOUSES, PENGUINS, table } from './fixture.ts'

/** The kinds of a table of one column made by `cell`, 60 rows unless told. */
async function kindOf(cell: (row: number) => unknown, options: ColumnOptions = {}, name = 'x', rows = 60) {
  const lines = Array.from({ length: rows }, (_, row) => `${cell(row)},${row % 7}`)
  const [kind] = inferKinds(await table([`${name},y`, ...lines], options), options)
  return kind
}

test('the penguins and the houses', async () => {
  const kinds = async (path: string) => inferKinds(await readTable(path), {}).map(({ kind }) => kind)
  const number = 'number'
  expect(await kinds(PENGUINS)).toEqual([
    ...['category', 'category'],
    ...[number, number, number, number],
    'category',
    number,
  ])
  expect(await kinds(HOUSES)).toEqual([...Array(9).fill(number), 'category'])
})

test('whole numbers of few values stay numbers unless asked to be categories', async () => {
  expect(await kindOf((row) => row % 3)).toMatchObject({ kind: 'number' })
  expect(await kindOf((row) => row % 3, { categorical: ['x'] })).toMatchObject({
    kind: 'category',
    levels: 3,
  })
})

test.each(['yes/no', 'Y/N', 'true/false', 'T/F', 'on/off'])('%s is a boolean', async (pair) => {
  const spellings = pair.split('/')
  expect(await kindOf((row) => spellings[row % 2])).toMatchObject({ kind: 'boolean', levels: 2 })
  expect(await kindOf((row) => [...spellings, 'maybe'][row % 3])).toMatchObject({ kind: 'category' })
})

describe('columns with nothing to learn are dropped, and say why', () => {
  test('constants', async () => {
    expect(await kindOf(() => 'a')).toMatchObject({ kind: 'constant', dropped: 'every cell is "a"' })
    expect(await kindOf(() => 4)).toMatchObject({ kind: 'constant', dropped: 'every cell is 4' })
    expect(await kindOf(() => '')).toMatchObject({
      kind: 'constant',
      dropped: 'every cell is empty',
      missing: 60,
    })
  })
  test('but one value with gaps tells two groups apart', async () => {
    const gaps = (value: unknown) => (row: number) => (row % 2 ? value : '')
    for (const value of ['Yes', 4]) expect((await kindOf(gaps(value)))?.dropped).toBeUndefined()
  })
  test('row numbers from 0 or 1, in any order', async () => {
    for (const first of [0, 1])
      expect(await kindOf((row) => ((row * 7) % 60) + first)).toMatchObject({
        kind: 'id',
        dropped: 'it counts the rows',
      })
    expect(await kindOf((row) => row + 2000)).toMatchObject({ kind: 'number' })
    // So few rows may be a measurement at 1, 2, 3, …
    expect(await kindOf((row) => row + 1, {}, 'x', 20)).toMatchObject({ kind: 'number' })
    expect(await kindOf((row) => row, { numeric: ['x'] })).toMatchObject({ kind: 'number' })
  })
  test.each(['id', 'ID', 'PID', 'customer_id', 'PassengerId', 'row no'])(
    'unique whole numbers called %s',
    async (name) => {
      expect(await kindOf((row) => row ** 2 + 17, {}, name)).toMatchObject({ kind: 'id' })
      expect((await kindOf((row) => row % 30, {}, name))?.dropped).toBeUndefined()
    },
  )
  test('names such as humid, grid and paid mean no identifier', async () => {
    for (const name of ['humid', 'grid', 'paid'])
      expect(await kindOf((row) => row ** 2, {}, name)).toMatchObject({ kind: 'number' })
  })
  test('free text and identifiers of letters', async () => {
    expect(await kindOf((row) => `a house of ${row} rooms`)).toMatchObject({ kind: 'text' })
    expect(await kindOf((row) => `k${row}`)).toMatchObject({ kind: 'id' })
    expect(await kindOf((row) => `k${row}`, {}, 'x', 2000)).toMatchObject({
      dropped: expect.stringMatching(/nearly every value differs/),
    })
    expect(await kindOf((row) => `k${row}`, { categorical: ['x'] })).toMatchObject({
      kind: 'category',
      levels: 60,
    })
  })
  test('few values are categories even when all differ', async () => {
    expect(await kindOf((row) => `k${row}`, {}, 'x', 20)).toMatchObject({ kind: 'category', levels: 20 })
  })
})
