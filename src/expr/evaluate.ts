/**
 * The definition of an expression: its value in float64, operation by operation. At one point, node by node; over arrays,
 * one loop per operation, fast enough for quadrature and plots. Nothing is compiled to code.
 */

import { OgeeError } from '../base/index.ts'
import type { Expr, Primitive } from './expr.ts'
import { PRIMITIVES } from './primitives.ts'
import type { PrimitiveRow } from './row.ts'
import { descend } from './substitute.ts'

/** Arrays of one common length, or single numbers that hold everywhere. */
export type Inputs = Readonly<Record<string, ArrayLike<number> | number>>

/** The value at one point. Throws when a variable has no number. */
export function evaluate(expr: Expr, inputs: Readonly<Record<string, number>>): number {
  const values = new Map<Expr, number>()
  for (const node of descend([expr])) {
    if (node.args.length === 0) values.set(node, leafOf(node, inputs) as number)
    else {
      const [a = 0, b = 0, c = 0] = node.args.map((arg) => values.get(arg) as number)
      values.set(node, PRIMITIVES[node.operation as Primitive].evaluate(a, b, c))
    }
  }
  return values.get(expr) as number
}

/** The values of several expressions at many points; what they share is computed once. */
export function evaluateAll(exprs: readonly Expr[], inputs: Inputs): Float64Array[] {
  return evaluatorOf(exprs)(inputs)
}

/** One operation, on columns of numbers instead of nodes. */
interface Step {
  readonly row: PrimitiveRow
  readonly from: readonly number[]
  readonly to: number
}

/**
 * The same for many calls: the expressions are taken apart once. Each call gives arrays of its own; between operations
 * few columns are written over and over, which stay in the cache and leave nothing to collect.
 */
export function evaluatorOf(exprs: readonly Expr[]): (inputs: Inputs) => Float64Array[] {
  const { leaves, steps, results, count } = planColumns(exprs)
  const given = new Set(results)
  const columns: Float64Array[] = []
  return (inputs) => {
    const length = commonLength(inputs)
    for (let at = 0; at < count; at++)
      if (columns[at]?.length !== length || given.has(at)) columns[at] = new Float64Array(length)
    for (const [node, at] of leaves) fill(columns[at] as Float64Array, node, inputs)
    for (const step of steps) apply(step, columns)
    return results.map((at) => columns[at] as Float64Array)
  }
}

interface Plan {
  readonly leaves: readonly (readonly [node: Expr, at: number])[]
  readonly steps: readonly Step[]
  /** The columns of the expressions: nothing is written over them. */
  readonly results: readonly number[]
  readonly count: number
}

/** Gives every node a column; those of operations that nobody reads any more are given anew. */
function planColumns(exprs: readonly Expr[]): Plan {
  const nodes = descend(exprs)
  const lastReader = new Map(nodes.flatMap((node) => node.args.map((arg) => [arg, node] as const)))
  const columnOf = new Map<Expr, number>()
  const isResult = new Set(exprs)
  const free: number[] = []
  let count = 0
  const steps = nodes.flatMap((node): Step[] => {
    if (node.args.length === 0) {
      columnOf.set(node, count++)
      return []
    }
    const from = node.args.map((arg) => columnOf.get(arg) as number)
    const isReusable = (arg: Expr) =>
      arg.args.length > 0 && lastReader.get(arg) === node && !isResult.has(arg)
    // Each element is read before it is written: an operand's column may be the result's.
    for (const arg of new Set(node.args)) if (isReusable(arg)) free.push(columnOf.get(arg) as number)
    const to = isResult.has(node) ? count++ : (free.pop() ?? count++)
    columnOf.set(node, to)
    return [{ row: PRIMITIVES[node.operation as Primitive], from, to }]
  })
  return {
    leaves: nodes.flatMap((node) => (node.args.length === 0 ? [[node, columnOf.get(node) as number]] : [])),
    steps,
    results: exprs.map((expr) => columnOf.get(expr) as number),
    count,
  }
}

function commonLength(inputs: Inputs): number {
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

function fill(column: Float64Array, leaf: Expr, inputs: Inputs): void {
  const input = leafOf(leaf, inputs)
  if (typeof input === 'number') column.fill(input)
  else column.set(input)
}

function leafOf(leaf: Expr, inputs: Inputs): ArrayLike<number> | number {
  const input = leaf.operation === 'constant' ? leaf.value : inputs[leaf.name]
  if (input !== undefined) return input
  throw new OgeeError({
    where: 'evaluate',
    problem: `no number for the variable "${leaf.name}"`,
    got: `numbers for ${Object.keys(inputs).join(', ') || 'none'}`,
  })
}

/** By arity, because a loop that reads what is not there is twice as slow. */
function apply({ row: { arity, evaluate: value }, from, to }: Step, columns: readonly Float64Array[]): void {
  const [a, b, c] = from.map((at) => columns[at]) as [Float64Array, Float64Array, Float64Array]
  const out = columns[to] as Float64Array
  const { length } = out
  if (arity === 1) for (let i = 0; i < length; i++) out[i] = value(a[i] as number, 0, 0)
  else if (arity === 2) for (let i = 0; i < length; i++) out[i] = value(a[i] as number, b[i] as number, 0)
  else for (let i = 0; i < length; i++) out[i] = value(a[i] as number, b[i] as number, c[i] as number)
}
