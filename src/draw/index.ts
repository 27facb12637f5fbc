export {
  type Bar,
  type BarFigure,
  type Figure,
  formatLabel,
  type Line,
  type LineFigure,
  type Span,
  type Window,
} from './figure.ts'
export type { Charset } from './raster.ts'
export { drawSheet, drawSvg, type SheetOptions, type SvgOptions } from './svg.ts'
export { drawText, type TerminalOptions } from './terminal.ts'
export { chooseWindow, type Landmarks } from './window.ts'
