/** The part of a function that is shown. */

import { expect, test } from 'vitest'
import { activation, figureOf, relu, relu6 } from '../../src/activations/index.ts'

test('kinks are in sight', () => {
  expect(figureOf([relu6]).window.x.high).toBeGreaterThan(6)
})

test('what oscillates is shown closely enough to be followed', () => {
  const { x } = figureOf([activation('fast', 'sin(30*x)')]).window
  const periods = ((x.high - x.low) * 30) / (2 * Math.PI)
  expect(periods).toBeGreaterThan(1)
  expect(periods).toBeLessThan(6)
})

test('what grows without bound does not flatten the rest', () => {
  const { x, y } = figureOf([activation('growing', 'exp(x)')]).window
  expect(y.high).toBeLessThan(1.5 * x.high)
})

test('0 is in sight, and a window that is asked for is taken', () => {
  expect(figureOf([relu]).window.y.low).toBeLessThan(0)
  expect(figureOf([relu], { x: { low: 2, high: 3 } }).window.x).toEqual({ low: 2, high: 3 })
})

test('what is no number on a side, or turns at every scale, has a window as well', () => {
  for (const formula of ['x ** x', 'log(x)', 'sin(1/x)', 'sin(1000*x)']) {
    const { x, y } = figureOf([activation('odd', formula)]).window
    expect(x.high - x.low, formula).toBeGreaterThan(0)
    expect(y.high - y.low, formula).toBeGreaterThan(0)
  }
})
