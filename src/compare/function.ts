/** An activation as a comparison shows it: drawn, and what a step pays for it. */

import type { Activation } from '../activations/index.ts'
import { costOf, evaluateAll, toText } from '../expr/index.ts'
import type { FunctionRecord } from '../records/compare.ts'

/** Functions are drawn on [−REACH, REACH]. */
const REACH = 5
const POINTS = 201

export function drawFunction({ name, expression, derivative }: Activation): FunctionRecord {
  const x = Array.from({ length: POINTS }, (_, i) => (2 * REACH * i) / (POINTS - 1) - REACH)
  const [value, slope] = evaluateAll([expression, derivative], { x }) as [Float64Array, Float64Array]
  return {
    name,
    formula: toText(expression, { digits: 7 }),
    x,
    value: Array.from(value),
    derivative: Array.from(slope),
  }
}

/** Operations per element and step, forwards and backwards: the same on every machine, unlike a time. */
export function stepCost({ expression, derivative }: Activation): number {
  return costOf(expression) + costOf(derivative)
}
