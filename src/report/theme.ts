/**
 * The colours of a report, those of drawings among them: as CSS variables that change with the reader's theme, and as
 * the names by which charts refer to them, so that one drawing serves light, dark and paper. No layout here.
 */

import { hashText } from '../base/index.ts'
import { SHADES as DRAWN, INKS, type Shade } from '../draw/palette.ts'

const SHADES = {
  ...DRAWN,
  raised: { light: '#f6f7f8', dark: '#1c1f25' },
  line: { light: '#d9dce0', dark: '#363b44' },
  band: { light: '#e8ebf0', dark: '#2b3039' },
  better: { light: '#0b66b5', dark: '#5cb4ff' },
  equal: { light: '#cfd4da', dark: '#4a515c' },
  worse: { light: '#d9722e', dark: '#e58a4f' },
  onBetter: { light: '#ffffff', dark: '#14161a' },
  onEqual: { light: '#1b1e23', dark: '#f3f2ef' },
  onWorse: { light: '#1b1e23', dark: '#14161a' },
} satisfies Record<string, Shade>

export type ColourName = keyof typeof SHADES

/** A colour of the theme, for a style or a chart. */
export function colour(name: ColourName): string {
  return `var(--${name})`
}

export type Colours = ReadonlyMap<string, string>

/** With it the hash gives eight common activations eight colours, so that none of them ever has to give way. */
const SEED = 3359

/**
 * A colour per name. It hangs on the names alone, never on their rank: the same activations have the same
 * colours in every report. Names that want the same colour give way in alphabetical order.
 */
export function assignColours(names: readonly string[]): Colours {
  const uses = INKS.map(() => 0)
  const colours = new Map<string, string>()
  for (const name of [...new Set(names)].sort()) {
    const wanted = hashText(`${SEED} ${name}`)[0] >>> 29
    const fewest = Math.min(...uses)
    const order = INKS.map((_, i) => (wanted + i) % INKS.length)
    const slot = order.find((i) => uses[i] === fewest) ?? wanted
    uses[slot] = fewest + 1
    colours.set(name, `var(--c${slot})`)
  }
  return colours
}

/** The declarations of one theme: `--ink: #1b1e23; …`. */
export function declareColours(theme: keyof Shade): string {
  const named = Object.entries(SHADES).map(([name, shade]) => `--${name}:${shade[theme]}`)
  const numbered = INKS.map((shade, i) => `--c${i}:${shade[theme]}`)
  return [...named, ...numbered].join(';')
}
