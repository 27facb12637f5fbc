/**
 * How many outputs of a fold are computed at a time. Each has an accumulator in a register for the whole
 * fold; what several of them read is read once. The choice is the cheapest one that fits the registers, by a
 * model of a core that starts two multiply-adds and two loads a cycle and finishes a multiply-add in four.
 */

import { descend, variablesOf } from '../../expr/index.ts'
import type { Access, Axis, Fold, Kernel } from '../../kernel/kernel.ts'
import { movesAlong, vectorForm } from './access.ts'
import type { Features } from './code/features.ts'
import { LANES } from './code/pool.ts'
import { countOutputs } from './collapse.ts'
import { type Formula, formulaOf } from './formula/formula.ts'
import { longestChain, meanLive } from './formula/live.ts'
import { turnedAxis } from './vectorize.ts'

/** Vector registers of x86-64 that V8 hands out; one more it keeps for itself. */
const REGISTERS = 15
const MOST_ROWS = 6
const MOST_VECTORS = 2
/** Of the sum of everything, as the gradient of a learned parameter: one addition waits for another, four do not. */
const SUM_VECTORS = 4
/** Vectors of a map at a time: the work of each hides the others' waits. */
const MOST_MAP_VECTORS = 4
/** At least so many; more where many steps wait for each other. */
const [FEWEST, FEWEST_OF_CHAINS, CHAIN] = [2, 3, 36]
/** What they may hold together, on average: as many as there are registers. */
const MAP_REGISTERS = 16
/** Shorter maps are not worth long code: it is emitted and compiled before the first step. */
const MAP_ROUNDS = 4
/** Of maps that turn them, four times over. */
const TURNED_VECTORS = 2
const LATENCY = 4
const PER_CYCLE = 2
/**
 * What decides between tiles that are equally fast on paper: the one that reads less of what the step before has not
 * left in the nearest cache, then the simpler.
 */
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
  const formula = formulaOf(
    stores.map(({ value }) => value),
    2,
  )
  const most = mapVectors(formula)
  const points = product(axes.map(({ extent }) => extent))
  const vectors = Math.max(1, Math.min(most, Math.floor(points / LANES / MAP_ROUNDS)))
  const along = turned === undefined ? vectors : Math.min(vectors, TURNED_VECTORS)
  const copies = axes.map(({ extent }, axis) => {
    if (axis === turned) return LANES
    return axis === vectorAxis ? Math.min(along, Math.floor(extent / LANES)) : 1
  })
  return { copies, order: [vectorAxis, turned].filter((axis) => axis !== undefined), turned }
}

function mapVectors(formula: Formula): number {
  const fewest = longestChain(formula) < CHAIN ? FEWEST : FEWEST_OF_CHAINS
  const fitting = Math.floor(MAP_REGISTERS / Math.max(1, meanLive(formula)))
  return Math.min(MOST_MAP_VECTORS, Math.max(fewest, fitting))
}

export function planTile(
  kernel: Kernel,
  fold: Fold,
  vectorAxis: number | undefined,
  features: Features,
  blocks?: number,
): Tile {
  const model = modelOf(kernel, fold, vectorAxis, features, blocks)
  const vectors = vectorCounts(kernel, fold, model.extents, vectorAxis)
  let best = vectors.at(-1) ?? []
  let lowest = costOf(best, model)
  for (const tiled of candidates(model.extents, countOutputs(kernel), vectorAxis, vectors)) {
    const outputs = outputsOf(tiled)
    if (outputs >= REGISTERS || leastCost(outputs, model) >= lowest) continue
    const cost = costOf(tiled, model)
    if (cost > lowest - 1e-9) continue
    const order = orderThatFits(tiled, model)
    if (order) [best, lowest] = [order, cost]
  }
  return {
    copies: kernel.axes.map((_, axis) => best.find((each) => each.axis === axis)?.width ?? 1),
    order: best.map(({ axis }) => axis),
  }
}

/** An axis with several indices (vectors, along the vector axis) at a time: `width` in the wider of its parts. */
interface Tiled {
  readonly axis: number
  readonly width: number
  readonly parts: readonly { readonly count: number; readonly width: number }[]
}

function tiledAxis(axis: number, extent: number, width: number): Tiled {
  return { axis, width, parts: balance(extent, width) }
}

/** What of a kernel decides on its tile. */
interface Model {
  /** In vectors, along the vector axis. */
  readonly extents: readonly number[]
  readonly loads: readonly FoldedLoad[]
  /** Registers for intermediate results. */
  readonly temporaries: number
}

interface FoldedLoad {
  /** Whether it moves along each axis. */
  readonly moves: readonly boolean[]
  /** Whether it moves as the fold does, over what the fold will read or has read: the windows of a convolution. */
  readonly slides: readonly boolean[]
  /** How many loads it takes. */
  readonly cost: number
}

function modelOf(
  { axes, loads }: Kernel,
  { body, combine, axes: foldAxes }: Fold,
  vectorAxis: number | undefined,
  { relaxed }: Features,
  blocks: number | undefined,
): Model {
  const names = variablesOf(body)
  const outputs = axes.length - foldAxes
  const operations = descend([body]).filter(({ args }) => args.length > 0).length
  const isFused = relaxed && vectorAxis !== undefined && combine === 'sum' && body.operation === 'mul'
  const costOfLoad = (access: Access) =>
    vectorAxis !== undefined && vectorForm(access, vectorAxis) === 'lanes' ? LANES : 1
  return {
    extents: axes.map(({ extent }, axis) => {
      if (axis === blocks) return 1
      return axis === vectorAxis ? Math.floor(extent / LANES) : extent
    }),
    loads: loads
      .filter(({ name }) => names.has(name))
      .map(({ access }) => ({
        moves: axes.map((_, axis) => movesAlong(access, axis)),
        slides: axes.map((_, axis) => slidesAlong(access, axis, axes, outputs)),
        cost: costOfLoad(access),
      })),
    temporaries: operations - (isFused ? 1 : 0),
  }
}

