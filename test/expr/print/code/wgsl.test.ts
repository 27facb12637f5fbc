/**
 * The printed WGSL is parsed and run by wgsl_reflect, an interpreter. It computes in float64 between bit
 * operations, so what is tested is what the code says, not what the rounding of a GPU makes of it; for that,
 * `npm run check:webgpu` runs it in a browser.
 */

import { describe, expect, test } from 'vitest'
import { WgslExec, WgslParser } from 'wgsl_reflect/wgsl_reflect.module.js'
import { type Expr, evaluateAll, toCode, X } from '../../../../src/expr/index.ts'
import { FORMULAS, type Formula } from './entries.ts'
import { shaderOf } from './shader.ts'

const SIZES = [0, 1e-20, 1e-3, 0.1, 0.5, 0.75, 1, 1.3, 2, 3, 4, 6, 9, 12, 30, 80, 87, 1e3, 1e4]
const POINTS = Float32Array.from(SIZES.flatMap((x) => [x, -x]))

/** The approximations are those of float32, whose roundings of arguments weigh more in the tails. */
const toleranceOf = (want: number): number =>
  Math.abs(want) > 1e-3 ? Math.max(1e-7, Math.abs(want) * 2 ** -20) : Math.abs(want) * 2 ** -17

/** Far below, float32 is subnormal, which WGSL may flush to 0 and gates take for it; above, infinite. */
const [SMALLEST, LARGEST] = [2 ** -120, 3.4e38]

function run(expr: Expr, { parameters }: Pick<Formula, 'parameters'>): Float32Array {
  const shader = shaderOf(toCode(expr, 'wgsl', { name: 'printed', parameters }))
  const ys = new Float32Array(POINTS.length)
  new WgslExec(new WgslParser().parse(shader)).dispatchWorkgroups('main', [POINTS.length, 1, 1], {
    0: { 0: POINTS, 1: ys },
  })
  return ys
}

function differences(expr: Expr, formula: Formula): string[] {
  const got = run(expr, formula)
  const [wanted] = evaluateAll([expr], { x: POINTS, ...formula.parameters })
  return Array.from(POINTS).flatMap((x, i) => {
    const [a, b] = [got[i] as number, wanted?.[i] as number]
    const holds = Number.isFinite(b) && Math.abs(b) < LARGEST
    const near = Math.abs(a - b) <= Math.max(SMALLEST, toleranceOf(b))
    return near || !holds ? [] : [`at ${x}: ${a}, not ${b}`]
  })
}

/** The interpreter rounds halves up; and 2ⁿ is for whole n alone. */
const RUN = FORMULAS.filter(({ name }) => name !== 'row nearest' && name !== 'row pow2')

describe('WGSL', () => {
  test.each(RUN)('$name gives the values of its definition', (formula) => {
    expect(differences(formula.value, formula)).toEqual([])
  })

  test('makes constants that are not finite of their bits, which are no constants to the compiler', () => {
    expect(toCode(X.max(Number.NEGATIVE_INFINITY), 'wgsl')).toContain('from_bits(0xff800000u)')
    expect(run(X.mul(0).add(Number.POSITIVE_INFINITY), { parameters: {} })[2]).toBe(Number.POSITIVE_INFINITY)
  })
})
