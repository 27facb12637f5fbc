/** Figures that a text about activations opens with: a neuron's line, and what acts along an axis as bars. */

import type { VectorActivation } from '../activations/index.ts'
import { type BarFigure, formatLabel, type LineFigure, type Span } from '../draw/index.ts'

export interface NeuronOptions {
  /** Default: 1. */
  readonly weight?: number
  /** A line for each. Default: −2, 0, 2. */
  readonly biases?: readonly number[]
  /** Default: −4 to 4. */
  readonly x?: Span
}

/** y = w·x + b before any activation: the weight turns the line, the bias shifts it. */
export function neuronFigure(options: NeuronOptions = {}): LineFigure {
  const { weight = 1, biases = [-2, 0, 2], x: span = { low: -4, high: 4 } } = options
  const x = Array.from({ length: 101 }, (_, i) => span.low + ((span.high - span.low) * i) / 100)
  const lines = biases.map((bias, group) => ({
    label: `b = ${formatLabel(bias)}`,
    x,
    y: x.map((at) => weight * at + bias),
    group,
  }))
  const reach = Math.max(Math.abs(span.low), Math.abs(span.high)) * 1.05
  return {
    kind: 'lines',
    title: `y = ${weight === 1 ? '' : `${formatLabel(weight)}·`}x + b`,
    lines,
    window: { x: span, y: { low: -reach, high: reach } },
  }
}

/** What an activation makes of a list of numbers: a bar for each result, named by its input where they pair up. */
export function vectorFigure(entry: VectorActivation, input: readonly number[]): BarFigure {
  /** Along the axis that it acts on; those behind have one place each. */
  const shape = [input.length, ...Array.from({ length: Math.max(0, -entry.axis - 1) }, () => 1)]
  const { value } = entry.evaluate(input, { shape })
  const bars = Array.from(value, (result, i) => ({
    label: value.length === input.length ? formatLabel(input[i] as number) : `${i + 1}`,
    value: result,
  }))
  return { kind: 'bars', title: `${entry.name} of ${input.map(formatLabel).join(', ')}`, bars }
}
