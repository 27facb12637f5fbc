import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/index.ts'
import { initialiseSiren } from '../../src/nn/index.ts'

describe('initialiseSiren', () => {
  const random = Random.seed(1)
  it.each([
    ['the input', true, 30, 1 / 64],
    ['other layers', false, 30, Math.sqrt(6 / 64) / 30],
    ['other layers at another frequency', false, 1, Math.sqrt(6 / 64)],
  ] as const)('is uniform between the bounds of the paper for %s', (_, first, omega0, bound) => {
    const weights = initialiseSiren([128, 64], { first, omega0, random })
    const greatest = Math.max(...weights.map(Math.abs))
    expect(greatest).toBeLessThanOrEqual(bound)
    expect(greatest).toBeGreaterThan(0.99 * bound)
    /** E w² = bound²/3, within four standard errors, each of 1 %. */
    const second = weights.reduce((sum, w) => sum + w * w, 0) / weights.length
    expect(Math.abs(second / (bound * bound) - 1 / 3)).toBeLessThan(0.014)
  })
})
