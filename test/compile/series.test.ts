/** Entries that repeat. Oracle: what each run does alone, by hand. */

import { describe, expect, it } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { argument, elementwise, input, type State, stateNode } from '../../src/graph/index.ts'

const [p, q] = [argument(0), argument(1)]

/** A sum that grows by `by` in each run, which tells it and its double, and an entry that reads `by`. */
function compiledOn(name: string) {
  const total: State = { name: 'total', shape: [], data: new Float32Array(1) }
  const by = input('by', [])
  const next = elementwise(p.add(q), [stateNode(total), by])
  const add = {
    outputs: { next, twice: elementwise(p.mul(2), [next]), by, before: stateNode(total) },
    updates: [[total, next]],
    repeats: true,
  } as const
  const show = { outputs: { product: elementwise(p.mul(q), [by, input('factor', [])]) } }
  return { total, compiled: compile({ show, add }, deviceNamed(name)) }
}

describe.each(['js', 'wasm'])('a series of runs on %s', (name) => {
  it('gives each run its own numbers, and keeps the outputs of each', () => {
    const { total, compiled } = compiledOn(name)
    const series = compiled.series('add', 5)
    for (const [run, by] of [1, 2, 4, 8, 16].entries()) series.put(run, { by, unread: 7 })
    series.run(5)
    expect(Array.from(series.output('next', 5))).toEqual([1, 3, 7, 15, 31])
    expect(Array.from(series.output('twice', 3))).toEqual([2, 6, 14])
    expect(Array.from(series.output('by', 5))).toEqual([1, 2, 4, 8, 16])
    expect(Array.from(series.output('before', 5))).toEqual([0, 1, 3, 7, 15])
    series.put(0, {}, { by: -1 })
    series.run(1)
    series.run(0)
    expect(Array.from(series.output('next', 1))).toEqual([30])
    compiled.readStates()
    expect([...total.data]).toEqual([30])
  })

  it('leaves the numbers of its last run to other entries, and 0 before there is one', () => {
    const { compiled } = compiledOn(name)
    const series = compiled.series('add', 4)
    compiled.write('factor', [3])
    const shown = () => {
      compiled.run('show')
      return compiled.scalar('show', 'product')
    }
    expect(shown()).toBe(0)
    for (const [run, by] of [1, 2, 5, 9].entries()) series.put(run, { by })
    series.run(3)
    expect(shown()).toBe(15)
  })

  it('needs a number for each input', () => {
    const series = compiledOn(name).compiled.series('add', 2)
    expect(() => series.put(0, { buy: 1 })).toThrow('add: no number for by')
  })
})
