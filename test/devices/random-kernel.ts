/** Random kernels for fast-check: any order of axes in memory, broadcasts, padding, folds, lookups, scatters. */

import type { GeneratorValue } from 'fast-check'
import fc from 'fast-check'
import { apply, type Expr, seldom, select, variable } from '../../src/expr/expr.ts'
import {
  type Access,
  FOLDED,
  type Fold,
  type Kernel,
  type Load,
  type Store,
} from '../../src/kernel/kernel.ts'
import { eighths, type Operand, type Scenario } from './scenario.ts'

const EXTENTS = [1, 2, 3, 4, 5, 7, 8, 10, 12, 19]
const MOST_POINTS = 1200

/** Builds one kernel over small whole numbers, operand by operand, from the choices that `gen` makes and shrinks. */
class RandomKernel {
  readonly #gen: GeneratorValue
  readonly #extents: number[]
  readonly #outputs: number
  readonly #operands: Operand[] = []

  constructor(gen: GeneratorValue) {
    this.#gen = gen
    this.#outputs = this.#whole(0, 3)
    const foldAxes = this.#whole(0, 2)
    let points = 1
    this.#extents = Array.from({ length: this.#outputs + foldAxes }, () => {
      const fitting = EXTENTS.filter((extent) => extent * points <= MOST_POINTS)
      const extent = this.#one(fitting)
      points *= extent
      return extent
    })
  }

  scenario(): Scenario {
    const loads = Array.from({ length: this.#whole(1, 3) }, (_, i) =>
      this.#load(`x${i}`, this.#extents.length),
    )
    const still = Array.from({ length: this.#whole(0, 2) }, (_, i) => this.#load(`y${i}`, this.#outputs))
    const foldAxes = this.#extents.length - this.#outputs
    const kernel = foldAxes > 0 ? this.#fold(loads, still, foldAxes) : this.#map([...loads, ...still])
    return { name: 'random', operands: this.#operands, kernels: [kernel] }
  }

  #fold(loads: readonly Load[], still: readonly Load[], axes: number): Kernel {
    const body = this.#expr(loads, this.#whole(0, 2))
    const initial = still.length > 0 && this.#chance() ? { initial: this.#expr(still, 1) } : {}
    const fold: Fold = { combine: this.#one(['sum', 'max']), axes, body, ...initial }
    /** No product of sums: it might not be exact. */
    const folded = variable(FOLDED)
    const value = this.#chance() || still.length === 0 ? folded : folded.sub(this.#expr(still, 1))
    return this.#kernel([...loads, ...still], [{ access: this.#target(), value }], fold)
  }

  #map(loads: readonly Load[]): Kernel {
    const first = loads[0] as Load
    if (this.#chance() && this.#coversOutputs(first.access)) {
      const second = { access: this.#target(), value: this.#expr(loads, 2) }
      return this.#kernel(loads, [{ access: first.access, value: this.#expr(loads, 1) }, second])
    }
    if (this.#chance()) return this.#kernel(loads, [this.#scatter(this.#expr(loads, 1))])
    return this.#kernel(loads, [{ access: this.#target(), value: this.#expr(loads, 2) }])
  }

  #kernel(loads: readonly Load[], stores: readonly Store[], fold?: Fold): Kernel {
    const axes = this.#extents.map((extent, i) => ({ name: `a${i}`, extent }))
    return { name: 'random', axes, loads, stores, ...(fold && { fold }) }
  }

  /** Over the first `axes` axes, some of them broadcast, perhaps by way of row numbers. */
  #load(name: string, axes: number): Load {
    const used = this.#axes(axes).filter(() => this.#chance(0.75))
    const layout = this.#layout(used)
    if (!this.#chance(0.25)) return { name, access: this.#access(layout) }
    const rows = this.#whole(1, 5)
    const lookup = { indices: this.#indices(axes, rows), stride: layout.size }
    return { name, access: { ...this.#access({ ...layout, size: layout.size * rows }), lookup } }
  }

  #target(): Access {
    return this.#access(this.#layout(this.#shuffled(this.#axes(this.#outputs))))
  }

  #scatter(value: Expr): Store {
    const layout = this.#layout(this.#axes(this.#outputs).filter(() => this.#chance()))
    const rows = this.#whole(1, 4)
    const lookup = { indices: this.#indices(this.#outputs, rows), stride: layout.size }
    const access = { ...this.#access({ ...layout, size: layout.size * rows }), lookup }
    return { access, value, accumulate: true }
  }

  #indices(axes: number, rows: number): Access {
    const layout = this.#layout(this.#axes(axes).filter(() => this.#chance()))
    const data = Array.from({ length: layout.size }, (_, i) => (i * 7 + (i >> 2)) % rows)
    return this.#access(layout, { data, type: this.#one(['i32', 'f32']) })
  }

  /** Strides for some axes, the last one innermost; the others broadcast. */
  #layout(used: readonly number[]): { strides: number[]; size: number } {
    const strides = this.#extents.map(() => 0)
    let size = 1
    for (const axis of used.toReversed()) {
      strides[axis] = size
      size = size * (this.#extents[axis] as number) + this.#one([0, 0, 1, 3])
    }
    return { strides, size }
  }

  #access({ strides, size }: { strides: number[]; size: number }, held: Partial<Operand> = {}): Access {
    const buffer = this.#operands.length
    const offset = held.data ? 0 : this.#one([0, 0, 4, 5])
    const data = eighths(offset + size, buffer).map(Math.round)
    const place = this.#chance(0.3) ? { external: true as const } : {}
    this.#operands.push({ name: `b${buffer}`, data, ...held, ...place })
    return { buffer, offset, strides }
  }

  #coversOutputs({ strides, lookup }: Access): boolean {
    return !lookup && strides.every((stride, axis) => stride > 0 || this.#extents[axis] === 1)
  }

  #expr(names: readonly Load[], depth: number): Expr {
    if (depth === 0) return variable(this.#one(names).name)
    const a = this.#expr(names, depth - 1)
    const b = this.#expr(names, this.#whole(0, depth - 1))
    const shapes = [
      a.mul(b),
      a.add(b),
      a.sub(1),
      a.max(b),
      a.min(0),
      a.abs(),
      select(a.lt(b), b, apply('floor', a)),
      seldom(a.lt(b), b.sub(a.abs()), a),
    ]
    return this.#one(shapes)
  }

  #axes(count: number): number[] {
    return this.#shuffled([...Array(count).keys()])
  }

  #shuffled(items: number[]): number[] {
    return this.#gen(fc.shuffledSubarray<number>, items, { minLength: items.length })
  }

  #one<T>(choices: readonly T[]): T {
    return choices[this.#whole(0, choices.length - 1)] as T
  }

  #chance(probability = 0.5): boolean {
    return this.#whole(0, 99) < probability * 100
  }

  #whole(min: number, max: number): number {
    return this.#gen(fc.integer, { min, max })
  }
}

export function randomScenario(gen: GeneratorValue): Scenario {
  return new RandomKernel(gen).scenario()
}
