/**
 * Measures an activation at all bit patterns of a range: a few nanoseconds each, for there are 2³². The definition
 * is compiled to one function, which sends on only what is not correctly rounded.
 */

import { loadBlock } from '../../src/activations/evaluate.ts'
import type { Activation } from '../../src/activations/index.ts'
import { wasmDevice } from '../../src/devices/wasm.ts'
import { PRIMITIVES } from '../../src/expr/index.ts'
import { spellExpressions } from '../../src/targets/js/expression.ts'
import { type Both, nothing } from './measure.ts'
import { measureOne } from './rule.ts'

/** Calls `differs(which, x, value, truth)` where a result is not the truth rounded. */
type Compare = (
  xs: Float32Array,
  values: Float32Array,
  derivatives: Float32Array,
  differs: (which: number, x: number, value: number, truth: number) => void,
) => void

function comparerOf({ expression, derivative }: Activation): Compare {
  const { statements, results } = spellExpressions([expression, derivative], 'v', () => 'x')
  const compare = `return (xs, values, derivatives, differs) => {
    for (let i = 0; i < xs.length; i++) {
      const x = xs[i]
      ${statements.join('\n')}
      const truth = ${results[0]}, slope = ${results[1]}
      if (values[i] !== Math.fround(truth)) differs(0, x, values[i], truth)
      if (derivatives[i] !== Math.fround(slope)) differs(1, x, derivatives[i], slope)
    }
  }`
  return new Function('primitives', compare)(PRIMITIVES)
}

/** `first` and `count` are multiples of a block. */
export function exhaust(activation: Activation, first: number, count: number): Both {
  const { expression, derivative } = activation
  const executable = loadBlock(wasmDevice(), expression, derivative)
  const [xs, values, derivatives] = ['x', 'value', 'derivative'].map((name) => executable.view(name)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const patterns = new Uint32Array(xs.buffer, xs.byteOffset, xs.length)
  const compare = comparerOf(activation)
  const found = nothing()
  const exprs = [expression, derivative] as const
  const differs = (which: number, x: number, value: number, truth: number) =>
    measureOne(found[which as 0 | 1], exprs[which as 0 | 1], x, value, truth)
  for (let start = first; start < first + count; start += patterns.length) {
    for (let i = 0; i < patterns.length; i++) patterns[i] = start + i
    executable.run('main')
    compare(xs, values, derivatives, differs)
  }
  return found
}
