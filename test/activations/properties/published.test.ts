/** The derived properties beside published ones, row by row and digit by digit. */

import { describe, expect, test } from 'vitest'
import { PUBLISHED } from './published.ts'
import { of } from './subject.ts'

/** Half a unit of the last digit printed, and a little for the rounding of the half itself. */
function expectDigits(got: number, printed: string, what: string): void {
  const text = printed.replace('−', '-')
  if (text === '∞' || text === '–') {
    expect(got, what).toBe(Number.POSITIVE_INFINITY)
    return
  }
  const decimals = text.split('.')[1]?.length ?? 0
  // A constant such as 1 or 0.25 is exact; it is printed with as many digits as it has.
  expect(Math.abs(got - Number(text)), `${what}: ${got}, published ${printed}`).toBeLessThanOrEqual(
    0.5001 * 10 ** -Math.max(4, decimals),
  )
}

const CLASSES: Readonly<Record<string, string>> = { 'C⁰': 'C0', 'C¹': 'C1', 'C²': 'C2', 'C^ω': 'analytic' }

const sides = (text: string) => ({ left: text.startsWith('−'), right: /^−?\+/.test(text) })

/** '[−0.375,∞)' → its ends, and whether they belong to it. The hole in hardShrink's range is not represented. */
function rangeOf(text: string) {
  if (text.startsWith('ℝ')) return { low: '-∞', high: '∞', lowAttained: false, highAttained: false }
  const [, open, low = '', high = '', close] = /^([[({])(.*),(.*)([\])}])$/.exec(text) ?? []
  return { low, high, lowAttained: open !== '(', highAttained: close !== ')' }
}

function expectEnd(got: number, printed: string): void {
  const text = printed.replace('−', '-').replace('π/2', `${(Math.PI / 2).toFixed(5)}`)
  if (text === '-∞') expect(got).toBe(Number.NEGATIVE_INFINITY)
  else if (/^-?[01]$|∞/.test(text)) expect(got).toBe(text === '∞' ? Number.POSITIVE_INFINITY : Number(text))
  else expectDigits(got, text, 'end of the range')
}

describe.each(PUBLISHED.map((row) => [row.of, row] as const))('%s', (text, row) => {
  const got = of(text)

  test('has the moments and gains as published', () => {
    for (const key of ['mean', 'secondMoment', 'gain', 'backwardGain'] as const)
      expectDigits(got[key], row[key], key)
    expect(got.zeroCentred).toBe(Number(row.mean) === 0)
  })

  test('has the range as published', () => {
    const { low, high, lowAttained, highAttained } = rangeOf(row.range)
    expectEnd(got.range.low, low)
    expectEnd(got.range.high, high)
    expect(got.range).toMatchObject({ lowAttained, highAttained })
    expect(got.bounded).toBe(!/∞|ℝ/.test(row.range))
  })

  test('has the shape as published', () => {
    expect(got.monotone).toBe(row.monotone === 'yes' ? 'increasing' : 'no')
    expect(got.symmetry).toBe(row.symmetry === '' ? 'none' : row.symmetry)
    const [name = ''] = row.smoothness.split(' ')
    expect(got.smoothness).toBe(CLASSES[name] ?? 'discontinuous')
    expect(got.kinks.length > 0).toBe(name !== 'C^ω')
    expectDigits(got.lipschitz, row.lipschitz, 'Lipschitz constant')
  })

  test('saturates on the sides published', () => {
    const { left, right } = got.saturation
    expect({ left: left !== undefined, right: right !== undefined }).toEqual(sides(row.saturates))
  })
})
