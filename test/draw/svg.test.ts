/** Figures as SVG. */

import { expect, test } from 'vitest'
import { figureOf, relu, silu } from '../../src/activations/index.ts'
import { drawSheet, drawSvg } from '../../src/draw/index.ts'

test('a function is a solid path and its derivative a dashed one, both within the picture', () => {
  const svg = drawSvg(figureOf([silu]), { width: 400, height: 300 })
  const paths = [...svg.matchAll(/<path class="([^"]*)" d="([^"]*)"/g)]
  expect(paths.map(([, kind]) => kind)).toEqual(['c0 secondary', 'c0'])
  for (const [, , d = ''] of paths)
    for (const [, x, y] of d.matchAll(/[ML]([\d.-]+) ([\d.-]+)/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(0)
      expect(Number(x)).toBeLessThanOrEqual(400)
      expect(Number(y)).toBeGreaterThanOrEqual(0)
      expect(Number(y)).toBeLessThanOrEqual(300)
    }
})

test('names are text and nothing else', () => {
  const figure = { ...figureOf([relu]), title: '<script>&' }
  expect(drawSvg(figure)).toContain('<title>&lt;script&gt;&amp;</title>')
  expect(drawSvg(figure)).not.toContain('<script')
})

test('it follows the reader’s theme unless one is asked for', () => {
  expect(drawSvg(figureOf([relu]))).toContain('prefers-color-scheme:dark')
  expect(drawSvg(figureOf([relu]), { theme: 'light' })).not.toContain('prefers-color-scheme')
})

test('its rules are for itself alone, and of the inks it uses', () => {
  const svg = drawSvg(figureOf([relu, silu]))
  const [, style = ''] = /<style>(.*)<\/style>/.exec(svg) ?? []
  const selectors = style.replace(/@media[^{]*\{/, '').match(/[^{}]+(?=\{)/g) ?? []
  expect(selectors.length).toBeGreaterThan(10)
  for (const selector of selectors.flatMap((list) => list.split(',')))
    expect(selector).toMatch(/^\.ogee (?!.*\.c[2-9])/)
  expect(svg).toMatch(/^<svg [^>]*class="ogee"/)
})

test('without a heading the drawing has its room, and keeps its title for those who cannot see it', () => {
  const [whole, bare] = [drawSvg(figureOf([relu])), drawSvg(figureOf([relu]), { heading: false })]
  const top = (svg: string) => Number(/<line class="axis" x1="[\d.]+" y1="([\d.]+)"/.exec(svg)?.[1])
  expect(whole).toContain('<text class="title"')
  expect(bare).not.toContain('<text class="title"')
  expect(bare).toContain('<title>relu</title>')
  expect(top(bare)).toBeLessThan(top(whole))
})

test('lines are named in their inks, unless they are to be nameless', () => {
  const named = (svg: string) =>
    [...svg.matchAll(/<text class="(c\d)"[^>]*>([^<]*)</g)].map((m) => m.slice(1))
  const figure = figureOf([relu, silu])
  expect(named(drawSvg(figure))).toEqual([
    ['c0', 'relu'],
    ['c1', 'silu'],
  ])
  expect(named(drawSheet([figure], { across: 1, names: false }))).toEqual([])
})
