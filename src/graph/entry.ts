/** What a program is asked to do: the outputs of a run, and the states it leaves changed. */

import type { Node, State } from './node.ts'

export interface Entry {
  readonly outputs: Readonly<Record<string, Node>>
  /** All states change together, after everything that reads their old values. */
  readonly updates?: readonly (readonly [State, Node])[]
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
