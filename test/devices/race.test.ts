/** The faster of two ways is found by a clock; here the clock is ours. */

import { describe, expect, it } from 'vitest'
import { Race } from '../../src/devices/race.ts'

/**
 * Runs a race `runs` times, `together` at once, over two ways that take so many milliseconds; which were taken, in order.
 */
function taken(runs: number, timeOf: (way: 'a' | 'b', run: number) => number, together = 1): string {
  let now = 0
  let ways = ''
  const race = new Race(() => now)
  const way = (name: 'a' | 'b') => (times: number) => {
    for (let run = 0; run < times; run++) {
      now += timeOf(name, ways.length)
      ways += name
    }
  }
  for (let run = 0; run < runs; run += together) race.run(way('a'), way('b'), together)
  return ways
}

const share = (ways: string, way: string): number => ways.split(way).length / ways.length

describe('a race', () => {
  it.each([1, 7, 256])('does the work as often as it is told, %i times at once', (together) => {
    const runs = 40 * together
    expect(taken(runs, (way) => (way === 'a' ? 1 : 2), together)).toHaveLength(runs)
  })

  it('is over as soon where much is to be done at once', () => {
    const timeOf = (way: 'a' | 'b') => (way === 'a' ? 1 : 2)
    expect(taken(10_240, timeOf, 256)).toBe(taken(10_240, timeOf))
  })

  it('tries both ways, and then takes the faster one nearly always', () => {
    expect(
      share(
        taken(10_000, (way) => (way === 'a' ? 1 : 2)),
        'a',
      ),
    ).toBeGreaterThan(0.95)
    expect(
      share(
        taken(10_000, (way) => (way === 'a' ? 2 : 1)),
        'b',
      ),
    ).toBeGreaterThan(0.95)
  })

  it('does not count the first run of a trial, which may have to wake somebody', () => {
    const ways = taken(2_000, (way, run) => (way === 'a' ? 2 : run === 0 ? 1_000 : 1))
    expect(share(ways, 'b')).toBeGreaterThan(0.9)
  })

  it('tries each way once where a run takes long', () => {
    expect(taken(12, (way) => (way === 'a' ? 160 : 80))).toBe('babbbbbabbbb')
  })

  it('looks again soon when a long run has misled it', () => {
    const ways = taken(600, (way, run) => (way === 'a' ? 16 : 300 < run && run < 410 ? 20 : 8))
    expect(share(ways.slice(-100), 'b')).toBeGreaterThan(0.7)
  })

  it('changes its mind when the machine does', () => {
    const ways = taken(20_000, (way, run) => (way === 'a' ? 2 : run < 5_000 ? 1 : 10))
    expect(share(ways.slice(1_000, 5_000), 'b')).toBeGreaterThan(0.9)
    expect(share(ways.slice(-5_000), 'a')).toBeGreaterThan(0.9)
  })
})
