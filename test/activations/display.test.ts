/** How activations show themselves in notebooks. */

import { expect, test } from 'vitest'
import { activation, gelu } from '../../src/activations/index.ts'

const display = Symbol.for('Jupyter.display')

test('a notebook gets the formula as text and TeX, and the drawing as SVG', () => {
  const bundle = (gelu as unknown as Record<symbol, () => Record<string, string>>)[display]?.()
  expect(bundle?.['text/plain']).toBe('gelu(x) = x·Φ(x)')
  expect(bundle?.['text/latex']).toMatch(/^\$.*\\Phi.*\$$/)
  expect(bundle?.['image/svg+xml']).toMatch(/^<svg .*<path /s)
})

test('so does an activation of the user’s own', () => {
  const mine = activation('mine', 'x*tanh(x)')
  expect(mine[Symbol.for('Jupyter.display') as keyof typeof mine]).toBeTypeOf('function')
})
