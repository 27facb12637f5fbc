/**
 * Every device computes what the interpreter says. Oracle: `kernel/interpret.ts`, in float64. The numbers are
 * exact in float32, so results must agree to the bit, however loops are ordered, tiled and vectorised.
 */

import { describe, expect, it } from 'vitest'
import { convolution, kernelGradient } from './convolutions.ts'
import { implementations } from './implementations.ts'
import { interpreted, ran, type Scenario } from './scenario.ts'
import {
  backward,
  biasGradient,
  fixed,
  forward,
  gather,
  maximumAlong,
  overlap,
  panelsToRows,
  plainForward,
  primitives,
  scatter,
  sweep,
  update,
  weightGradient,
} from './scenarios.ts'

const EXTENTS = [1, 2, 3, 4, 5, 7, 10, 19]

const scenarios: readonly Scenario[] = [
  ...EXTENTS.flatMap((n) => [
    forward(2, 5, n),
    forward(1, n, 13),
    backward(2, n, 7),
    weightGradient(2, n, 6),
    weightGradient(1, 10, n),
    plainForward(3, n, 5),
    plainForward(n, 9, n),
    biasGradient(2, n),
    panelsToRows(2, n),
    gather(2, n, 'i32'),
    gather(1, n, 'f32'),
    scatter(6, n),
    sweep(6, n),
    update(n),
    fixed(n),
    primitives(n),
    convolution(2, 3, n, 5),
    convolution(1, n, 4, n),
    kernelGradient(2, n, 5, 3),
    kernelGradient(1, 2, n, n),
  ]),
  ...[0, 1, 2].flatMap((axis) => [maximumAlong(axis, [3, 5, 7]), maximumAlong(axis, [8, 4, 12])]),
  forward(4, 20, 64),
  forward(7, 33, 2),
  overlap(8, 5, [1, 1]),
  overlap(5, 8, [1, 1]),
  overlap(4, 5, [2, 4]),
]

describe.each(implementations)('the device $name', ({ device }) => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('computes %s', (_, scenario) => {
    expect(ran(scenario, device)).toEqual(interpreted(scenario))
  })
})
