/** What a program is asked to do: the outputs of a run, and the states it leaves changed. */

import { formatShape, OgeeError, sameShape } from '../base/index.ts'
import { type Node, type State, topological } from './node.ts'

export interface Entry {
  readonly outputs: Readonly<Record<string, Node>>
  /** All states change together, after everything that reads their old values, outputs included. */
  readonly updates?: readonly (readonly [State, Node])[]
  /**
   * Whether it is run many times in a row: then its inputs of one number are read from a table, and its outputs of one
   * number are also written to one, a row for each run. Default: false.
   */
  readonly repeats?: boolean
}

/** The names of the inputs that are read from a table. */
export function repeatedInputs(entry: Entry): string[] {
  if (!entry.repeats) return []
  const inputs = topological(rootsOf(entry)).filter((node) => node.op === 'input')
  return inputs.flatMap(({ attributes: { name, type }, shape }) =>
    type === 'f32' && shape.length === 0 ? [name] : [],
  )
}

/** The names of the outputs that are also written to one. */
export function repeatedOutputs({ outputs, repeats }: Entry): string[] {
  return repeats ? Object.keys(outputs).filter((name) => outputs[name]?.shape.length === 0) : []
}

/** The nodes an entry computes, outputs first, then updates. */
export function rootsOf(entry: Entry): Node[] {
  return [...Object.values(entry.outputs), ...(entry.updates ?? []).map(([, node]) => node)]
}

/** The same entry over other nodes. */
export function mapEntry(entry: Entry, to: (node: Node) => Node): Entry {
  const outputs = Object.entries(entry.outputs).map(([name, node]) => [name, to(node)] as const)
  return {
    outputs: Object.fromEntries(outputs),
    updates: (entry.updates ?? []).map(([state, node]) => [state, to(node)] as const),
  }
}

/** Throws unless every state changes once, to a value of its own shape, and every output has a value to show. */
export function checkEntry(name: string, { outputs, updates = [] }: Entry): void {
  for (const [key, node] of Object.entries(outputs))
    if (node.op === 'input' && node.attributes.external)
      throw new OgeeError({
        where: `output ${name}.${key}`,
        problem: `input ${node.attributes.name} is bound, and can only be looked up`,
      })
  const changed = new Set<State>()
  for (const [state, { shape }] of updates) {
    const where = `update of ${state.name} in ${name}`
    if (changed.has(state)) throw new OgeeError({ where, problem: 'the state changes twice' })
    changed.add(state)
    if (!sameShape(shape, state.shape))
      throw new OgeeError({
        where,
        problem: 'the new value has another shape',
        expected: formatShape(state.shape),
        got: formatShape(shape),
      })
  }
}
