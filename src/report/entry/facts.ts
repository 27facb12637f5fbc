/** The facts about an activation as pairs of a name and a text: the same in a terminal and on a page. */

import type { FunctionFacts, PropertiesRecord } from '../../records/entry.ts'

export type FactPair = readonly [name: string, value: string]

/** Four digits that count, two of what is below a thousandth; ∞ and true minus signs. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞'
  const rounded = Number(value.toPrecision(value !== 0 && Math.abs(value) < 1e-3 ? 2 : 4))
  return `${rounded}`.replace('e+', 'e').replaceAll('-', '−')
}

/** `[−0.17, ∞)`. */
export function rangeText({ low, high, lowAttained, highAttained }: PropertiesRecord['range']): string {
  return `${lowAttained ? '[' : '('}${number(low)}, ${number(high)}${highAttained ? ']' : ')'}`
}

const SMOOTHNESS: Readonly<Record<PropertiesRecord['smoothness'], string>> = {
  discontinuous: 'jumps',
  C0: 'continuous, with corners',
  C1: 'once continuously differentiable',
  C2: 'twice continuously differentiable',
  analytic: 'analytic',
}

const SIGNS: Readonly<Record<PropertiesRecord['smoothness'], string>> = {
  discontinuous: 'jumps',
  C0: 'C⁰',
  C1: 'C¹',
  C2: 'C²',
  analytic: 'analytic',
}

/** In a word, for tables. */
export function smoothnessSign({ smoothness }: Pick<PropertiesRecord, 'smoothness'>): string {
  return SIGNS[smoothness]
}

const MONOTONE: Readonly<Record<PropertiesRecord['monotone'], string>> = {
  increasing: 'increasing',
  decreasing: 'decreasing',
  no: 'neither increasing nor decreasing',
}

/** What it looks like, then what it does to a standard normal input z. */
export function propertyFacts(of: PropertiesRecord): FactPair[] {
  const { minimum, maximum, saturation } = of
  const places = (xs: readonly number[]) => xs.map(number).join(', ')
  const point = ({ x, value }: { x: number; value: number }) => `${number(value)} at x = ${number(x)}`
  const sides = [saturationText('left', saturation.left), saturationText('right', saturation.right)]
  const optional: (FactPair | false)[] = [
    minimum !== null && ['minimum', point(minimum)],
    maximum !== null && ['maximum', point(maximum)],
    of.kinks.length > 0 && ['kinks', places(of.kinks)],
    of.zeros.length > 0 && ['zeros', places(of.zeros)],
    of.fixedPoints.length > 0 && ['fixed points', places(of.fixedPoints)],
    of.symmetry !== 'none' && ['symmetry', of.symmetry],
  ]
  return [
    ['range', rangeText(of.range)],
    ['monotone', MONOTONE[of.monotone]],
    ['smoothness', SMOOTHNESS[of.smoothness]],
    ...optional.filter((fact): fact is FactPair => fact !== false),
    ['Lipschitz constant', number(of.lipschitz)],
    ['saturates', sides.filter(Boolean).join('; ') || 'nowhere'],
    ['E φ(z), E φ(z)², E φ′(z)²', [of.mean, of.secondMoment, of.slopeSecondMoment].map(number).join(', ')],
    ['gain forward, backward', `${number(of.gain)}, ${number(of.backwardGain)}`],
    ['χ₁ at its own gain', number(of.chi1)],
  ]
}

/** Flat to the last digit from one place on, or ever flatter. */
function saturationText(side: string, flat: PropertiesRecord['saturation']['left']): string {
  if (!flat) return ''
  const { limit, below1e2, below1e7, isConstant } = flat
  const from = isConstant
    ? `flat from |x| = ${number(below1e7)}`
    : `|φ′| < 0.01 from |x| = ${number(below1e2)}, < 1e−7 from ${number(below1e7)}`
  return `${side} at ${number(limit)} (${from})`
}

/** How well float32 holds it on WebAssembly. */
export function exactnessText({ exactness }: FunctionFacts): string {
  if (!exactness) return ''
  return `within ${number(exactness.value)} ulp, derivative ${number(exactness.derivative)} ulp (float32 on WebAssembly, measured)`
}
