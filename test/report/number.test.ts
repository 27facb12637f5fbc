import { expect, test } from 'vitest'
import {
  decimalsFor,
  formatDuration,
  formatFixed,
  formatP,
  formatPercent,
  formatSigned,
  formatSpread,
  quantile,
  timeUnit,
} from '../../src/report/number.ts'

test('fixed decimals keep a true minus, group thousands and never show −0', () => {
  expect(formatFixed(-0.98765, 3)).toBe('−0.988')
  expect(formatFixed(-0.0001, 3)).toBe('0.000')
  expect(formatFixed(1234, 0)).toBe('1234')
  expect(formatFixed(1234567.891, 1)).toBe('1\u202f234\u202f567.9')
  expect(formatFixed(-3.2e12, 2)).toBe('−3.2e12')
  expect(formatFixed(Number.NaN, 2)).toBe('–')
})

test('a difference carries its sign, except where it rounds to nothing', () => {
  expect([0.0123, -0.0123, 0.00001].map((value) => formatSigned(value, 3))).toEqual([
    '+0.012',
    '−0.012',
    '0.000',
  ])
})

test('decimals show a typical deviation as 5 to 49 of the last place', () => {
  expect(decimalsFor([0.012, 0.013, Number.NaN])).toBe(3)
  expect(decimalsFor([0.12])).toBe(2)
  expect(decimalsFor([0.0098])).toBe(3)
  expect(decimalsFor([0.049])).toBe(3)
  expect(decimalsFor([0.0049])).toBe(4)
  expect(decimalsFor([4521])).toBe(0)
  expect(decimalsFor([0, Number.NaN])).toBe(3)
})

test('probabilities never claim certainty that they do not have', () => {
  expect([0, 0.001, 0.5, 0.999, 1].map(formatPercent)).toEqual(['0 %', '< 1 %', '50 %', '> 99 %', '100 %'])
  expect([0.00001, 0.04, 1].map(formatP)).toEqual(['< 0.001', '0.040', '1.000'])
})

test('what was chosen in the folds is shown by a value that was chosen', () => {
  expect(formatSpread([0.01, 0.003, 0.003, 0.01])).toEqual({ middle: '0.003', range: '0.003–0.01' })
  expect(formatSpread([5, 5])).toEqual({ middle: '5', range: null })
  expect(formatSpread([])).toEqual({ middle: '–', range: null })
})

test('the unit of a time suits the largest', () => {
  expect(timeUnit([0.0012, 0.0123]).name).toBe('ms')
  expect(timeUnit([0.0012, 0.0123]).format(0.0012)).toBe('1.2')
  expect(timeUnit([2.5]).name).toBe('s')
  expect(timeUnit([0.00002]).name).toBe('µs')
  expect(timeUnit([]).name).toBe('ms')
})

test('durations read as people say them, without 60 seconds or 60 minutes', () => {
  expect([0.84, 4.12, 59.99, 133, 3600, 7199].map(formatDuration)).toEqual([
    '840 ms',
    '4.1 s',
    '1 min 0 s',
    '2 min 13 s',
    '1 h 0 min',
    '2 h 0 min',
  ])
})

test('quantiles agree with R type 7', () => {
  // R: quantile(c(1, 2, 4, 8), c(.25, .5, .75))
  expect([0.25, 0.5, 0.75].map((share) => quantile([8, 1, 4, 2], share))).toEqual([1.75, 3, 5])
  expect(quantile([], 0.5)).toBeNaN()
})
