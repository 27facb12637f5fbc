/** Constructors of nodes. Each holds its operation's shape rule, so a wrong shape fails where it is built. */

import {
  broadcastShapes,
  checkShape,
  formatShape,
  normalizeAxis,
  OgeeError,
  type Shape,
  sameShape,
  sizeOf,
} from '../base/index.ts'
import { type Expr, variable } from '../expr/expr.ts'
import { simplify } from '../expr/simplify.ts'
import { substitute, variablesOf } from '../expr/substitute.ts'
import type { Attributes, Node, State } from './node.ts'
import { labelExtents, parseSubscripts } from './subscripts.ts'

const known: Expr[] = []

/** The variable that stands for an elementwise node's i-th input. */
export function argument(i: number): Expr {
  known[i] ??= variable(`in${i}`)
  return known[i]
}

/** Numbers the host writes before a run; batched ones have the rows of a batch along their first axis. */
export function input(name: string, shape: Shape, options: Partial<Attributes['input']> = {}): Node {
  checkFilled(`input ${name}`, options.external && shape[0] === 0 ? shape.slice(1) : shape)
  const attributes = { name, type: 'f32', batched: false, external: false, ...options } as const
  return { op: 'input', inputs: [], attributes, shape }
}

export function stateNode(state: State): Node {
  checkFilled(`state ${state.name}`, state.shape)
  return { op: 'state', inputs: [], attributes: { state }, shape: state.shape }
}

/** Fixed numbers, row-major. */
export function constantNode(data: ArrayLike<number>, shape: Shape): Node {
  checkFilled('constant', shape)
  if (data.length !== sizeOf(shape))
    throw new OgeeError({
      where: 'constant',
      problem: 'the numbers do not fill the shape',
      expected: `${sizeOf(shape)} numbers for ${formatShape(shape)}`,
      got: `${data.length}`,
    })
  return { op: 'constant', inputs: [], attributes: { data }, shape }
}

/**
 * `expr` over `argument(0)`, `argument(1)`, …, at each element of the inputs' common shape (or of `shape`,
 * which they must broadcast to). Inputs that hold one number everywhere become part of the expression; those
 * that the simplified expression does not use are left out. `exact` is explained in `Attributes`.
 */
export function elementwise(expr: Expr, spread: readonly Node[], shape?: Shape, exact = false): Node {
  const inputs = spread.map(unspread)
  checkNumbers('elementwise', inputs)
  checkFilled('elementwise', shape ?? [])
  const common = spread.reduce<Shape>((s, node) => broadcastShapes('elementwise', s, node.shape), shape ?? [])
  if (shape && !sameShape(common, shape))
    throw new OgeeError({
      where: 'elementwise',
      problem: 'inputs do not broadcast to the shape asked for',
      expected: formatShape(shape),
      got: inputs.map((node) => formatShape(node.shape)).join(' and '),
    })
  const simple = simplify(substitute(expr, fillsOf(inputs)))
  const used = variablesOf(simple)
  checkArguments(used, inputs)
  const unique = [...new Set(inputs.filter((_, i) => used.has(argument(i).name)))]
  const body = unique.length === inputs.length ? simple : renumbered(simple, inputs, unique)
  const only = unique[0]
  if (unique.length === 1 && only && body === argument(0) && sameShape(only.shape, common)) return only
  return { op: 'elementwise', inputs: unique, attributes: { expr: body, exact }, shape: common }
}

/** What a node spreads over a larger shape, if that is all it does: whoever reads it does so as well. */
function unspread(node: Node): Node {
  const isSpread = node.op === 'elementwise' && node.attributes.expr === argument(0)
  return isSpread ? (node.inputs[0] as Node) : node
}

