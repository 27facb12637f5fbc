import { expect, test } from 'vitest'
import { readFoldFile } from '../../src/data/index.ts'
import { file } from './fixture.ts'

test('the column fold, one row per row of the data', async () => {
  const path = file('folds.csv', 'row,fold\na,0\nb,1\nc,-1\n')
  expect(Array.from(await readFoldFile(path, 3))).toEqual([0, 1, -1])
})

test.each([
  ['short.csv', 'fold\n0\n1\n', /one row per row of the data — expected 3 rows, got 2/],
  ['nocolumn.csv', 'part\n0\n1\n0\n', /there is no column "fold"/],
  [
    'text.csv',
    'fold\n0\ntest\n1\n',
    /column "fold" is asked to be numeric but holds text .* got "test" in row 2/,
  ],
  ['fraction.csv', 'fold\n0\n1\n0.5\n', /not a fold — expected a whole number .* got 0\.5 in row 3/],
  ['negative.csv', 'fold\n0\n-2\n1\n', /not a fold .* got -2 in row 2/],
  ['gap.csv', 'x,fold\n1,0\n2,\n3,1\n', /not a fold .* got an empty cell in row 2/],
])('%s is refused', async (name, content, message) => {
  await expect(readFoldFile(file(name, content), 3)).rejects.toThrow(message)
})
