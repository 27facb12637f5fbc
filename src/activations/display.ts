/**
 * How an activation shows itself in a notebook: by the protocol of Deno's Jupyter kernel, which asks a value for its
 * method `Symbol.for('Jupyter.display')` and takes representations by media type.
 */

import { drawSvg } from '../draw/index.ts'
import { toTex, toText } from '../expr/index.ts'
import { figureOf } from './figure.ts'
import type { ScalarFunction } from './properties/properties.ts'

/** The name of the method that a notebook calls. */
export const DISPLAY: unique symbol = Symbol.for('Jupyter.display')

/** Representations of a value by media type; a notebook shows the richest that it can. */
export interface MediaBundle {
  readonly 'text/plain': string
  readonly 'text/latex': string
  readonly 'image/svg+xml': string
}

export function displayOf(shown: ScalarFunction & { readonly name: string }): MediaBundle {
  const { name, expression } = shown
  return {
    'text/plain': `${name}(x) = ${toText(expression, { digits: 7 })}`,
    'text/latex': `$\\mathrm{${name.replaceAll('_', '\\_')}}(x) = ${toTex(expression)}$`,
    'image/svg+xml': drawSvg(figureOf([shown])),
  }
}
