/**
 * Random graphs: a pool of leaves, and steps that each combine nodes of the pool into a further one where
 * their shapes allow it. Contractions are scaled by what they sum, so that numbers stay near 1.
 */

import fc from 'fast-check'
import { Random, type Shape, sizeOf } from '../../src/base/index.ts'
import { apply, type Expr } from '../../src/expr/expr.ts'
import {
  argument,
  concat,
  contract,
  elementwise,
  flip,
  input,
  lookup,
  maximum,
  merge,
  NO_PADDING,
  type Node,
  overlap,
  pad,
  scatter,
  slice,
  split,
  windows,
} from '../../src/graph/index.ts'

export interface RandomGraph {
  /** Scalar; depends on every step. */
  readonly loss: Node
  /** All that the steps made. */
  readonly nodes: readonly Node[]
  /** Those with a gradient. */
  readonly leaves: readonly Node[]
  /** Row-major, by name. */
  readonly data: Readonly<Record<string, Float64Array>>
}

interface Step {
  readonly kind: number
  readonly a: number
  readonly b: number
  readonly detail: number
}

/** Shapes of leaves that belong to no batch. */
const HELD: Readonly<Record<string, Shape>> = {
  weight: [4, 3],
  square: [3, 3],
  bias: [3],
  row: [1, 9],
  scale: [],
  cube: [2, 3, 9],
  taps: [2, 3],
}

/** Rows that the numbers of `rows` may name: no table of the pool has fewer where it is looked up. */
const ROWS = 3

const [p, q] = [argument(0), argument(1)]

/** Smooth functions, so that a difference quotient has a limit. */
const UNARY: readonly Expr[] = [
  apply('tanh', p),
  apply('sigmoid', p),
  apply('softplus', p),
  apply('gaussian', p),
  apply('normalCdf', p).mul(p),
  p.mul(p).mul(0.5).sub(1),
  p.neg(),
]

const BINARY: readonly Expr[] = [
  p.add(q),
  p.sub(q),
  p.mul(q),
  p.div(q.mul(q).add(1)),
  apply('sigmoid', p).mul(q),
  apply('tanh', p.add(q)),
]

const PRODUCTS = [
  'bi,oi->bo',
  'ij,jk->ik',
  'bo,bi->oi',
  'ij,j->i',
  'ij,i->ij',
  'ij,ij->j',
  'ij,ij->',
  'i,j->ij',
  'i,i->',
  ',ij->ji',
  'ij,i_->_j',
]

const SUMS = ['ij->ji', 'ij->i', 'ij->i_', 'ij->_j', 'ij->', 'ij->j', 'i->', 'i->i_', 'i_->i', 'ijk->kj']

/** What a random graph is grown from; small to print when a property fails. */
export interface Seedling {
  readonly batch: number
  readonly seed: number
  readonly steps: readonly Step[]
}

/** Batches that fill panels of 8 rows, and some that do not. */
export const seedling: fc.Arbitrary<Seedling> = fc.record({
  batch: fc.constantFrom(8, 16, 5, 1),
  seed: fc.nat(1000),
  steps: fc.array(fc.record({ kind: fc.nat(18), a: fc.nat(99), b: fc.nat(99), detail: fc.nat(99) }), {
    minLength: 2,
    maxLength: 9,
  }),
})

/** Leaves without rows of a batch are what `hold` makes of them: inputs unless it makes them states. */
export function grow(
  { batch, seed, steps }: Seedling,
  hold: (name: string, shape: Shape) => Node = input,
): RandomGraph {
  const batched = { batched: true }
  const leaves = [
    input('x', [batch, 3], batched),
    input('wide', [batch, 9], batched),
    input('perRow', [batch], batched),
    ...Object.entries(HELD).map(([name, shape]) => hold(name, shape)),
  ]
  const rows = input('rows', [batch], { ...batched, type: 'i32' })
  const random = Random.seed(seed)
  const data = Object.fromEntries(
    leaves.map((leaf, i) => [nameOf(leaf), spread(random.fork(i), sizeOf(leaf.shape))]),
  )
  data.rows = Float64Array.from({ length: batch }, (_, i) => random.integer(i, ROWS))
  const pool = [...leaves]
  for (const step of steps) pool.push(...made(step, pool, rows))
  const nodes = pool.slice(leaves.length)
  return { loss: total(nodes, leaves), nodes, leaves, data }
}

/**
 * Numbers from −2 to about 2 in random order, none near another nor near another's negative: a maximum has a
 * gradient unless it is a near tie.
 */
function spread(random: Random, count: number): Float64Array {
  return Float64Array.from(random.permutation(count), (rank) => {
    const part = (rank + 0.5) / count
    return 4 * part - 2 + 0.3 * part * part
  })
}

export function nameOf(leaf: Node): string {
  if (leaf.op === 'state') return leaf.attributes.state.name
  return leaf.op === 'input' ? leaf.attributes.name : ''
}

function pick<T>(list: readonly T[], number: number): T {
  return list[number % list.length] as T
}

