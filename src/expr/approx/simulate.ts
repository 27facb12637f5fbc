/**
 * The arithmetic of a float32 target, simulated: core expressions over arrays, each result rounded to float32,
 * or kept in float64 between `widen` and `narrow`. For judging expressions, never for computing with them.
 */

import type { Expr, Primitive } from '../expr.ts'
import { PRIMITIVES } from '../primitives.ts'
import { descend } from '../substitute.ts'
import { isWide } from './width.ts'

/** Of one length, and what a typed array rounds to when it is stored into. */
type Values = Float32Array | Float64Array

/**
 * The values of core expressions for inputs of one length. mulAdd rounds once if it is `fused` (nearly: the
 * float64 sum of the exact product is rounded again), and otherwise twice; targets do either.
 */
export function simulate(
  exprs: readonly Expr[],
  inputs: Readonly<Record<string, Float32Array>>,
  fused: boolean,
): Values[] {
  const length = Object.values(inputs)[0]?.length ?? 1
  const values = new Map<Expr, Values>()
  const held = (node: Expr, wide: boolean): Values => {
    if (node.operation === 'constant') return makeValues(length, wide).fill(node.value)
    return values.get(node) as Values
  }
  for (const node of descend(exprs)) {
    if (node.operation === 'constant') continue
    if (node.operation === 'variable') {
      values.set(node, inputs[node.name] as Float32Array)
      continue
    }
    const wide = isWide(node)
    const operands = node.args.map((arg) => held(arg, wide || isWide(arg)))
    values.set(node, compute(node.operation as Primitive, operands, makeValues(length, wide), fused))
  }
  return exprs.map((expr) => held(expr, isWide(expr)))
}

function makeValues(length: number, wide: boolean): Values {
  return wide ? new Float64Array(length) : new Float32Array(length)
}

function compute(operation: Primitive, [a, b, c]: readonly Values[], out: Values, fused: boolean): Values {
  const wide = out instanceof Float64Array
  const evaluate = evaluatorOf(operation, wide, fused)
  for (let i = 0; i < out.length; i++) out[i] = evaluate(a?.[i] as number, b?.[i] as number, c?.[i] as number)
  return out
}

/** As the row of the primitive has it, but for what depends on the width of numbers. */
function evaluatorOf(operation: Primitive, wide: boolean, fused: boolean) {
  if (operation === 'mulAdd' && !fused && !wide)
    return (a: number, b: number, c: number) => Math.fround(a * b) + c
  if (operation === 'pow2') {
    const least = wide ? -1022 : -126
    return (n: number) => (n < least ? 0 : 2 ** n)
  }
  return PRIMITIVES[operation].evaluate
}
