/** The line that a terminal shows while trainings run. */

import { describe, expect, it } from 'vitest'
import { formatDuration, formatProgress } from '../../src/cli/progress.ts'

describe('formatProgress', () => {
  it('tells what is done, what is left, how it runs, and who leads', () => {
    const line = formatProgress(
      {
        done: 40,
        total: 80,
        kept: 20,
        study: 'study',
        parallel: { workers: 2, threads: 1 },
        best: { name: 'gelu', mean: 0.98765 },
      },
      10,
    )
    expect(line).toBe(
      `${'━'.repeat(12)}${'╌'.repeat(12)} 40/80 · 20 s left · 2 side by side, on 1 thread each · best so far gelu 0.988`,
    )
  })

  it.each([
    [0.2, '1 s'],
    [119.8, '2 min 0 s'],
    [3900, '1 h 5 min'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text)
  })
})
