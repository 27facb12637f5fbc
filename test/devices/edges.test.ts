/**
 * Core primitives at the edges of float32, as variables and against constants on either side, in vectors and
 * one by one. Oracle: the rows of `expr/primitives.ts` in float64, rounded once to float32.
 */

import { describe, expect, it } from 'vitest'
import { apply, type CorePrimitive, constant, type Expr, PRIMITIVES, variable } from '../../src/expr/index.ts'
import { wasmImplementations } from './implementations.ts'
import { access, axesOf, programOf } from './scenario.ts'

const EDGES = [0, -0, 1, -1.5, 2.5, 2 ** -149, -(2 ** 127), Infinity, -Infinity, Number.NaN]
const [x, y] = [variable('x'), variable('y')]

const UNARY: readonly CorePrimitive[] = ['neg', 'abs', 'sqrt', 'floor', 'nearest']
const BINARY: readonly CorePrimitive[] = ['add', 'sub', 'mul', 'div', 'min', 'max', 'copySign']
const COMPARISONS: readonly CorePrimitive[] = ['lt', 'le', 'eq']

/** Every pair of edges; a count that leaves numbers over beside the vectors. */
const pairs = [...EDGES.flatMap((a) => EDGES.map((b) => [a, b] as const)), [3, 4] as const]

/** f(x, y), and f with each edge as a constant on the left and on the right. */
function formsOf(f: (a: Expr, b: Expr) => Expr): Expr[] {
  return [f(x, y), ...EDGES.flatMap((edge) => [f(constant(edge), y), f(x, constant(edge))])]
}

/** The same in float64: both roundings of one operation to float32 are one. */
function wideForms(f: (a: Expr, b: Expr) => Expr): Expr[] {
  return formsOf((a, b) => apply('narrow', f(apply('widen', a), apply('widen', b))))
}

const cases: readonly (readonly [name: string, exprs: readonly Expr[]])[] = [
  ...UNARY.map((name) => [name, [apply(name, x)]] as const),
  ...UNARY.map((name) => [`wide ${name}`, [apply('narrow', apply(name, apply('widen', x)))]] as const),
  ...BINARY.map((name) => [name, formsOf((a, b) => apply(name, a, b))] as const),
  ...BINARY.map((name) => [`wide ${name}`, wideForms((a, b) => apply(name, a, b))] as const),
  ...COMPARISONS.map((name) => [name, formsOf((a, b) => apply('select', apply(name, a, b), 1, x))] as const),
  ...COMPARISONS.map(
    (name) => [`wide ${name}`, wideForms((a, b) => apply('select', apply(name, a, b), 1, a))] as const,
  ),
]

function valueAt(expr: Expr, a: number, b: number): number {
  if (expr.operation === 'constant') return expr.value
  if (expr.operation === 'variable') return expr.name === 'x' ? a : b
  const [p = 0, q = 0, r = 0] = expr.args.map((arg) => valueAt(arg, a, b))
  return Math.fround(PRIMITIVES[expr.operation].evaluate(p, q, r))
}

describe.each(wasmImplementations)('the device $name', ({ device }) => {
  it.each(cases)('gives %s its value at the edges of float32', (name, exprs) => {
    const operands = [
      { name: 'x', data: pairs.map(([a]) => a) },
      { name: 'y', data: pairs.map(([, b]) => b) },
      ...exprs.map((_, i) => ({ name: `out${i}`, data: pairs.map(() => 7) })),
    ]
    const kernel = {
      name,
      axes: axesOf({ element: pairs.length }),
      loads: [x, y].map((load, i) => ({ name: load.name, access: access(i, [1]) })),
      stores: exprs.map((value, i) => ({ access: access(2 + i, [1]), value })),
    }
    const executable = device.load(programOf({ name, operands, kernels: [kernel] }))
    for (const { name: buffer, data } of operands) executable.write(buffer, data)
    executable.run('main')
    const got = exprs.map((_, i) => Array.from(executable.view(`out${i}`)))
    expect(got).toEqual(exprs.map((expr) => pairs.map(([a, b]) => valueAt(expr, a, b))))
  })
})
