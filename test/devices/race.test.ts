/** The faster of two ways is found by a clock; here the clock is ours. */

import { describe, expect, it } from 'vitest'
import { Race } from '../../src/devices/race.ts'

/** Runs a race `runs` times over two ways that take so many milliseconds; which were taken, in order. */
function taken(runs: number, timeOf: (way: 'a' | 'b', run: number) => number): string {
  let now = 0
  let ways = ''
  const race = new Race(() => now)
  const way = (name: 'a' | 'b') => () => {
    now += timeOf(name, ways.length)
    ways += name
  }
  for (let run = 0; run < runs; run++) race.run(way('a'), way('b'))
  return ways
}

const share = (ways: string, way: string): number => ways.split(way).length / ways.length

describe('a race', () => {
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

  it('changes its mind when the machine does', () => {
    const ways = taken(20_000, (way, run) => (way === 'a' ? 2 : run < 5_000 ? 1 : 10))
    expect(share(ways.slice(1_000, 5_000), 'b')).toBeGreaterThan(0.9)
    expect(share(ways.slice(-5_000), 'a')).toBeGreaterThan(0.9)
  })
})
