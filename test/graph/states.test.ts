/** Random updates of states: all change together, whoever else reads them, in place or not. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Shape, sameShape, sizeOf } from '../../src/base/index.ts'
import { compile } from '../../src/compile/compile.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { detach, type Entry, input, type Node, pad, type State, stateNode } from '../../src/graph/index.ts'
import { grow, type Seedling, seedling } from './arbitrary.ts'
import { computeNodes } from './reference.ts'

/** Two states of every shape, so that they can change places. */
function statefulGraph(plan: Seedling) {
  const states: State[] = []
  const hold = (name: string, shape: Shape): Node => {
    const data = Float32Array.from(
      { length: sizeOf(shape) },
      (_, i) => ((i * 7 + states.length) % 11) / 4 - 1.25,
    )
    const twin = { name: `${name}2`, shape, data: data.toReversed() }
    states.push({ name, shape, data }, twin)
    twins.push(stateNode(twin))
    return stateNode(states.at(-2) as State)
  }
  const twins: Node[] = []
  const { loss, nodes, leaves, data } = grow(plan, hold)
  return { loss, states, data, pool: [...leaves, ...twins, ...nodes] }
}

/** Every state that some node fits is updated with one, chosen by `picks`; its old value is an output. */
function entryOf(plan: Seedling, picks: readonly number[]) {
  const { loss, states, data, pool } = statefulGraph(plan)
  const updates = states.flatMap((state, i): [State, Node][] => {
    const fitting = pool.filter(({ shape }) => sameShape(shape, state.shape))
    const chosen = fitting[(picks[i] as number) % (fitting.length + 1)]
    return chosen ? [[state, (picks[i] as number) % 5 === 0 ? detach(chosen) : chosen]] : []
  })
  const shown = states.map((state) => [`old ${state.name}`, stateNode(state)] as const)
  const values = updates.map(([state, node]) => [`new ${state.name}`, node] as const)
  const entry: Entry = { outputs: Object.fromEntries([['loss', loss], ...shown, ...values]), updates }
  return { entry, states, data }
}

/** float64 but for the states, which are handed back in float32; float32 throughout on wasm. */
const TOLERANCES = { js: 1e-6, wasm: 2e-4 } as const

describe.each(['js', 'wasm'] as const)('random updates on %s', (name) => {
  it('change all states together, after everything that reads their old values', () => {
    fc.assert(
      fc.property(seedling, fc.array(fc.nat(99), { minLength: 12, maxLength: 12 }), (plan, picks) => {
        const { entry, states, data } = entryOf(plan, picks)
        const compiled = compile({ main: entry }, deviceNamed(name))
        for (const [input, numbers] of Object.entries(data))
          if (!states.some((state) => state.name === input)) compiled.write(input, numbers)
        const expected = computeNodes(Object.values(entry.outputs), data)
        compiled.run('main')
        const near = (got: ArrayLike<number>, node: Node, what: string) => {
          const want = expected.get(node) as Float64Array
          const scale = TOLERANCES[name] * (1 + Math.max(...want.map(Math.abs)))
          expect(got.length).toBe(want.length)
          want.forEach(
            (value, i) => void expect(Math.abs((got[i] as number) - value), what).toBeLessThan(scale),
          )
        }
        for (const [key, node] of Object.entries(entry.outputs)) near(compiled.read('main', key), node, key)
        compiled.readStates()
        for (const [state, node] of entry.updates ?? []) near(state.data, node, state.name)
      }),
      { seed: 30, numRuns: name === 'js' ? 150 : 60 },
    )
  })

  it('leave padding where a state becomes padded numbers, whatever stood there', () => {
    const state = { name: 'state', shape: [5], data: new Float32Array(5).fill(9) }
    const padded = pad(input('x', [2]), [{ low: 1, high: 2, interior: 0 }], 0.5)
    const compiled = compile({ main: { outputs: {}, updates: [[state, padded]] } }, deviceNamed(name))
    compiled.write('x', [1, 2])
    for (let run = 0; run < 2; run++) compiled.run('main')
    compiled.readStates()
    expect([...state.data]).toEqual([0.5, 1, 2, 0.5, 0.5])
  })
})
