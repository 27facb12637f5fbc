/** Activations as figures, to be drawn in a terminal, as SVG, or by a notebook. */

import { chooseWindow, type Line, type LineFigure, type Span } from '../draw/index.ts'
import { type Expr, evaluateAll } from '../expr/index.ts'
import { propertiesOf, type ScalarFunction } from './properties/properties.ts'

/** An activation, parameters at their defaults. */
interface Drawn extends ScalarFunction {
  readonly name: string
}

export interface FigureOptions {
  /** What part of the axis of x to show. Default: where something happens. */
  readonly x?: Span
  /** Whether to draw derivatives, too. Default: for one function alone. */
  readonly derivatives?: boolean
}

/** More than any medium resolves. */
const SAMPLES = 1201

/** The functions in one window, each with a colour of its own, and their derivatives dashed in the same. */
export function figureOf(functions: readonly Drawn[], options: FigureOptions = {}): LineFigure {
  const { derivatives = functions.length === 1 } = options
  const window = chooseWindow(
    functions.map((each) => ({
      points: landmarksOf(each),
      curves: [curveOf(each.expression), ...(derivatives ? [curveOf(each.derivative)] : [])],
    })),
    options.x,
  )
  const x = samplesOf(window.x, functions.flatMap(kinksOf))
  const lines = functions.flatMap(({ name, expression, derivative }, group): Line[] => {
    const [value = [], slope = []] = evaluateAll([expression, derivative], { x }).map((y) => Array.from(y))
    const main: Line = { label: name, x, y: value, group }
    return derivatives ? [main, { label: `${name}′`, x, y: slope, group, secondary: true }] : [main]
  })
  return { kind: 'lines', title: functions.map(({ name }) => name).join(', '), lines, window }
}

function landmarksOf(drawn: Drawn): number[] {
  const { minimum, maximum } = propertiesOf(drawn)
  return [...kinksOf(drawn), minimum?.x ?? 0, maximum?.x ?? 0]
}

function kinksOf(drawn: Drawn): readonly number[] {
  return propertiesOf(drawn).kinks
}

/** Evenly spread, and on both sides of every kink, so that corners are sharp and jumps upright. */
function samplesOf({ low, high }: Span, kinks: readonly number[]): number[] {
  const even = Array.from({ length: SAMPLES }, (_, i) => low + ((high - low) * i) / (SAMPLES - 1))
  const beside = (high - low) * 1e-7
  const corners = kinks.flatMap((kink) => [kink - beside, kink, kink + beside])
  return [...new Set([...even, ...corners.filter((x) => x >= low && x <= high)])].sort((a, b) => a - b)
}

function curveOf(expr: Expr): (x: readonly number[]) => Float64Array {
  return (x) => evaluateAll([expr], { x })[0] as Float64Array
}