/** What a step adds: nothing where no node of the pool fits. */
function made({ kind, a, b, detail }: Step, pool: readonly Node[], rows: Node): Node[] {
  const x = pick(pool.toReversed(), a)
  const y = pick(pool, b)
  if (kind < 3) return [elementwise(pick(UNARY, detail), [x])]
  if (kind < 6) return broadcasts(x.shape, y.shape) ? [elementwise(pick(BINARY, detail), [x, y])] : []
  if (kind < 8) return products(x, pool, detail)
  if (kind < 10) return sums(x, detail)
  if (kind >= 14) return x.shape.length > 0 ? moves(x, pool, kind, b, detail) : []
  if (kind === 10) {
    const axis = detail % x.shape.length
    return x.shape.length > 0 ? [maximum(x, b % 2 === 0 ? axis : [axis, b % x.shape.length])] : []
  }
  if (kind === 11) {
    const axis = b % Math.max(1, x.shape.length)
    const extent = x.shape[axis] ?? 0
    const step = 1 + (detail % 2)
    const part = 1 + (b % Math.max(1, Math.floor(extent / step)))
    return extent > 1 ? [slice(x, detail % (extent - (part - 1) * step), part, { axis, step })] : []
  }
  if (kind === 12) {
    const fits = pool.filter(({ shape }) => shape.length > 0 && sameLeading(shape, x.shape))
    return fits.length > 1 ? [concat([x, pick(fits, b), pick(fits, detail)])] : []
  }
  const isPerRow = x.shape.length > 0 && x.shape[0] === rows.shape[0]
  if (isPerRow && detail % 2 === 0) return [scatter(rows, x, 4)]
  return (x.shape[0] ?? 0) >= ROWS ? [lookup(x, rows)] : []
}

/** What moves numbers along an axis; the windows of some are multiplied with taps. */
function moves(x: Node, pool: readonly Node[], kind: number, b: number, detail: number): Node[] {
  const axis = b % x.shape.length
  const extent = x.shape[axis] as number
  const options = { stride: 1 + (detail % 2), dilation: 1 + (b % 2) }
  const size = 1 + (detail % 3)
  if (kind === 14) {
    if (detail % 2 === 0) return axis + 1 < x.shape.length ? [merge(x, axis)] : []
    return extent % 3 === 0 ? [split(x, detail % 4 === 1 ? 3 : extent / 3, axis)] : []
  }
  if (kind === 15) {
    const padding = { low: detail % 3, high: b % 2, interior: detail % 2 }
    return extent < 12 ? [pad(x, x.shape.map(() => NO_PADDING).with(axis, padding))] : []
  }
  if (kind === 16) {
    if (detail % 2 === 0) return [flip(x, axis)]
    const [count = 0, within = 0] = x.shape.slice(axis, axis + 2)
    const reach = (count - 1) * options.stride + (within - 1) * options.dilation + 1
    return within > 0 ? [overlap(x, axis, reach + (b % 3), options)] : []
  }
  const room = extent - (size - 1) * options.dilation
  if (room < 1 || x.shape.length > 4) return []
  const taken = windows(x, axis, size, options)
  if (kind === 17 || size === 1) return [taken]
  const labels = taken.shape.map((_, i) => String.fromCharCode(97 + i))
  const output = labels.toSpliced(axis + 1, 1, 'z').join('')
  const taps = slice(pool.find((node) => nameOf(node) === 'taps') as Node, 0, size)
  const convolved = contract(`${labels.join('')},z${labels[axis + 1]}->${output}`, taken, taps)
  return [elementwise(p.div(size), [convolved])]
}

function products(x: Node, pool: readonly Node[], detail: number): Node[] {
  const all = PRODUCTS.flatMap((subscripts) => pool.flatMap((y) => attempt(subscripts, x, y)))
  return all.length > 0 ? [pick(all, detail * 31)] : []
}

function sums(x: Node, detail: number): Node[] {
  const all = SUMS.flatMap((subscripts) => attempt(subscripts, x))
  return all.length > 0 ? [pick(all, detail)] : []
}

/** The scaled contraction, where the operands have the axes it asks for. */
function attempt(subscripts: string, ...operands: readonly Node[]): Node[] {
  const extents = new Map<string, number>()
  const fits = (subscripts.split('->')[0] as string).split(',').every((labels, i) => {
    const { shape } = operands[i] as Node
    return labels.length === shape.length && [...labels].every((label, axis) => agrees(label, shape[axis]))
  })
  if (!fits) return []
  const made = contract(subscripts, ...operands)
  const summed = [...extents.values()].reduce((a, b) => a * b, 1) / sizeOf(made.shape)
  return [elementwise(p.div(Math.max(1, summed)), [made])]

  function agrees(label: string, extent = 0): boolean {
    if (label === '_') return extent === 1
    const known = extents.get(label) ?? extent
    extents.set(label, known)
    return known === extent
  }
}

function broadcasts(a: Shape, b: Shape): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const aligned = long.slice(long.length - short.length)
  return short.every((extent, i) => extent === aligned[i] || extent === 1 || aligned[i] === 1)
}

function sameLeading(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, i) => i === a.length - 1 || extent === b[i])
}

/** The sum of the means of all nodes, squashed each in another way, so that every node counts. */
function total(nodes: readonly Node[], leaves: readonly Node[]): Node {
  const parts = [...nodes, ...leaves].map((node, i) => {
    const squashed = elementwise(apply('tanh', p.mul(0.5).add(0.1 * i)), [node])
    const labels = node.shape.map((_, axis) => String.fromCharCode(97 + axis)).join('')
    return elementwise(p.div(sizeOf(node.shape)), [contract(`${labels}->`, squashed)])
  })
  return parts.reduce((a, b) => elementwise(p.add(q), [a, b]))
}
