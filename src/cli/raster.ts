/** SVG → PNG. The rasteriser and its font are loaded when a PNG is asked for and not before. */

import { createRequire } from 'node:module'

/** Pixels to a CSS pixel. */
const SCALE = 2

/** The font comes along, since a server may have none. */
const FONT = 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'

export async function rasterise(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js')
  const font = createRequire(import.meta.url).resolve(FONT)
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontFiles: [font], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  })
  return picture.render().asPng()
}
