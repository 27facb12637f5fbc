/**
 * How many outputs of a fold are computed at a time. Each has an accumulator in a register for the whole
 * fold; what several of them read is read once. The choice is the cheapest one that fits the registers, by a
 * model of a core that starts two multiply-adds and two loads a cycle and finishes a multiply-add in four.
 */

import { descend, isWide, variablesOf } from '../../expr/index.ts'
import type { Access, Axis, Fold, Kernel } from '../../kernel/kernel.ts'
import { movesAlong, vectorForm } from './access.ts'
import type { Features } from './code/features.ts'
import { LANES } from './code/pool.ts'
import { countOutputs } from './collapse.ts'
import { turnedAxis } from './vectorize.ts'

/** Vector registers of x86-64 that V8 hands out; one more it keeps for itself. */
const REGISTERS = 15
const MOST_ROWS = 6
const MOST_VECTORS = 2
const MAP_VECTORS = 4
/** Of maps in float64, each vector of which is two. */
const WIDE_MAP_VECTORS = 3
/** Shorter maps are not worth long code: it is emitted and compiled before the first step. */
const MAP_ROUNDS = 4
/** Of maps that turn them, four times over. */
const TURNED_VECTORS = 2
const LATENCY = 4
const PER_CYCLE = 2
/** What decides between tiles that are equally fast on paper: the one that reads less, then the simpler. */
const READ_PENALTY = 0.01

export interface Tile {
  /** The largest number of indices (of vectors, along the vector axis) at a time, for each axis. */
  readonly copies: readonly number[]
  /** Axes with more than one copy, from the slowest to the quickest in the order of instructions. */
  readonly order: readonly number[]
  /** The axis along which four vectors at a time are turned before they are written. */
  readonly turned?: number | undefined
}

/** Whole parts of at most `most`, as even as can be: 10 by 6 is 5 + 5, 64 by 6 is nine of 6 and two of 5. */
export function balance(extent: number, most: number): { count: number; width: number }[] {
  const parts = Math.ceil(extent / most)
  const wide = Math.ceil(extent / parts)
  const ofWide = extent - parts * (wide - 1)
  const narrow = { count: parts - ofWide, width: wide - 1 }
  return [{ count: ofWide, width: wide }, ...(narrow.count > 0 ? [narrow] : [])]
}

/**
 * The tile of a kernel without a fold: several vectors, so that the work of one hides the others' waits; where
 * vectors are turned, four along that axis.
 */
export function mapTile(kernel: Kernel, vectorAxis: number | undefined): Tile {
  const { axes, stores } = kernel
  const turned = stores
    .map(({ access }) => turnedAxis(kernel, access, vectorAxis))
    .find((axis) => axis !== undefined)
  const most = descend(stores.map(({ value }) => value)).some(isWide) ? WIDE_MAP_VECTORS : MAP_VECTORS
  const points = product(axes.map(({ extent }) => extent))
  const vectors = Math.max(1, Math.min(most, Math.floor(points / LANES / MAP_ROUNDS)))
  const along = turned === undefined ? vectors : Math.min(vectors, TURNED_VECTORS)
  const copies = axes.map(({ extent }, axis) => {
    if (axis === turned) return LANES
    return axis === vectorAxis ? Math.min(along, Math.floor(extent / LANES)) : 1
  })
  return { copies, order: [vectorAxis, turned].filter((axis) => axis !== undefined), turned }
}

export function planTile(
  kernel: Kernel,
  fold: Fold,
  vectorAxis: number | undefined,
  features: Features,
): Tile {
  const model = modelOf(kernel, fold, vectorAxis, features)
  let best: Tile = { copies: kernel.axes.map(() => 1), order: [] }
  let lowest = costOf(best.copies, model)
  for (const copies of candidates(kernel, vectorAxis)) {
    if (product(copies) >= REGISTERS) continue
    const cost = costOf(copies, model)
    if (cost > lowest - 1e-9) continue
    const order = permutations(moreThanOne(copies)).find(
      (each) => registersOf({ copies, order: each }, model) <= REGISTERS,
    )
    if (order) [best, lowest] = [{ copies, order }, cost]
  }
  return best
}

/** What of a kernel decides on its tile. */
interface Model {
  readonly extents: readonly number[]
  /** The axes each load of the fold moves along, and how many loads it takes. */
  readonly loads: readonly { readonly along: ReadonlySet<number>; readonly cost: number }[]
  /** Registers for intermediate results. */
  readonly temporaries: number
}

