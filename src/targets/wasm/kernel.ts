/** Kernel → function: loops as planned, a tile of outputs in the innermost of them, its fold within. */

import type { Expr } from '../../expr/index.ts'
import type { Buffer, Fold, Kernel, Store } from '../../kernel/kernel.ts'
import { shiftAccess } from './access.ts'
import { Accumulators } from './accumulators.ts'
import { type Code, get } from './code/assembler.ts'
import type { Features } from './code/features.ts'
import { Locals } from './code/locals.ts'
import type { ValueType, WasmFunction } from './code/module.ts'
import { COMBINE, isFused, type Spelling } from './code/operations.ts'
import { LANES, type Pool } from './code/pool.ts'
import { collapse, countOutputs } from './collapse.ts'
import { type Emitted, emitFixed, emitFormula, type Parts, type ReadVariable } from './formula/emit.ts'
import { fixedNodes } from './formula/fixed.ts'
import { type Formula, formulaOf } from './formula/formula.ts'
import { emitLoops, type Nest, type Segment } from './loops.ts'
import { emitLoad, emitStore, emitTurnedStore, type Site } from './memory.ts'
import { type Plan, planKernel } from './plan.ts'
import { type Point, pointsOf } from './point.ts'
import { Pointers } from './pointers.ts'
import { Reads } from './reads.ts'
import { chooseVectorAxis, turnedAxis } from './vectorize.ts'

/** What kernels of a module have in common. */
export interface Surroundings {
  readonly buffers: readonly Buffer[]
  /** Where in memory the address of an external buffer is kept. */
  readonly wordOf: (buffer: number) => number
  readonly pool: Pool
  readonly features: Features
}

/** Code is made of a kernel as a whole, or of the part that threads do. */
export interface Part {
  readonly kernel: Kernel
  /** A part's is that of the whole, so that its numbers are the same to the last bit. */
  readonly vectorAxis: number | undefined
  /** Whether the first axis has one index alone, a thread's number, which the function takes. */
  readonly pinned: boolean
  /** The axis whose steps are blocks (`block.ts`). */
  readonly blocks?: number
}

/** The whole of a kernel, with as few loops as it can do with. */
export function wholeOf(kernel: Kernel, features: Features): Part {
  const collapsed = collapse(kernel)
  const vectorAxis = features.simd ? chooseVectorAxis(collapsed) : undefined
  return { kernel: collapsed, vectorAxis, pinned: false }
}

export function emitKernel(part: Part, surroundings: Surroundings): WasmFunction {
  return new KernelEmitter(part, surroundings).emit()
}

/** The local with the thread's number. */
const THREAD = 0

interface Formulas {
  readonly values: Formula
  readonly body: Formula
  /** Of a body that is a product. */
  readonly factors: Formula
  readonly initial: Formula | undefined
}

/** Values wait in locals until the first store. */
function formulasOf({ fold, stores }: Kernel, fixed: readonly Expr[]): Formulas {
  return {
    values: formulaOf(
      stores.map(({ value }) => value),
      2,
      fixed,
    ),
    body: formulaOf(fold ? [fold.body] : [], 1),
    factors: formulaOf(fold ? fold.body.args : [], 1),
    initial: fold?.initial && formulaOf([fold.initial], 1),
  }
}

class KernelEmitter {
  readonly #kernel: Kernel
  readonly #surroundings: Surroundings
  readonly #plan: Plan
  readonly #outputs: number
  readonly #nest: Nest
  readonly #locals: Locals
  readonly #parameters: number
  readonly #formulas: Formulas
  /** What is the same at every index, and for each number of lanes how it is computed before all loops. */
  readonly #fixed: readonly Expr[]
  readonly #beforehand = new Map<number, ReturnType<typeof emitFixed>>()

