/** Random numbers made inside a graph: the same everywhere, uniform, and unrelated to their neighbours. */

import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { noise, STEP } from '../../src/graph/index.ts'

const SHAPE = [256, 256] as const

/** The numbers of a stream at some steps. */
function draw(random: Random, steps: readonly number[], device = deviceNamed('wasm')): number[][] {
  const compiled = compile({ main: { outputs: { u: noise(SHAPE, random) } } }, device)
  return steps.map((step) => {
    compiled.write(STEP, [step])
    compiled.run('main')
    return Array.from(compiled.read('main', 'u'))
  })
}

/** How far χ² over `bins` equally likely bins lies from its mean, in its standard deviations. */
function chiSquared(bins: number, binOf: (i: number) => number, count: number): number {
  const found = new Float64Array(bins)
  for (let i = 0; i < count; i++) found[binOf(i)] = (found[binOf(i)] as number) + 1
  const mean = count / bins
  const statistic = found.reduce((sum, n) => sum + (n - mean) ** 2 / mean, 0)
  return Math.abs(statistic - (bins - 1)) / Math.sqrt(2 * (bins - 1))
}

const streams = [0, 1, 2].map((seed) => Random.seed(seed))

describe('noise', () => {
  it('is the same bits on every device and any number of threads, also at the last step', () => {
    const devices = [deviceNamed('wasm', { threads: 1 }), deviceNamed('wasm', { threads: 2 })]
    const steps = [0, 5, 2 ** 24 - 1]
    for (const random of streams) {
      const expected = draw(random, steps, deviceNamed('js'))
      for (const device of devices) expect(draw(random, steps, device)).toEqual(expected)
    }
  })

  it('lies strictly between 0 and 1, and differs from step to step and from stream to stream', () => {
    const [first, second] = draw(streams[0] as Random, [0, 1]) as [number[], number[]]
    const [other] = draw(streams[1] as Random, [0]) as [number[]]
    expect(Math.min(...first)).toBeGreaterThan(0)
    expect(Math.max(...first)).toBeLessThan(1)
    /** Two lists of 2¹⁶ numbers out of 2²³ agree in place 2⁻⁷ times, if they have nothing to do with each other. */
    const agreeing = (list: number[]) => first.filter((u, i) => u === list[i]).length
    expect(agreeing(second)).toBeLessThan(3)
    expect(agreeing(other)).toBeLessThan(3)
  })

  it('is uniform, in its first bits and in its last, and so are pairs of neighbours in every direction', () => {
    for (const random of streams) {
      const [now, next] = draw(random, [7, 8]) as [number[], number[]]
      const count = now.length - 256
      const pair = (a: number[], b: number[], lag: number) => (i: number) =>
        Math.floor((a[i] as number) * 64) * 64 + Math.floor((b[i + lag] as number) * 64)
      const statistics = [
        chiSquared(256, (i) => Math.floor((now[i] as number) * 256), count),
        chiSquared(256, (i) => Math.floor((now[i] as number) * 2 ** 23) % 256, count),
        chiSquared(4096, pair(now, now, 1), count),
        chiSquared(4096, pair(now, now, 256), count),
        chiSquared(4096, pair(now, next, 0), count),
      ]
      /** Fifteen draws of what is nearly normal: beyond 4 once in a thousand seeds. */
      for (const statistic of statistics) expect(statistic).toBeLessThan(4)
    }
  })

  it('changes from step to step at one place as from place to place', () => {
    const steps = Array.from({ length: 2000 }, (_, step) => step)
    const compiled = compile(
      { main: { outputs: { u: noise([1], streams[2] as Random) } } },
      deviceNamed('wasm'),
    )
    const numbers = steps.map((step) => {
      compiled.write(STEP, [step])
      compiled.run('main')
      return compiled.read('main', 'u')[0] as number
    })
    expect(chiSquared(64, (i) => Math.floor((numbers[i] as number) * 64), 2000)).toBeLessThan(4)
    const pairs = (i: number) =>
      Math.floor((numbers[i] as number) * 8) * 8 + Math.floor((numbers[i + 1] as number) * 8)
    expect(chiSquared(64, pairs, 1999)).toBeLessThan(4)
  })

  it('has room for 2²⁴ numbers', () => {
    expect(() => noise([2 ** 13, 2 ** 12], Random.seed(0))).toThrow('at most 16777216, got [8192, 4096]')
  })
})
