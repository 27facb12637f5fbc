/** How exact each activation of the catalogue was measured to be; `npm run exact -- --bounds` measures. */

import bounds from './bounds.json' with { type: 'json' }

/** The largest errors seen on WebAssembly, in units of the last place of float32; ½ is correctly rounded. */
export interface Bounds {
  readonly value: number
  readonly derivative: number
}

const measured: Readonly<Record<string, Bounds>> = bounds

/** Of an activation with its parameters at their defaults; undefined where it was not measured. */
export function boundsOf(name: string): Bounds | undefined {
  return Object.hasOwn(measured, name) ? measured[name] : undefined
}
