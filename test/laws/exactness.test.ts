/**
 * How exact every activation is on float32 devices, value and derivative, by the rule in `test/exact/rule.ts`.
 * Oracles: 113-bit vectors, and the definitions in float64, which the vectors hold.
 */

import { describe, expect, test } from 'vitest'
import { evaluateWith } from '../../src/activations/evaluate.ts'
import { type Activation, ELEMENTWISE, findElementwise } from '../../src/activations/index.ts'
import type { Device } from '../../src/devices/device.ts'
import { jsDevice } from '../../src/devices/js.ts'
import { type Expr, evaluateAll } from '../../src/expr/index.ts'
import { constantNode } from '../../src/graph/index.ts'
import { activate } from '../../src/nn/functional/activate.ts'
import { Tensor } from '../../src/nn/index.ts'
import { wasmImplementations } from '../devices/implementations.ts'
import { criticalPoints, subnormalPoints, sweep } from '../exact/grid.ts'
import { MOST_STEPS, MOST_ULPS, measure, nothingMeasured } from '../exact/rule.ts'
import { readVectorSets } from '../vectors/vectors.ts'

const swept = sweep(1_398_101, 20_011)
/** For other parameters than the defaults. */
const coarse = sweep(5_592_407, 80_039)

/** With what each of the expressions needs beside a sweep. */
function pointsFor(exprs: readonly Expr[], xs: Float32Array): Float32Array {
  const own = exprs.flatMap((expr) => [...criticalPoints(expr, xs), ...subnormalPoints(expr, xs)])
  return Float32Array.from([...xs, ...own])
}

/** Holds a device to the rule for value and derivative at `xs`. */
function hold(device: Device, fn: Activation, xs: Float32Array, truths: readonly ArrayLike<number>[]): void {
  const exprs = [fn.expression, fn.derivative]
  const { value, derivative } = evaluateWith(device, fn.expression, fn.derivative, xs)
  for (const [i, got] of [value, derivative].entries()) {
    const found = nothingMeasured()
    measure(found, exprs[i] as Expr, xs, got, truths[i] as ArrayLike<number>)
    const what = `${fn.name}, ${i === 0 ? 'value' : 'derivative'}`
    expect(found.wrong, `${what}: infinite or NaN wrongly at ${found.wrongAt}`).toBe(0)
    expect(found.ulps, `${what}: ulps at ${found.at}`).toBeLessThanOrEqual(MOST_ULPS)
    expect(found.steps, `${what}: subnormal steps at ${found.stepsAt}`).toBeLessThanOrEqual(MOST_STEPS)
  }
}

/** At the defaults and with other parameters; not at NaN, which has a test of its own. */
function vectorsOf(name: string, fn: Activation) {
  return [...readVectorSets(name)].map(([settings, all]) => {
    const rows = all.filter(({ x }) => !Number.isNaN(x))
    return {
      variant: settings === '' ? fn : findElementwise(`${name}(${settings})`),
      points: Float32Array.from(rows, ({ x }) => x),
      exact: [rows.map(({ value }) => value), rows.map(({ slope }) => slope)],
    }
  })
}

describe.each(ELEMENTWISE.map((fn) => [fn.name, fn] as const))('%s', (name, fn) => {
  const exprs = [fn.expression, fn.derivative]
  const xs = pointsFor(exprs, swept)
  const truths = evaluateAll(exprs, { x: xs })
  const sets = vectorsOf(name, fn)
  const variants = sets.flatMap(({ variant }) => (variant === fn ? [] : [variant]))

  test.each(wasmImplementations)('is exact on $name', ({ device }) => {
    hold(device, fn, xs, truths)
    for (const { variant, points, exact } of sets) hold(device, variant, points, exact)
  })

  test.each(variants.map((variant) => [variant.name, variant] as const))('is exact as %s', (_, variant) => {
    const both = [variant.expression, variant.derivative]
    const points = pointsFor(both, coarse)
    const expected = evaluateAll(both, { x: points })
    for (const { device } of wasmImplementations) hold(device, variant, points, expected)
  })

  test.each(sets)('is correctly rounded in JavaScript', ({ variant, points, exact }) => {
    const { expression, derivative } = variant
    const got = evaluateWith(jsDevice, expression, derivative, points)
    const found = [nothingMeasured(), nothingMeasured()] as const
    measure(found[0], expression, points, Float32Array.from(got.value), exact[0] as number[])
    measure(found[1], derivative, points, Float32Array.from(got.derivative), exact[1] as number[])
    expect(found).toEqual([nothingMeasured(), nothingMeasured()])
  })

  test('keeps a NaN', () => {
    for (const device of [jsDevice, ...wasmImplementations.map((each) => each.device)]) {
      const { value, derivative } = evaluateWith(device, fn.expression, fn.derivative, [Number.NaN])
      expect([value[0], derivative[0]]).toEqual([Number.NaN, Number.NaN])
    }
  })
})

/** A number, and tensors whose last axis fills vectors or leaves some of one over. */
const SHAPES = [[], [1], [3], [7], [64], [64, 1], [5, 3], [8, 8], [2, 4, 4]]

test.each(ELEMENTWISE.map((fn) => [fn.name, fn] as const))(
  '%s of an input is the same wherever it stands in a tensor and whatever the size of that',
  (_, fn) => {
    const xs = Float32Array.from({ length: 64 }, (_, i) => (i - 31.3) * 0.37)
    const expected = fn.evaluate(xs, { device: 'wasm' }).value
    for (const shape of SHAPES) {
      const size = shape.reduce((product, extent) => product * extent, 1)
      const x = new Tensor(constantNode(xs.subarray(0, size), shape))
      expect(activate(fn, x).data(), `in [${shape}]`).toEqual(expected.slice(0, size))
    }
  },
)