/** Whether the next index along `axis` is some steps of a loop of the fold ahead. */
function slidesAlong({ strides }: Access, axis: number, axes: readonly Axis[], outputs: number): boolean {
  return axes.some(({ extent }, folded) => {
    const steps = (strides[axis] as number) / (strides[folded] as number)
    return folded >= outputs && Number.isInteger(steps) && steps > 0 && steps < extent
  })
}

/** Up to two output axes with rows, and the vector axis with vectors. */
function* candidates(
  extents: readonly number[],
  outputs: number,
  vectorAxis: number | undefined,
  vectorCounts: readonly Tiled[][],
): Generator<Tiled[]> {
  const rows = extents.slice(0, outputs).map((extent, axis) => {
    return axis === vectorAxis ? [] : widths(extent).map((width) => tiledAxis(axis, extent, width))
  })
  for (const vectors of vectorCounts) {
    yield vectors
    for (const firsts of rows) for (const first of firsts) yield [...vectors, first]
    for (const [i, firsts] of rows.entries())
      for (const seconds of rows.slice(i + 1))
        for (const first of firsts) for (const second of seconds) yield [...vectors, first, second]
  }
}

/**
 * The vector axis with as many vectors as there may be, down to one, which is no tile. Each vector of a fold has a sum
 * of its own. So how many there are must not hang on the outputs, or a thread that computes some of them would have
 * other bits than one that computes all: two, whose additions need not wait for each other, or one for products, which
 * have outputs enough for that. A single output is never shared out.
 */
function vectorCounts(
  kernel: Kernel,
  { body }: Fold,
  extents: readonly number[],
  axis: number | undefined,
): Tiled[][] {
  if (axis === undefined) return [[]]
  const extent = extents[axis] as number
  const most = Math.min(MOST_VECTORS, extent)
  const tiled = (vectors: number) => (vectors === 1 ? [] : [tiledAxis(axis, extent, vectors)])
  if (countOutputs(kernel) === 0) return [tiled(Math.min(SUM_VECTORS, extent))]
  if (axis >= countOutputs(kernel)) return [tiled(body.operation === 'mul' ? 1 : most)]
  return Array.from({ length: most }, (_, i) => tiled(most - i))
}

/** The widths above 1 that balanced tiles can have. */
function widths(extent: number): number[] {
  const all = Array.from(
    { length: Math.min(MOST_ROWS, extent) },
    (_, i) => balance(extent, i + 1)[0]?.width ?? 1,
  )
  return [...new Set(all)].filter((width) => width > 1)
}

/** The first order of the axes, from the slowest to the quickest, in which what is kept fits the registers. */
function orderThatFits(tiled: readonly Tiled[], model: Model): Tiled[] | undefined {
  const inOrder = tiled.toSorted((a, b) => a.axis - b.axis)
  for (const positions of ORDERS[tiled.length] as readonly number[][]) {
    const order = positions.map((position) => inOrder[position] as Tiled)
    if (registersOf(order, model) <= REGISTERS) return order
  }
  return undefined
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  )
}

/** By how many axes are tiled: the vector axis and two with rows at most. */
const ORDERS = [[], [0], [0, 1], [0, 1, 2]].map(permutations)

/** Accumulators, what is kept from one of them to the next, and intermediate results. */
function registersOf(order: readonly Tiled[], { loads, temporaries }: Model): number {
  const held = loads.reduce((sum, { moves }) => {
    const interrupted = order.findIndex(({ axis }) => !moves[axis])
    const later = interrupted < 0 ? [] : order.slice(interrupted)
    return sum + outputsOf(later.filter(({ axis }) => moves[axis]))
  }, 0)
  return outputsOf(order) + held + temporaries
}

function outputsOf(tiled: readonly Tiled[]): number {
  let outputs = 1
  for (let i = 0; i < tiled.length; i++) outputs *= (tiled[i] as Tiled).width
  return outputs
}

/** What a tile of so many outputs costs at least. */
function leastCost(outputs: number, { temporaries }: Model): number {
  return Math.max(LATENCY / outputs, Math.max(1, temporaries) / PER_CYCLE)
}

/** Cycles per output and step of the fold, over all tiles: the narrower ones count as well. */
function costOf(tiled: readonly Tiled[], model: Model): number {
  const total = { cycles: 0, outputs: 0 }
  addTiles(tiled, [], 1, model, total)
  return total.cycles / total.outputs
}

/** Adds the tiles that have `widths` along the first of the axes: so many `times`. */
function addTiles(
  tiled: readonly Tiled[],
  widths: readonly number[],
  times: number,
  model: Model,
  total: { cycles: number; outputs: number },
): void {
  const next = tiled[widths.length]
  if (next) {
    for (const { count, width } of next.parts)
      addTiles(tiled, [...widths, width], times * count, model, total)
    return
  }
  const outputs = product(widths)
  let read = 0
  let fresh = 0
  for (const { moves, slides, cost } of model.loads) {
    let reads = cost
    let freshReads = cost
    for (let i = 0; i < widths.length; i++) {
      const { axis } = tiled[i] as Tiled
      if (moves[axis]) reads *= widths[i] as number
      if (moves[axis] && !slides[axis]) freshReads *= widths[i] as number
    }
    read += reads
    fresh += freshReads
  }
  const work = (outputs * Math.max(1, model.temporaries)) / PER_CYCLE
  total.cycles += times * (Math.max(LATENCY, work, read / PER_CYCLE) + READ_PENALTY * fresh)
  total.outputs += times * outputs
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a * b, 1)
}
