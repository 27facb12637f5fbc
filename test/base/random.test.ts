/** Random numbers: Random123's published vectors, and streams that do not depend on order. */

import { describe, expect, it } from 'vitest'
import { Random, UsageError } from '../../src/base/index.ts'
import { threefry } from '../../src/base/random.ts'

describe('threefry', () => {
  /** kat_vectors of Random123 1.14: threefry2x32, 20 rounds. */
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)('key %j, counter %j', (key, counter, expected) => {
    expect(threefry(key[0], key[1], counter[0], counter[1])).toEqual([...expected])
  })
})

describe('Random', () => {
  it('gives a fork the same numbers whatever was drawn before', () => {
    const a = Random.seed(0)
    a.normal(100)
    expect(a.fork('weights').uniform(5)).toEqual(Random.seed(0).fork('weights').uniform(5))
    expect(a.fork(1).uniform(5)).not.toEqual(a.fork(2).uniform(5))
  })

  it('draws normals of mean 0 and variance 1, within five standard errors', () => {
    const z = Random.seed(7).normal(40_000)
    const mean = z.reduce((sum, v) => sum + v, 0) / z.length
    const variance = z.reduce((sum, v) => sum + v * v, 0) / z.length
    expect(Math.abs(mean)).toBeLessThan(5 / 200)
    expect(Math.abs(variance - 1)).toBeLessThan((5 * Math.SQRT2) / 200)
  })

  it('permutes without loss', () => {
    const order = Random.seed(3).permutation(1000)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect([...order]).not.toEqual([...order].sort((a, b) => a - b))
  })

  it('refuses what is no seed, and takes 0', () => {
    expect(() => Random.seed(-1)).toThrow(UsageError)
    expect(() => Random.seed(0.5)).toThrow(/whole number/)
    expect(Random.seed(0).uniform(1)[0]).not.toBe(Random.seed(1).uniform(1)[0])
  })
})
