/** Measures an activation at a block of inputs: what the fast device gives against the definition in float64. */

import { evaluateWith } from '../../src/activations/evaluate.ts'
import type { Activation } from '../../src/activations/index.ts'
import { jsDevice } from '../../src/devices/js.ts'
import { wasmDevice } from '../../src/devices/wasm.ts'
import { type Measured, measure, nothingMeasured } from './rule.ts'

/** Value first, then derivative. */
export type Both = readonly [value: Measured, derivative: Measured]

export const nothing = (): Both => [nothingMeasured(), nothingMeasured()]

const device = wasmDevice()

/** Takes in the results at `xs`. */
export function measureActivation(
  found: Both,
  { expression, derivative }: Activation,
  xs: Float32Array,
): void {
  const got = evaluateWith(device, expression, derivative, xs)
  const truth = evaluateWith(jsDevice, expression, derivative, xs)
  measure(found[0], expression, xs, got.value, truth.value)
  measure(found[1], derivative, xs, got.derivative, truth.derivative)
}

/** The worse of two, part by part. */
export function worse(a: Both, b: Both): Both {
  return [worseOf(a[0], b[0]), worseOf(a[1], b[1])]
}

function worseOf(a: Measured, b: Measured): Measured {
  const [ulps, steps, wrong] = [a.ulps >= b.ulps ? a : b, a.steps >= b.steps ? a : b, a.wrong > 0 ? a : b]
  return {
    ulps: ulps.ulps,
    at: ulps.at,
    steps: steps.steps,
    stepsAt: steps.stepsAt,
    wrong: a.wrong + b.wrong,
    wrongAt: wrong.wrongAt,
  }
}
