/**
 * Where the new values of states are written: over the old ones where nobody still needs those — the usual
 * case, an optimiser's — and otherwise to memory of their own, to be copied when the entry is done.
 */

import type { Entry } from '../entry.ts'
import { isLeaf, type Node, type State } from '../node.ts'
import type { Group } from './group.ts'
import { behindViews, isView } from './view.ts'

export interface Update {
  readonly state: State
  readonly node: Node
  readonly inPlace: boolean
}

/**
 * The entry with a copy of each leaf that must be kept while states change: the new value of a state, where
 * it is another's old one, and an output that shows an old one.
 */
export function keepLeaves(entry: Entry): Entry {
  const copies = new Map<Node, Node>()
  const copyOf = (node: Node): Node => {
    const copy: Node = { op: 'relayout', inputs: [node], attributes: { panel: false }, shape: node.shape }
    if (!copies.has(node)) copies.set(node, copy)
    return copies.get(node) as Node
  }
  const updates = entry.updates ?? []
  const outputs = Object.entries(entry.outputs).map(([name, node]) => {
    const changes = updates.some(([state]) => isState(node, state))
    return [name, changes ? copyOf(node) : node] as const
  })
  return {
    outputs: Object.fromEntries(outputs),
    updates: updates.map(([state, node]) => [state, isLeaf(node) ? copyOf(node) : node] as const),
  }
}

/** Decides for each update; groups that read an old value are put before the group that overwrites it. */
export function planUpdates(entry: Entry, groups: readonly Group[]): Update[] {
  const written = new Set<Node>()
  const writers = new Map(groups.flatMap((group) => group.nodes.map((node) => [node, group] as const)))
  const allReaders = readersOf(groups)
  return (entry.updates ?? []).map(([state, node]) => {
    const writer = writers.get(node)
    const readers = [...(allReaders.get(state) ?? [])].filter((group) => group !== writer)
    const inPlace =
      writer !== undefined &&
      !written.has(node) &&
      /** Padding is written before the first run, around room of its own. */
      node.op !== 'pad' &&
      !readsElsewhere(writer, state) &&
      !readers.some((reader) => reader.before.has(writer))
    written.add(node)
    if (inPlace && writer) putBefore(readers, writer, groups)
    return { state, node, inPlace }
  })
}

/** By state, the groups that read it. */
function readersOf(groups: readonly Group[]): Map<State, Set<Group>> {
  const readers = new Map<State, Set<Group>>()
  for (const group of groups)
    for (const { inputs } of [...group.prologue, ...group.nodes])
      for (const input of inputs) {
        const leaf = behindViews(input)
        if (leaf.op !== 'state') continue
        const { state } = leaf.attributes
        readers.set(state, (readers.get(state) ?? new Set()).add(group))
      }
  return readers
}

/** Whether a kernel reads the state elsewhere than at the element it writes. */
function readsElsewhere({ nodes, prologue }: Group, state: State): boolean {
  const root = nodes[0] as Node
  const inner = root.op === 'elementwise' ? prologue : [root, ...prologue]
  const isElsewhere = (node: Node, input: Node) => isView(input) || inner.includes(node)
  return [...prologue, ...nodes].some((node) =>
    node.inputs.some((input) => isState(behindViews(input), state) && isElsewhere(node, input)),
  )
}

function isState(node: Node, state: State): boolean {
  return node.op === 'state' && node.attributes.state === state
}

function putBefore(readers: readonly Group[], writer: Group, groups: readonly Group[]): void {
  const earlier = new Set(readers.flatMap((reader) => [reader, ...reader.before]))
  if (earlier.size === 0) return
  for (const later of groups)
    if (later === writer || later.before.has(writer)) for (const group of earlier) later.before.add(group)
}
