/**
 * The colours of a report, once: as CSS variables that change with the reader's theme, and as the names by
 * which charts refer to them, so that one drawing serves light, dark and paper. No layout here.
 */

import { hashText } from '../base/index.ts'

interface Shade {
  readonly light: string
  readonly dark: string
}

const SHADES = {
  paper: { light: '#ffffff', dark: '#14161a' },
  raised: { light: '#f6f7f8', dark: '#1c1f25' },
  ink: { light: '#1b1e23', dark: '#e9e7e3' },
  muted: { light: '#5b616a', dark: '#a3a9b2' },
  line: { light: '#d9dce0', dark: '#363b44' },
  grid: { light: '#e9ebee', dark: '#282c33' },
  thread: { light: '#a9afb8', dark: '#5b626d' },
  band: { light: '#e8ebf0', dark: '#2b3039' },
  better: { light: '#0b66b5', dark: '#5cb4ff' },
  equal: { light: '#cfd4da', dark: '#4a515c' },
  worse: { light: '#d9722e', dark: '#e58a4f' },
  onBetter: { light: '#ffffff', dark: '#14161a' },
  onEqual: { light: '#1b1e23', dark: '#f3f2ef' },
  onWorse: { light: '#1b1e23', dark: '#14161a' },
} satisfies Record<string, Shade>

/**
 * For activations. Every pair differs by at least 0.068 in OKLab, also as seen with protanopia, deuteranopia
 * and tritanopia (matrices of Machado, Oliveira, Fernandes, IEEE TVCG 15(6), 2009, severity 1), and every
 * colour has a contrast of at least 3:1 with the paper. Past the eighth they repeat; names are always shown.
 */
const PALETTE: readonly Shade[] = [
  { light: '#025fc4', dark: '#5cb4ff' },
  { light: '#f13017', dark: '#ea6845' },
  { light: '#07905f', dark: '#3ca684' },
  { light: '#d04f94', dark: '#eb7fc6' },
  { light: '#817b1d', dark: '#efd756' },
  { light: '#4698d0', dark: '#bdf3fa' },
  { light: '#553c9a', dark: '#a669f0' },
  { light: '#315c7d', dark: '#bbc5a8' },
]

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
  const uses = PALETTE.map(() => 0)
  const colours = new Map<string, string>()
  for (const name of [...new Set(names)].sort()) {
    const wanted = hashText(`${SEED} ${name}`)[0] >>> 29
    const fewest = Math.min(...uses)
    const order = PALETTE.map((_, i) => (wanted + i) % PALETTE.length)
    const slot = order.find((i) => uses[i] === fewest) ?? wanted
    uses[slot] = fewest + 1
    colours.set(name, `var(--c${slot})`)
  }
  return colours
}

/** The declarations of one theme: `--ink: #1b1e23; …`. */
export function declareColours(theme: keyof Shade): string {
  const named = Object.entries(SHADES).map(([name, shade]) => `--${name}:${shade[theme]}`)
  const numbered = PALETTE.map((shade, i) => `--c${i}:${shade[theme]}`)
  return [...named, ...numbered].join(';')
}
