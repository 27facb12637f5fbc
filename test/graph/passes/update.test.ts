/** Where new values of states are written, and in which order. */

import { describe, expect, it } from 'vitest'
import { apply } from '../../../src/expr/expr.ts'
import {
  argument,
  buildProgram,
  contract,
  type Entry,
  elementwise,
  type Node,
  type State,
  stateNode,
} from '../../../src/graph/index.ts'
import { trainingStep } from '../step.ts'

const [p, q] = [argument(0), argument(1)]
const vector = (name: string): State => ({ name, shape: [4], data: new Float32Array(4) })

/** The kernels of an entry, each as `what it reads → what it writes`, by the names of buffers. */
function flowsOf(entry: Entry): string[] {
  const { buffers, kernels } = buildProgram({ main: entry }).program
  return kernels.map(({ loads, stores }) => {
    const [read, written] = [loads, stores].map((accesses) =>
      accesses.map(({ access }) => buffers[access.buffer]?.name.replace(/^state:\d+:|^entry:/, '')).join(' '),
    )
    return `${read} → ${written}`
  })
}

describe('updates', () => {
  const [a, b] = [vector('a'), vector('b')]
  const [nodeA, nodeB] = [stateNode(a), stateNode(b)]
  const plus = (x: Node, y: Node) => elementwise(p.add(q), [x, y])

  it('of an optimiser need no memory of their own and no copy', () => {
    const { entry, parameters } = trainingStep(apply('max', p, 0))
    const flows = flowsOf(entry)
    for (const [state] of entry.updates ?? [])
      expect(flows.some((flow) => flow.split(' → ')[1]?.split(' ').includes(state.name))).toBe(true)
    expect(entry.updates).toHaveLength(3 * parameters.length)
    expect(buildProgram({ main: entry }).program.kernels.map(({ name }) => name)).not.toContain('update')
  })

  it('come after what reads the old value', () => {
    const outputs = { total: contract('i->', nodeA) }
    expect(flowsOf({ outputs, updates: [[a, elementwise(p.mul(2), [nodeA])]] })).toEqual([
      'a → main:0',
      'a → a',
    ])
  })

  it('of two states that read each other share a kernel', () => {
    const updates = [
      [a, plus(nodeA, nodeB)],
      [b, elementwise(p.sub(q), [nodeA, nodeB])],
    ] as const
    expect(flowsOf({ outputs: {}, updates })).toEqual(['a b → a b'])
  })

  it('that exchange two states take one detour', () => {
    const updates = [
      [a, nodeB],
      [b, nodeA],
    ] as const
    expect(flowsOf({ outputs: {}, updates })).toEqual(['a → main:0', 'b → a', 'main:0 → b'])
  })

  it('with one value for two states write it twice', () => {
    const sum = plus(nodeA, nodeB)
    const updates = [
      [a, sum],
      [b, sum],
    ] as const
    expect(flowsOf({ outputs: { sum }, updates })).toEqual(['a b → a', 'a → b'])
  })

  it('that read the old value at other elements than they write take a detour', () => {
    const matrix: State = { name: 'm', shape: [4, 4], data: new Float32Array(16) }
    const node = stateNode(matrix)
    for (const next of [contract('ij->ji', node), contract('ij,jk->ik', node, node)])
      expect(flowsOf({ outputs: {}, updates: [[matrix, next]] }).at(-1)).toBe('main:0 → m')
    const scaled = elementwise(p.div(q), [node, contract('ij->i_', node)])
    expect(flowsOf({ outputs: {}, updates: [[matrix, scaled]] })).toEqual(['m → main:0', 'm main:0 → m'])
  })

  it('keep the old value of a state for an output that shows it', () => {
    const updates = [[a, elementwise(p.add(1), [nodeA])]] as const
    expect(flowsOf({ outputs: { old: nodeA }, updates })).toEqual(['a → main:0', 'a → a'])
    expect(flowsOf({ outputs: { other: nodeB }, updates })).toEqual(['a → a'])
  })

  it('of one state twice, or with a value of another shape, are refused', () => {
    const twice = [
      [a, nodeB],
      [a, nodeA],
    ] as const
    expect(() => flowsOf({ outputs: {}, updates: twice })).toThrow(
      'update of a in main: the state changes twice',
    )
    const wrong = [[a, contract('i->i_', nodeA)]] as const
    expect(() => flowsOf({ outputs: {}, updates: wrong })).toThrow('expected [4], got [4, 1]')
  })
})