/** A sum of products: `contract('bi,oi->bo', x, weight)`. Throws when extents of one label differ. */
export function contract(subscripts: string, ...operands: readonly Node[]): Node {
  checkNumbers('contract', operands)
  const parsed = parseSubscripts(subscripts)
  const extents = labelExtents(
    parsed,
    operands.map((operand) => operand.shape),
  )
  const only = operands[0]
  if (operands.length === 1 && only && parsed.operands[0] === parsed.output) return only
  const shape = [...parsed.output].map((label) => extents.get(label) as number)
  const fill = operands.length === 1 && only ? fillOf(only) : undefined
  if (fill) return elementwise(fill.mul(countOf(parsed.summed, extents)), [], shape)
  return { op: 'contract', inputs: operands, attributes: { subscripts }, shape }
}

/** The numbers that fill inputs, by the variables that stand for them. */
function fillsOf(inputs: readonly Node[]): Map<string, Expr> {
  const fills = new Map<string, Expr>()
  inputs.forEach((node, i) => {
    const fill = fillOf(node)
    if (fill) fills.set(argument(i).name, fill)
  })
  return fills
}

/** An expression over `inputs` as the same over those that are left of them. */
function renumbered(expr: Expr, inputs: readonly Node[], left: readonly Node[]): Expr {
  const places = new Map<string, Expr>()
  inputs.forEach((node, i) => {
    const place = left.indexOf(node)
    if (place >= 0) places.set(argument(i).name, argument(place))
  })
  return substitute(expr, places)
}

/** The number that fills a node, if that is all there is to it. */
function fillOf(node: Node): Expr | undefined {
  return node.op === 'elementwise' && node.inputs.length === 0 ? node.attributes.expr : undefined
}

function countOf(labels: string, extents: ReadonlyMap<string, number>): number {
  return [...labels].reduce((count, label) => count * (extents.get(label) as number), 1)
}

/** The greatest element along one axis or several, which stay with extent 1; NaN where there is one. */
export function maximum(x: Node, axis: number | readonly number[]): Node {
  checkNumbers('maximum', [x])
  const asked = typeof axis === 'number' ? [axis] : axis
  const axes = [...new Set(asked.map((each) => normalizeAxis('maximum', each, x.shape.length)))].sort(
    (a, b) => a - b,
  )
  return {
    op: 'maximum',
    inputs: [x],
    attributes: { axes },
    shape: x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent)),
  }
}

/**
 * Rows of `table` [rows, …] by `indices` [n]: [n, …]. Indices are truncated to whole numbers; they must lie in
 * the table, which no run checks.
 */
export function lookup(table: Node, indices: Node): Node {
  if (indices.shape.length !== 1 || table.shape.length === 0)
    throw new OgeeError({
      where: 'lookup',
      problem: 'a table and a list of row numbers are needed',
      expected: '[rows, …] and [n]',
      got: `${formatShape(table.shape)} and ${formatShape(indices.shape)}`,
    })
  if (table.op === 'input' && table.attributes.type === 'i32') checkNumbers('lookup', [table])
  return {
    op: 'lookup',
    inputs: [table, indices],
    attributes: {},
    shape: [indices.shape[0] as number, ...table.shape.slice(1)],
  }
}

/** The rows of `x` [n, …] added up in a table of `rows` rows, each in the row that `indices` [n] names. */
export function scatter(indices: Node, x: Node, rows: number): Node {
  checkNumbers('scatter', [x])
  checkFilled('scatter', [rows])
  if (indices.shape.length !== 1 || x.shape[0] !== indices.shape[0])
    throw new OgeeError({
      where: 'scatter',
      problem: 'one row number per row is needed',
      expected: '[n] and [n, …]',
      got: `${formatShape(indices.shape)} and ${formatShape(x.shape)}`,
    })
  return { op: 'scatter', inputs: [indices, x], attributes: { rows }, shape: [rows, ...x.shape.slice(1)] }
}

