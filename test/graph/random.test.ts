/** Random graphs, compiled, against the definitions of their operations and against difference quotients. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../../src/base/index.ts'
import { type Compiled, compile } from '../../src/compile/compile.ts'
import { pack } from '../../src/compile/pack.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { jsDevice } from '../../src/devices/js.ts'
import { buildProgram, type Entry, gradients, type Node, type Slot } from '../../src/graph/index.ts'
import { checkProgram } from '../../src/kernel/check.ts'
import { grow, nameOf, type RandomGraph, seedling } from './arbitrary.ts'
import { lifeOverlaps } from './lives.ts'
import { computeNodes } from './reference.ts'

/** Every node, the loss and its gradients as outputs. */
function entryOf({ loss, nodes, leaves }: RandomGraph): Entry {
  const named = nodes.map((node, i) => [`node${i}`, node] as const)
  const slopes = gradients(loss, leaves).map((node, i) => [`gradient${i}`, node] as const)
  return { outputs: Object.fromEntries([['loss', loss], ...named, ...slopes]) }
}

function writeAll(compiled: Compiled, data: RandomGraph['data']): void {
  for (const [name, numbers] of Object.entries(data)) compiled.write(name, numbers)
}

/** The largest |a − b| over 1 + the largest |b|. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const all = Array.from(b, Math.abs)
  const worst = all.reduce((most, _, i) => {
    const apart = Math.abs((a[i] as number) - (b[i] as number))
    return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : Math.max(most, apart)
  }, 0)
  return a.length === b.length ? worst / (1 + Math.max(0, ...all)) : Number.POSITIVE_INFINITY
}

/** js: sums in another order, a few ulp of float64. wasm: float32 through at most nine steps. */
const TOLERANCES = { js: 1e-12, wasm: 2e-4 } as const

describe.each(['js', 'wasm'] as const)('random graphs on %s', (name) => {
  it('give what the definitions of their operations give, gradients included', () => {
    fc.assert(
      fc.property(seedling, (plan) => {
        const graph = grow(plan)
        const entry = entryOf(graph)
        const compiled = compile({ main: entry }, deviceNamed(name))
        writeAll(compiled, graph.data)
        const expected = computeNodes(Object.values(entry.outputs), graph.data)
        compiled.run('main')
        for (const [key, node] of Object.entries(entry.outputs))
          expect(distance(compiled.read('main', key), expected.get(node) ?? []), key).toBeLessThan(
            TOLERANCES[name],
          )
      }),
      { seed: 20, numRuns: name === 'js' ? 150 : 80 },
    )
  })
})

describe('gradients of random graphs', () => {
  it('agree with difference quotients of fourth order in float64, along random directions', () => {
    fc.assert(
      fc.property(seedling, (plan) => {
        const graph = grow(plan)
        const compiled = compile({ main: entryOf(graph) }, jsDevice)
        writeAll(compiled, graph.data)
        compiled.run('main')
        const slopes = graph.leaves.map((_, i) => compiled.read('main', `gradient${i}`))
        graph.leaves.forEach((leaf, i) => {
          const at = graph.data[nameOf(leaf)] as Float64Array
          const direction = Random.seed(i).normal(at.length)
          const lossAt = (step: number) => {
            compiled.write(
              nameOf(leaf),
              at.map((value, j) => value + step * (direction[j] as number)),
            )
            compiled.run('main')
            return compiled.scalar('main', 'loss')
          }
          const quotient = differenceQuotient(lossAt)
          const slope = direction.reduce((sum, d, j) => sum + d * (slopes[i]?.[j] as number), 0)
          compiled.write(nameOf(leaf), at)
          /** Cancellation is about 1e-15 / step = 1e-11, truncation step⁴ = 1e-16 times a fifth derivative. */
          expect(distance([slope], [quotient]), nameOf(leaf)).toBeLessThan(1e-9)
        })
      }),
      { seed: 21, numRuns: 100 },
    )
  })
})

function differenceQuotient(f: (step: number) => number): number {
  const step = 1e-4
  return (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step)
}

describe('programs of random graphs', () => {
  it('satisfy the specification of kernels, and never give one place to two buffers that live at once', () => {
    fc.assert(
      fc.property(seedling, (plan) => {
        const graph = grow(plan)
        const all = entryOf(graph)
        const { loss, gradient0, gradient1 } = all.outputs as Record<'loss' | 'gradient0' | 'gradient1', Node>
        const built = buildProgram({ step: { outputs: { loss, gradient0, gradient1 } }, all })
        checkProgram(built.program)
        expect(lifeOverlaps(built)).toEqual([])
      }),
      { seed: 22, numRuns: 100 },
    )
  })

  it('let no padding and no leftover of an earlier run reach a result', () => {
    fc.assert(
      fc.property(seedling, (plan) => {
        const graph = grow(plan)
        const entry = entryOf(graph)
        const { program, inputs, constants, fills, outputs } = buildProgram({ main: entry })
        const executable = jsDevice.load(program)
        for (const { name, size, place } of program.buffers)
          if (place !== 'external')
            executable.write(name, new Float64Array(size).fill(fills.get(name) ?? Number.NaN))
        const fill = (slot: Slot, data: ArrayLike<number>) =>
          executable.write(slot.buffer, poisoned(slot, data))
        for (const { slot, data } of constants) fill(slot, data)
        for (const [name, slot] of inputs) fill(slot, graph.data[name] as Float64Array)
        executable.run('main')
        const compiled = compile({ main: entry }, jsDevice)
        writeAll(compiled, graph.data)
        compiled.run('main')
        compiled.run('main')
        for (const [key, { buffer, shape, storage }] of outputs.get('main') ?? []) {
          const stored = executable.read(buffer)
          const expected = pack(compiled.read('main', key), shape, storage)
          const mask = pack(new Float64Array(expected.length).fill(1), shape, storage)
          expect(stored.filter((_, i) => mask[i] === 1)).toEqual(expected.filter((_, i) => mask[i] === 1))
        }
      }),
      { seed: 23, numRuns: 80 },
    )
  })
})

/** As it lies in memory, with NaN for padding. */
function poisoned({ shape, storage }: Slot, data: ArrayLike<number>): Float64Array {
  const packed = pack(Float64Array.from(data), shape, storage)
  const mask = pack(new Float64Array(data.length).fill(1), shape, storage)
  return Float64Array.from(packed, (value, i) => (mask[i] === 1 ? value : Number.NaN))
}