function modelOf(
  { axes, loads }: Kernel,
  { body, combine }: Fold,
  vectorAxis: number | undefined,
  { relaxed }: Features,
): Model {
  const names = variablesOf(body)
  const operations = descend([body]).filter(({ args }) => args.length > 0).length
  const isFused = relaxed && vectorAxis !== undefined && combine === 'sum' && body.operation === 'mul'
  const costOfLoad = (access: Access) =>
    vectorAxis !== undefined && vectorForm(access, vectorAxis) === 'lanes' ? LANES : 1
  return {
    extents: axes.map(({ extent }, axis) => (axis === vectorAxis ? Math.floor(extent / LANES) : extent)),
    loads: loads
      .filter(({ name }) => names.has(name))
      .map(({ access }) => ({
        along: new Set(axes.keys().filter((axis) => movesAlong(access, axis))),
        cost: costOfLoad(access),
      })),
    temporaries: operations - (isFused ? 1 : 0),
  }
}

/** Up to two output axes with rows, and the vector axis with vectors. */
function* candidates(kernel: Kernel, vectorAxis: number | undefined): Generator<number[]> {
  const rows = [...Array(countOutputs(kernel)).keys()]
    .filter((axis) => axis !== vectorAxis)
    .map((axis) => ({ axis, counts: widths((kernel.axes[axis] as Axis).extent) }))
  for (const vectors of vectorCounts(kernel, vectorAxis)) {
    const base = kernel.axes.map((_, axis) => (axis === vectorAxis ? vectors : 1))
    yield base
    for (const { axis, counts } of rows) for (const n of counts) yield base.with(axis, n)
    for (const [i, first] of rows.entries())
      for (const second of rows.slice(i + 1))
        for (const n of first.counts)
          for (const m of second.counts) yield base.with(first.axis, n).with(second.axis, m)
  }
}

function vectorCounts({ axes }: Kernel, vectorAxis: number | undefined): number[] {
  if (vectorAxis === undefined) return [1]
  const { extent } = axes[vectorAxis] as { extent: number }
  const most = Math.min(MOST_VECTORS, Math.floor(extent / LANES))
  return Array.from({ length: most }, (_, i) => most - i)
}

/** The widths above 1 that balanced tiles can have. */
function widths(extent: number): number[] {
  const all = [...Array(Math.min(MOST_ROWS, extent)).keys()].map((n) => balance(extent, n + 1)[0]?.width ?? 1)
  return [...new Set(all)].filter((width) => width > 1)
}

function moreThanOne(copies: readonly number[]): number[] {
  return [...copies.keys()].filter((axis) => (copies[axis] as number) > 1)
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  )
}

/** Accumulators, what is kept from one of them to the next, and intermediate results. */
function registersOf({ copies, order }: Tile, { loads, temporaries }: Model): number {
  const held = loads.reduce((sum, { along }) => {
    const interrupted = order.findIndex((axis) => !along.has(axis))
    const later = interrupted < 0 ? [] : order.slice(interrupted).filter((axis) => along.has(axis))
    return sum + product(later.map((axis) => copies[axis] as number))
  }, 0)
  return product(copies) + held + temporaries
}

/** Cycles per output and step of the fold, over all tiles: the narrower ones count as well. */
function costOf(copies: readonly number[], { extents, loads, temporaries }: Model): number {
  const tiled = moreThanOne(copies)
  let cycles = 0
  let outputs = 0
  const visit = (depth: number, times: number, accumulators: number, reads: readonly number[]): void => {
    const axis = tiled[depth]
    if (axis !== undefined) {
      for (const { count, width } of balance(extents[axis] as number, copies[axis] as number)) {
        const wider = loads.map(({ along }, i) => (reads[i] as number) * (along.has(axis) ? width : 1))
        visit(depth + 1, times * count, accumulators * width, wider)
      }
      return
    }
    const read = reads.reduce((a, b) => a + b, 0)
    const work = (accumulators * Math.max(1, temporaries)) / PER_CYCLE
    cycles += times * (Math.max(LATENCY, work, read / PER_CYCLE) + READ_PENALTY * read)
    outputs += times * accumulators
  }
  visit(
    0,
    1,
    1,
    loads.map(({ cost }) => cost),
  )
  return cycles / outputs
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a * b, 1)
}
