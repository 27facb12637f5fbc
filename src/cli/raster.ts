/** SVG → PNG. The rasteriser and its font are loaded when a PNG is asked for and not before. */

import { createRequire } from 'node:module'
import { OgeeError } from '../base/index.ts'

/** Pixels to a CSS pixel. */
const SCALE = 2

/** The font comes along, since a server may have none. */
const FONT = 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'

/** Throws an OgeeError where the rasteriser is not installed or has no binary for this machine. */
export async function rasterise(svg: string): Promise<Uint8Array> {
  const { Resvg } = await loadRasteriser()
  const font = createRequire(import.meta.url).resolve(FONT)
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: SCALE },
    font: { fontFiles: [font], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
  })
  return picture.render().asPng()
}

async function loadRasteriser() {
  try {
    return await import('@resvg/resvg-js')
  } catch (error) {
    throw new OgeeError({
      where: '--png',
      problem: 'the rasteriser cannot be loaded',
      got: error instanceof Error ? (error.message.split('\n')[0] as string) : `${error}`,
      hint: 'Install @resvg/resvg-js, or write the drawing with --svg.',
    })
  }
}
