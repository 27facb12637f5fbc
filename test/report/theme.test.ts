import { expect, test } from 'vitest'
import { assignColours, declareColours } from '../../src/report/theme.ts'
import { NAMES } from './sample.ts'

test('the activations compared by default have a colour each, whichever of them are compared', () => {
  const all = assignColours(NAMES)
  expect(new Set(all.values()).size).toBe(NAMES.length)
  for (const name of NAMES) expect(assignColours([name]).get(name)).toBe(all.get(name))
  expect(assignColours(NAMES.toReversed())).toEqual(all)
})

test('forty activations share the palette evenly', () => {
  const colours = [...assignColours(Array.from({ length: 40 }, (_, i) => `mine${i}`)).values()]
  const uses = Map.groupBy(colours, (colour) => colour)
  expect([...uses.values()].map((names) => names.length)).toEqual(Array(8).fill(5))
})

test('text has a contrast of at least 4.5, and an activation of at least 3, with the paper of its theme', () => {
  for (const theme of ['light', 'dark'] as const) {
    const colours = new Map(
      declareColours(theme)
        .split(';')
        .map((line) => line.split(':') as [string, string]),
    )
    const against = (name: string) => contrast(colours.get(name) ?? '', colours.get('--paper') ?? '')
    for (const name of ['--ink', '--muted'])
      expect(against(name), `${theme} ${name}`).toBeGreaterThanOrEqual(4.5)
    for (let i = 0; i < 8; i++) expect(against(`--c${i}`), `${theme} --c${i}`).toBeGreaterThanOrEqual(3)
    for (const name of ['better', 'equal', 'worse']) {
      const ink = colours.get(`--on${name.charAt(0).toUpperCase()}${name.slice(1)}`) ?? ''
      expect(contrast(ink, colours.get(`--${name}`) ?? ''), `${theme} ${name}`).toBeGreaterThanOrEqual(4.5)
    }
  }
})

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
