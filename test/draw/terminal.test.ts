/** Figures in characters. */

import { describe, expect, test } from 'vitest'
import { activation, elu, figureOf, leakyRelu, relu, sigmoid, tanh } from '../../src/activations/index.ts'
import { type BarFigure, drawText } from '../../src/draw/index.ts'

const plain = { columns: 44, colour: false } as const

describe('lines in a terminal', () => {
  test('relu and its derivative, in braille', () => {
    expect(`\n${drawText(figureOf([relu]), plain)}`).toMatchSnapshot()
  })

  test('a function with jumps does not join them', () => {
    expect(`\n${drawText(figureOf([activation('jumping', 'abs(x) > 1 ? x : 0')]), plain)}`).toMatchSnapshot()
  })

  test('several functions are named where no colour tells them apart', () => {
    const text = drawText(figureOf([relu, tanh, elu]), { ...plain, columns: 70 })
    const plot = text.slice(0, text.lastIndexOf('──'))
    for (const name of ['relu', 'tanh', 'elu']) expect(plot).toContain(name)
  })

  test('where lines end as one, a name stands at the beginning of its line', () => {
    const text = drawText(figureOf([relu, leakyRelu, elu], { x: { low: -3, high: 3 } }), {
      ...plain,
      columns: 60,
    })
    expect(text).toMatch(/^ {3}leakyRelu /m)
  })

  test.each([24, 40, 80, 200])('no line is wider than %d columns', (columns) => {
    for (const figure of [figureOf([sigmoid]), figureOf([relu, tanh, elu])])
      for (const line of drawText(figure, { ...plain, columns }).split('\n'))
        expect([...line].length).toBeLessThanOrEqual(columns)
  })

  test('without colour there is no escape sequence, with it every sequence is ended', () => {
    expect(drawText(figureOf([relu]), plain)).not.toContain('\u001b')
    const text = drawText(figureOf([relu]), { ...plain, colour: true })
    const count = (sequence: string) => text.split(sequence).length - 1
    expect(count('\u001b[0m')).toBeGreaterThan(10)
    expect(count('\u001b[')).toBe(2 * count('\u001b[0m'))
  })

  test('a terminal of ASCII gets ASCII, but for the signs in numbers and names', () => {
    const text = drawText(figureOf([relu]), { ...plain, charset: 'ascii' })
    expect(text.replaceAll(/[−′]/g, '')).toMatch(/^[\x20-\x7e\n]*$/)
    expect(text).toContain('*')
  })
})

describe('bars in a terminal', () => {
  const figure: BarFigure = {
    kind: 'bars',
    title: '',
    bars: [
      { label: '2', value: 0.66 },
      { label: '0.1', value: 0.1 },
      { label: 'none', value: Number.NaN },
    ],
  }

  test('their lengths are as their values, to an eighth of a character', () => {
    const lengths = drawText(figure, plain)
      .split('\n')
      .map((line) => [...line].filter((character) => /[█▉-▏]/u.test(character)).length)
    expect(lengths[0]).toBeGreaterThan(25)
    expect(lengths[1]).toBeCloseTo((lengths[0] as number) * (0.1 / 0.66), -0.5)
    expect(lengths[2]).toBe(0)
  })
})
