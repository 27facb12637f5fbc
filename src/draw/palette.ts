/** Colours of drawings on light and dark paper; the pages of a report use the same. No layout here. */

/** One colour in both themes. */
export interface Shade {
  readonly light: string
  readonly dark: string
}

export const SHADES = {
  paper: { light: '#ffffff', dark: '#14161a' },
  ink: { light: '#1b1e23', dark: '#e9e7e3' },
  muted: { light: '#5b616a', dark: '#a3a9b2' },
  grid: { light: '#e9ebee', dark: '#282c33' },
  thread: { light: '#a9afb8', dark: '#5b626d' },
} satisfies Record<string, Shade>

/**
 * For functions. Every pair differs by at least 0.068 in OKLab, also as seen with protanopia, deuteranopia and
 * tritanopia (matrices of Machado, Oliveira, Fernandes, IEEE TVCG 15(6), 2009, severity 1), and every colour has a
 * contrast of at least 3:1 with the paper. Past the last they repeat; names are always shown.
 */
export const INKS: readonly Shade[] = [
  { light: '#025fc4', dark: '#5cb4ff' },
  { light: '#f13017', dark: '#ea6845' },
  { light: '#07905f', dark: '#3ca684' },
  { light: '#d04f94', dark: '#eb7fc6' },
  { light: '#817b1d', dark: '#efd756' },
  { light: '#4698d0', dark: '#bdf3fa' },
  { light: '#553c9a', dark: '#a669f0' },
  { light: '#315c7d', dark: '#bbc5a8' },
]
