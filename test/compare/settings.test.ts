/** Trainings side by side come first; threads get the cores that are left. */

import { expect, it } from 'vitest'
import { sayParallel, shareCores } from '../../src/compare/settings.ts'

it.each([
  { cores: 8, trainings: 80, most: 8, text: '8 side by side, on 1 thread each' },
  { cores: 8, trainings: 3, most: 8, text: '3 side by side, on 2 threads each' },
  { cores: 8, trainings: 80, most: 1, text: '1 at a time, on 8 threads' },
  { cores: 2, trainings: 80, most: 4, text: '4 side by side, on 1 thread each' },
  { cores: 1, trainings: 0, most: 1, text: '1 at a time, on 1 thread' },
])(
  'of $trainings trainings, at most $most at a time, $cores cores run $text',
  ({ cores, trainings, most, text }) => {
    expect(sayParallel(shareCores(cores, trainings, most))).toBe(text)
  },
)
