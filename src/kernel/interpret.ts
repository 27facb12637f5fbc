/**
 * The meaning of a kernel: every loop run as written, one number at a time, in float64 over one plain array
 * per buffer. It is slow, and it is the definition: every target is tested against it.
 */

import { type Expr, evaluate, variablesOf } from '../expr/index.ts'
import { type Access, FOLDED, type Fold, type Kernel, type Program } from './kernel.ts'

/** One array per buffer of the program, in its order; row numbers are held as numbers too. */
export type Arrays = readonly (number[] | Float64Array)[]

/** Runs the kernels of an entry in order. */
export function interpret(program: Program, entry: string, arrays: Arrays): void {
  for (const number of program.entries[entry] ?? []) {
    const kernel = program.kernels[number]
    if (kernel) interpretKernel(kernel, arrays)
  }
}

/** All values of a point are computed before any of them is stored. */
export function interpretKernel(kernel: Kernel, arrays: Arrays): void {
  const { axes, fold, stores } = kernel
  const outputs = axes.length - (fold?.axes ?? 0)
  for (const outer of pointsOf(axes.slice(0, outputs).map(({ extent }) => extent))) {
    const folded = fold && interpretFold(kernel, fold, outer, arrays)
    const values = stores.map(({ value }) => evaluateAt(value, kernel, outer, arrays, folded))
    stores.forEach(({ access, accumulate }, i) => {
      const at = addressOf(access, outer, arrays)
      const before = accumulate ? readAt(access.buffer, at, arrays) : 0
      const array = arrays[access.buffer] as number[]
      array[at] = accumulate ? before + (values[i] as number) : (values[i] as number)
    })
  }
}

function interpretFold(kernel: Kernel, fold: Fold, outer: readonly number[], arrays: Arrays): number {
  const { combine, initial, body } = fold
  const neutral = combine === 'sum' ? 0 : -Infinity
  let folded = initial ? evaluateAt(initial, kernel, outer, arrays) : neutral
  for (const inner of pointsOf(kernel.axes.slice(-fold.axes).map(({ extent }) => extent))) {
    const value = evaluateAt(body, kernel, [...outer, ...inner], arrays)
    folded = combine === 'sum' ? folded + value : Math.max(folded, value)
  }
  return folded
}

/** The indices of a loop nest in loop order. */
function* pointsOf(extents: readonly number[]): Generator<number[]> {
  const point = extents.map(() => 0)
  if (extents.some((extent) => extent === 0)) return
  for (;;) {
    yield [...point]
    let axis = extents.length - 1
    while (axis >= 0 && (point[axis] as number) + 1 === extents[axis]) point[axis--] = 0
    if (axis < 0) return
    point[axis] = (point[axis] as number) + 1
  }
}

/** Where an access lies at a point; a point of outer indices alone stands at the start of the inner loops. */
function addressOf(access: Access, point: readonly number[], arrays: Arrays): number {
  const { offset, strides, lookup } = access
  const own = point.reduce((sum, index, axis) => sum + index * (strides[axis] as number), offset)
  if (!lookup) return own
  const index = readAt(lookup.indices.buffer, addressOf(lookup.indices, point, arrays), arrays)
  return own + Math.floor(index) * lookup.stride
}

function readAt(buffer: number, at: number, arrays: Arrays): number {
  const value = arrays[buffer]?.[at]
  if (value === undefined) throw new RangeError(`element ${at} lies outside of buffer ${buffer}`)
  return value
}

function evaluateAt(
  expr: Expr,
  { loads }: Kernel,
  point: readonly number[],
  arrays: Arrays,
  folded?: number,
): number {
  const inputs: Record<string, number> = {}
  const names = variablesOf(expr)
  for (const { name, access } of loads)
    if (names.has(name)) inputs[name] = readAt(access.buffer, addressOf(access, point, arrays), arrays)
  if (folded !== undefined) inputs[FOLDED] = folded
  return evaluate(expr, inputs)
}
