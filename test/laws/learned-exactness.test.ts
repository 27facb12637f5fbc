/**
 * How exact float32 arithmetic is where parameters are learned: values, slopes and slopes in each parameter, by the
 * rule in `test/exact/rule.ts`. Parameters are variables then, and `exact` decides without knowing them. Oracle: the
 * definitions in float64.
 */

import { describe, expect, it } from 'vitest'
import { type Activation, ELEMENTWISE, findElementwise } from '../../src/activations/index.ts'
import { simulate } from '../../src/expr/approx/simulate.ts'
import {
  constant,
  derive,
  type Expr,
  evaluateAll,
  exact,
  expandForFloat32,
  simplify,
  substitute,
  X,
} from '../../src/expr/index.ts'
import { argument } from '../../src/graph/index.ts'
import { criticalPoints, subnormalPoints, sweep } from '../exact/grid.ts'
import { MOST_STEPS, MOST_ULPS, measure, nothingMeasured } from '../exact/rule.ts'
import { VARIANTS } from '../vectors/variants.ts'

const swept = sweep(5_592_407, 80_039).filter((x) => !Number.isNaN(x))

interface Learning {
  /** Of `argument(0)` and, in their order, of the learned parameters. */
  readonly exprs: readonly (readonly [what: string, expr: Expr])[]
  /** As float32 has them. */
  readonly values: readonly number[]
}

function learningOf(entry: Activation, variant: Activation): Learning {
  const names = Object.keys(entry.parameters).filter((name) => entry.parameters[name]?.learned)
  const others = Object.entries(variant.parameters).map(([name, { default: value }]) => [name, value])
  const variables = names.map((name, i) => [name, argument(i + 1)] as const)
  const value = entry(argument(0), { ...Object.fromEntries(others), ...Object.fromEntries(variables) })
  const slopes = [['x', argument(0)] as const, ...variables].map(
    ([name, variable]) => [`slope in ${name}`, simplify(derive(value, variable))] as const,
  )
  const values = names.map((name) => Math.fround(variant.parameters[name]?.default as number))
  return { exprs: [['value', value], ...slopes], values }
}

function hold(what: string, expr: Expr, values: readonly number[]): void {
  const fixed = values.map((value, i) => [argument(i + 1).name, constant(value)] as const)
  const plain = simplify(substitute(expr, new Map([[argument(0).name, X], ...fixed])))
  const own = [...criticalPoints(plain, swept), ...subnormalPoints(plain, swept)]
  const xs = Float32Array.from([...swept, ...own.filter((x) => !Number.isNaN(x))])
  const columns = values.map((value, i) => [argument(i + 1).name, new Float32Array(xs.length).fill(value)])
  const inputs = { ...Object.fromEntries(columns), [argument(0).name]: xs }
  const [truths] = evaluateAll([expr], inputs)
  for (const fused of [true, false]) {
    const [got] = simulate([expandForFloat32(exact(expr))], inputs, fused)
    const found = nothingMeasured()
    measure(found, plain, xs, got as Float32Array, truths as Float64Array)
    expect(found.wrong, `${what}: infinite or NaN wrongly at ${found.wrongAt}`).toBe(0)
    expect(found.ulps, `${what}: ulps at ${found.at}`).toBeLessThanOrEqual(MOST_ULPS)
    expect(found.steps, `${what}: subnormal steps at ${found.stepsAt}`).toBeLessThanOrEqual(MOST_STEPS)
  }
}

const LEARNED = ELEMENTWISE.filter(({ parameters }) =>
  Object.values(parameters).some(({ learned }) => learned),
)

describe.each(LEARNED.map((entry) => [entry.name, entry] as const))('%s', (name, entry) => {
  const settings = ['', ...(VARIANTS[name] ?? [])]
  it.each(settings)('with parameters learned from "%s" is exact, slopes in them too', (setting) => {
    const variant = setting === '' ? entry : findElementwise(`${name}(${setting})`)
    const { exprs, values } = learningOf(entry, variant)
    for (const [what, expr] of exprs) hold(what, expr, values)
  })
})