  constructor({ kernel, vectorAxis, pinned, blocks }: Part, surroundings: Surroundings) {
    this.#kernel = kernel
    this.#surroundings = surroundings
    this.#plan = planKernel(kernel, vectorAxis, surroundings.features, blocks)
    this.#outputs = countOutputs(kernel)
    this.#parameters = pinned ? 1 : 0
    this.#locals = new Locals(this.#parameters)
    const { segments } = this.#plan
    const iterates = segments.map((parts) => parts.reduce((sum, { count }) => sum + count, 0) > 1)
    if (pinned) iterates[0] = true
    const pointers = new Pointers(this.#locals, surroundings.buffers, iterates)
    this.#nest = { segments, locals: this.#locals, pointers, ...(pinned && { pinned: THREAD }) }
    this.#fixed = fixedNodes(kernel)
    this.#formulas = formulasOf(kernel, this.#fixed)
  }

  emit(): WasmFunction {
    const { pointers } = this.#nest
    const loops = emitLoops(this.#nest, this.#outputs, [], (chosen) => this.#emitTile(chosen))
    const fixed = [...this.#beforehand.values()].map(({ statements }) => statements)
    const rows = pointers.takeRows(-1)
    const code = [pointers.takeBases(this.#surroundings.wordOf), rows, fixed, loops]
    return { parameters: this.#parameters, locals: this.#locals.types, code }
  }

  #emitTile(chosen: readonly Segment[]): Code {
    const points = pointsOf(chosen, this.#plan.order)
    const { fold } = this.#kernel
    const code = fold ? this.#emitFold(fold, chosen, points) : this.#emitStores(points, this.#siteOf(chosen))
    this.#locals.releaseTemporaries()
    return code
  }

  /** Set up, fold, store; emitted in another order, since the fold tells which accumulators there are. */
  #emitFold(fold: Fold, chosen: readonly Segment[], points: readonly Point[]): Code {
    const site = this.#siteOf(chosen)
    const accumulators = new Accumulators(fold, this.#locals, this.#spellingOf(site))
    const own = points.map((point) => accumulators.main(point))
    const loops = emitLoops(this.#nest, this.#kernel.axes.length, chosen, (all) =>
      this.#emitStep(fold, all, accumulators),
    )
    const reads = new Reads(this.#kernel, site, this.#locals, points)
    const { initial } = this.#formulas
    const start = accumulators.start((point) => {
      if (!initial) return undefined
      const { statements, results } = this.#emitFormula(initial, [reads.at(point)], site)
      return [statements, ...results]
    })
    const finish = points.map((point) => accumulators.finish(point))
    return [start, loops, finish, this.#emitStores(points, site, own)]
  }

  /** One step of the fold for every point of the tile. */
  #emitStep({ body, combine }: Fold, chosen: readonly Segment[], accumulators: Accumulators): Code {
    const site = this.#siteOf(chosen)
    const spelling = this.#spellingOf(site)
    const isProduct = combine === 'sum' && body.operation === 'mul' && isFused(spelling)
    const formula = isProduct ? this.#formulas.factors : this.#formulas.body
    const points = pointsOf(chosen, this.#plan.order)
    const reads = new Reads(this.#kernel, site, this.#locals, points)
    return points.map((point): Code => {
      const local = this.#accumulatorAt(point, site.lanes, accumulators)
      const { statements, results } = emitFormula(formula, [reads.at(point)], this.#locals, spelling)
      const [values = []] = results
      const value: Code = isProduct
        ? [values, get(local), ['f32x4.relaxed_madd']]
        : COMBINE[combine]([get(local), values], spelling)
      return [statements, value, ['local.set', local]]
    })
  }

  #accumulatorAt(point: Point, lanes: number, accumulators: Accumulators): number {
    const output = point.slice(0, this.#outputs)
    const { vectorAxis } = this.#plan
    const isInFold = vectorAxis !== undefined && vectorAxis >= this.#outputs
    return accumulators.part(output, isInFold ? (point[vectorAxis] as number) : 0, lanes)
  }

  /** All values are computed before any is stored: one may read what another store overwrites. */
  #emitStores(points: readonly Point[], site: Site, folded: readonly number[] = []): Code {
    const reads = new Reads(this.#kernel, site, this.#locals, points)
    const readers = points.map((point, i) => reads.at(point, folded[i]))
    const known = this.#fixed.length > 0 ? this.#knownAt(site) : undefined
    const { statements, results } = this.#emitFormula(this.#formulas.values, readers, site, known)
    const stores = this.#kernel.stores.map((store, j) => {
      const values = results.map((values) => values[j] as Code)
      return this.#isTurned(store, points, site)
        ? this.#emitTurned(store, points, values, site)
        : points.map((point, i) => this.#emitStore(store, point, values[i] as Code, site))
    })
    return [statements, stores]
  }

  #emitStore({ access: unmoved, accumulate }: Store, point: Point, value: Code, site: Site): Code {
    const access = shiftAccess(unmoved, point)
    const sum = () => COMBINE.sum([emitLoad(access, site), value], this.#spellingOf(site))
    return emitStore(access, accumulate ? sum() : value, site)
  }

  /** Whether whole fours of points lie side by side across the vectors that are written. */
  #isTurned({ access, accumulate }: Store, points: readonly Point[], { lanes, vectorAxis }: Site): boolean {
    const { turned } = this.#plan
    if (turned === undefined || lanes === 1 || accumulate || points.length % LANES !== 0) return false
    return turnedAxis(this.#kernel, access, vectorAxis) === turned && points[1]?.[turned] === 1
  }

  #emitTurned({ access }: Store, points: readonly Point[], values: readonly Code[], site: Site): Code {
    const keep = (vector: Code) => {
      const local = this.#locals.temporary('v128')
      return { set: [vector, ['local.set', local]] as Code, get: get(local) }
    }
    const firsts = points.keys().filter((i) => i % LANES === 0)
    return [...firsts].map((i) =>
      emitTurnedStore(shiftAccess(access, points[i] as Point), values.slice(i, i + LANES), site, keep),
    )
  }

  #emitFormula(
    formula: Formula,
    points: readonly ReadVariable[],
    site: Site,
    known?: readonly Parts[],
  ): Emitted {
    return emitFormula(formula, points, this.#locals, this.#spellingOf(site), known)
  }

  /** In locals of their own, which no tile uses again. */
  #knownAt(site: Site): readonly Parts[] {
    const { lanes } = site
    const made = this.#beforehand.get(lanes)
    if (made) return made.known
    const outside = { ...site, depth: 0 }
    const origin = this.#kernel.axes.map(() => 0)
    const reads = new Reads(this.#kernel, outside, this.#locals, [origin])
    const own = { temporary: (type: ValueType) => this.#locals.declare(type) }
    const emitted = emitFixed(this.#fixed, reads.at(origin), own, this.#spellingOf(outside))
    this.#beforehand.set(lanes, emitted)
    return emitted.known
  }

  /** Inside of the chosen loops; lanes are those of the vector axis, if its loop is open. */
  #siteOf(chosen: readonly Segment[]): Site {
    const { vectorAxis } = this.#plan
    const lanes = (vectorAxis === undefined ? undefined : chosen[vectorAxis]?.lanes) ?? 1
    return { pointers: this.#nest.pointers, depth: chosen.length, lanes, vectorAxis }
  }

  #spellingOf({ lanes }: Site): Spelling {
    const { pool, features } = this.#surroundings
    return { lanes, relaxed: features.relaxed, pool }
  }
}
