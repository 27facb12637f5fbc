/**
 * The definition of an expression: its value in float64, operation by operation. Slow and plain for one
 * point; over arrays, one loop per operation, fast enough for quadrature and plots. Nothing is compiled.
 */

import { OgeeError } from '../base/index.ts'
import type { Expr, Primitive } from './expr.ts'
import { PRIMITIVES } from './primitives.ts'
import { descend } from './substitute.ts'

/** The value at one point. Throws when a variable has no number. */
export function evaluate(expr: Expr, inputs: Readonly<Record<string, number>>): number {
  const arrays = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, [value]]))
  return evaluateAll([expr], arrays)[0]?.[0] as number
}

/**
 * The values of several expressions at many points; what they share is computed once. Inputs are arrays of
 * one common length, or single numbers that hold everywhere.
 */
export function evaluateAll(
  exprs: readonly Expr[],
  inputs: Readonly<Record<string, ArrayLike<number> | number>>,
): Float64Array[] {
  const length = commonLength(inputs)
  const values = new Map<Expr, Float64Array>()
  for (const node of descend(exprs)) {
    values.set(node, node.args.length === 0 ? leaf(node, inputs, length) : apply(node, values, length))
  }
  return exprs.map((expr) => values.get(expr) as Float64Array)
}

function commonLength(inputs: Readonly<Record<string, ArrayLike<number> | number>>): number {
  const lengths = Object.values(inputs).flatMap((input) => (typeof input === 'number' ? [] : [input.length]))
  const length = lengths[0] ?? 1
  if (lengths.every((other) => other === length)) return length
  throw new OgeeError({
    where: 'evaluate',
    problem: 'inputs of different lengths',
    got: Object.entries(inputs)
      .map(([name, input]) => `${name}: ${typeof input === 'number' ? 1 : input.length}`)
      .join(', '),
  })
}

function leaf(
  node: Expr,
  inputs: Readonly<Record<string, ArrayLike<number> | number>>,
  length: number,
): Float64Array {
  if (node.operation === 'constant') return new Float64Array(length).fill(node.value)
  const input = inputs[node.name]
  if (input === undefined)
    throw new OgeeError({
      where: 'evaluate',
      problem: `no number for the variable "${node.name}"`,
      got: `numbers for ${Object.keys(inputs).join(', ') || 'none'}`,
    })
  return typeof input === 'number' ? new Float64Array(length).fill(input) : Float64Array.from(input)
}

function apply(node: Expr, values: ReadonlyMap<Expr, Float64Array>, length: number): Float64Array {
  const row = PRIMITIVES[node.operation as Primitive]
  const [a, b, c] = node.args.map((arg) => values.get(arg) as Float64Array)
  const out = new Float64Array(length)
  for (let i = 0; i < length; i++) {
    out[i] = row.evaluate(a?.[i] as number, b?.[i] as number, c?.[i] as number)
  }
  return out
}