/** Operands side by side along the last axis; their other extents must agree. */
export function concat(parts: readonly Node[]): Node {
  const [first, ...others] = parts
  if (!first) throw new OgeeError({ where: 'concat', problem: 'nothing to put together' })
  checkNumbers('concat', parts)
  if (others.length === 0) return first
  const leading = first.shape.slice(0, -1)
  const fits = (node: Node) => node.shape.length > 0 && sameShape(node.shape.slice(0, -1), leading)
  if (!parts.every(fits))
    throw new OgeeError({
      where: 'concat',
      problem: 'extents before the last axis differ',
      got: parts.map((node) => formatShape(node.shape)).join(' and '),
    })
  const width = parts.reduce((sum, node) => sum + (node.shape.at(-1) as number), 0)
  return { op: 'concat', inputs: parts, attributes: {}, shape: [...leading, width] }
}

/** [… , n, …] → [… , n / size, size, …]: neighbours along `axis` get an axis of their own. */
export function split(x: Node, size: number, axis = -1): Node {
  checkNumbers('split', [x])
  const at = normalizeAxis('split', axis, x.shape.length)
  const extent = x.shape[at] as number
  if (!Number.isInteger(size) || size < 1 || extent % size !== 0)
    throw new OgeeError({
      where: 'split',
      problem: 'the axis does not divide into groups of one size',
      expected: `a divisor of extent ${extent} of ${formatShape(x.shape)}`,
      got: `${size}`,
    })
  const shape = x.shape.toSpliced(at, 1, extent / size, size)
  return { op: 'split', inputs: [x], attributes: { axis: at, size }, shape }
}

/** [… , groups, size, …] → [… , groups · size, …]: `axis`, the last but one by default, and the next as one. */
export function merge(x: Node, axis = -2): Node {
  checkNumbers('merge', [x])
  const at = axis < 0 ? axis + x.shape.length : axis
  const [groups, size] = x.shape.slice(at, at + 2)
  if (at < 0 || groups === undefined || size === undefined)
    throw new OgeeError({
      where: 'merge',
      problem: 'an axis and a next one are needed',
      expected: '[…, groups, size, …]',
      got: `axis ${axis} of ${formatShape(x.shape)}`,
    })
  const shape = x.shape.toSpliced(at, 2, groups * size)
  return { op: 'merge', inputs: [x], attributes: { axis: at }, shape }
}

/** The same numbers, through which no gradient flows. */
export function detach(x: Node): Node {
  checkNumbers('detach', [x])
  return { op: 'detach', inputs: [x], attributes: {}, shape: x.shape }
}

/** Loops run at least once: there are no tensors without elements. */
function checkFilled(where: string, shape: Shape): void {
  checkShape(where, shape)
  if (!shape.includes(0)) return
  throw new OgeeError({
    where,
    problem: 'a tensor without elements',
    expected: 'extents of at least 1',
    got: formatShape(shape),
  })
}

/** Row numbers and bound tables are not numbers to reckon with: lookups alone read them. */
export function checkNumbers(where: string, operands: readonly Node[]): void {
  for (const { op, attributes, shape } of operands)
    if (op === 'input' && (attributes.external || attributes.type === 'i32'))
      throw new OgeeError({
        where,
        problem: `input ${attributes.name} can only be looked up`,
        expected: 'f32 numbers in the memory of the program',
        got: `${attributes.external ? 'bound ' : ''}${attributes.type} ${formatShape(shape)}`,
      })
}

function checkArguments(used: ReadonlySet<string>, inputs: readonly Node[]): void {
  const known = new Set(inputs.map((_, i) => argument(i).name))
  const unknown = [...used].filter((name) => !known.has(name))
  if (unknown.length === 0) return
  throw new OgeeError({
    where: 'elementwise',
    problem: `no input for ${unknown.join(', ')}`,
    expected: `variables among ${[...known].join(', ') || 'none'}`,
    got: inputs.map(({ shape }) => formatShape(shape)).join(' and ') || 'no inputs',
  })
}
