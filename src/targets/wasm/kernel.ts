/** Kernel → function: loops as planned, a tile of outputs in the innermost of them, its fold within. */

import type { Expr } from '../../expr/index.ts'
import type { Access, Buffer, Fold, Kernel, Store } from '../../kernel/kernel.ts'
import { shiftAccess } from './access.ts'
import { Accumulators } from './accumulators.ts'
import type { Code } from './assembler.ts'
import { collapse, countOutputs } from './collapse.ts'
import { emitExpressions, type ReadVariable } from './expression.ts'
import type { Features } from './features.ts'
import { floatType, Locals } from './locals.ts'
import { emitLoops, type Nest, type Segment } from './loops.ts'
import { emitLoad, emitStore, type Site } from './memory.ts'
import type { WasmFunction } from './module.ts'
import { COMBINE, isFused, type Spelling } from './operations.ts'
import { type Plan, planKernel } from './plan.ts'
import { type Point, pointsOf } from './point.ts'
import { Pointers } from './pointers.ts'
import type { Pool } from './pool.ts'
import { Reads } from './reads.ts'

/** What kernels of a module have in common. */
export interface Surroundings {
  readonly buffers: readonly Buffer[]
  /** The global that holds the address of an external buffer. */
  readonly globalOf: (buffer: number) => number
  readonly pool: Pool
  readonly features: Features
}

export function emitKernel(kernel: Kernel, surroundings: Surroundings): WasmFunction {
  const emitter = new KernelEmitter(collapse(kernel), surroundings)
  return emitter.emit()
}

class KernelEmitter {
  readonly #kernel: Kernel
  readonly #surroundings: Surroundings
  readonly #plan: Plan
  readonly #outputs: number
  readonly #nest: Nest
  readonly #locals = new Locals()

  constructor(kernel: Kernel, surroundings: Surroundings) {
    this.#kernel = kernel
    this.#surroundings = surroundings
    this.#plan = planKernel(kernel, surroundings.features)
    this.#outputs = countOutputs(kernel)
    const { segments } = this.#plan
    const iterates = segments.map((parts) => parts.reduce((sum, { count }) => sum + count, 0) > 1)
    const pointers = new Pointers(this.#locals, surroundings.buffers, iterates)
    this.#nest = { segments, locals: this.#locals, pointers }
  }

  emit(): WasmFunction {
    const { pointers } = this.#nest
    const loops = emitLoops(this.#nest, this.#outputs, [], (chosen) => this.#emitTile(chosen))
    const rows = pointers.takeRows(-1)
    const code = [...pointers.takeBases(this.#surroundings.globalOf), ...rows, ...loops]
    return { locals: this.#locals.types, code }
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
    const start = accumulators.start((point) => {
      if (!fold.initial) return undefined
      const { statements, results } = this.#emitExpressions([fold.initial], [reads.at(point)], site)
      return [...statements, ...results.flat(2)]
    })
    const finish = points.flatMap((point) => accumulators.finish(point))
    return [...start, ...loops, ...finish, ...this.#emitStores(points, site, own)]
  }

  /** One step of the fold for every point of the tile. */
  #emitStep({ body, combine }: Fold, chosen: readonly Segment[], accumulators: Accumulators): Code {
    const site = this.#siteOf(chosen)
    const spelling = this.#spellingOf(site)
    const points = pointsOf(chosen, this.#plan.order)
    const reads = new Reads(this.#kernel, site, this.#locals, points)
    return points.flatMap((point): Code => {
      const local = this.#accumulatorAt(point, site.lanes, accumulators)
      const get: Code = [['local.get', local]]
      const fused = combine === 'sum' && body.operation === 'mul' && isFused(spelling)
      const roots = fused ? body.args : [body]
      const { statements, results } = this.#emitExpressions(roots, [reads.at(point)], site)
      const value: Code = fused
        ? [...results.flat(2), ...get, ['f32x4.relaxed_madd']]
        : COMBINE[combine]([get, ...results.flat()], spelling)
      return [...statements, ...value, ['local.set', local]]
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
    const { stores } = this.#kernel
    const reads = new Reads(this.#kernel, site, this.#locals, points)
    const readers = points.map((point, i) => reads.at(point, folded[i]))
    const values = stores.map(({ value }) => value)
    const { statements, results } = this.#emitExpressions(values, readers, site)
    const locals = results.map((codes) => codes.map(() => this.#locals.temporary(floatType(site.lanes))))
    const each = (emit: (store: Store, value: Code, local: number) => Code): Code =>
      points.flatMap((point, i) =>
        stores.flatMap((store, j) => {
          const moved = { ...store, access: shiftAccess(store.access, point) }
          return emit(moved, results[i]?.[j] as Code, locals[i]?.[j] as number)
        }),
      )
    const computed = each((_, value, local) => [...value, ['local.set', local]])
    const stored = each(({ access, accumulate }, _, local) => [
      ...(accumulate ? this.#emitSum(access, local, site) : []),
      ...emitStore(access, local, site),
    ])
    return [...statements, ...computed, ...stored]
  }

  /** Adds what stands in memory to a local. */
  #emitSum(access: Access, local: number, site: Site): Code {
    const sum = COMBINE.sum([emitLoad(access, site), [['local.get', local]]], this.#spellingOf(site))
    return [...sum, ['local.set', local]]
  }

  #emitExpressions(roots: readonly Expr[], points: readonly ReadVariable[], site: Site) {
    return emitExpressions(roots, points, this.#locals, this.#spellingOf(site))
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
