/**
 * From entries over tensors to a program over buffers: settle, share, lay out, group, plan updates, schedule, plan
 * memory, lower. Several entries of one program (a training step, a prediction) share its states and inputs.
 */

import { formatShape } from '../base/index.ts'
import { variable } from '../expr/expr.ts'
import type { Kernel, Program } from '../kernel/kernel.ts'
import { Buffers, type Constant, type Slot } from './buffers.ts'
import { checkEntry, type Entry, repeatedInputs, repeatedOutputs, rootsOf } from './entry.ts'
import { isLeaf, type Node, type State, topological } from './node.ts'
import { type Group, group, schedule } from './passes/group.ts'
import { layOut } from './passes/layout.ts'
import { lowerGroup } from './passes/lower.ts'
import { lowerSweep } from './passes/moves.ts'
import type { Place } from './passes/place.ts'
import type { Life } from './passes/plan-memory.ts'
import { settle } from './passes/settle.ts'
import { share } from './passes/share.ts'
import { keepLeaves, planUpdates } from './passes/update.ts'
import { behindViews, isView, lookAt, type View } from './passes/view.ts'

export interface GraphProgram {
  readonly program: Program
  readonly inputs: ReadonlyMap<string, Slot>
  readonly states: ReadonlyMap<State, Slot>
  readonly constants: readonly Constant[]
  /** Buffers that are filled before the first run, with a number each. */
  readonly fills: ReadonlyMap<string, number>
  /** By entry and name. Valid until the next run of any entry. */
  readonly outputs: ReadonlyMap<string, ReadonlyMap<string, Slot>>
  /** By entry; of one that does not repeat it is empty. */
  readonly series: ReadonlyMap<string, SeriesBuffers>
}

/** What an entry reads from a table and writes to one, a row for each run: bound buffers of one number each, by name. */
export interface SeriesBuffers {
  readonly inputs: ReadonlyMap<string, string>
  readonly outputs: ReadonlyMap<string, string>
}

export function buildProgram(entries: Readonly<Record<string, Entry>>): GraphProgram {
  const buffers = new Buffers(new Set(Object.values(entries).flatMap(repeatedInputs)))
  const kernels: Kernel[] = []
  const orders: Record<string, readonly number[]> = {}
  const outputs = new Map<string, ReadonlyMap<string, Slot>>()
  const lives: Life[][] = []
  for (const [name, entry] of Object.entries(entries)) {
    const lowered = lowerEntry(name, entry, buffers)
    orders[name] = lowered.kernels.map((kernel) => kernels.push(kernel) - 1)
    outputs.set(name, lowered.outputs)
    lives.push(lowered.lives)
  }
  const program = { ...buffers.plan(lives), kernels, entries: orders }
  const { inputs, states, constants, fills } = buffers
  const series = new Map(
    Object.entries(entries).map(([name, entry]) => [name, seriesOf(name, entry, inputs)]),
  )
  return { program, inputs, states, constants, fills, outputs, series }
}

function seriesOf(name: string, entry: Entry, slots: ReadonlyMap<string, Slot>): SeriesBuffers {
  const inputs = repeatedInputs(entry).flatMap((input) => {
    const slot = slots.get(input)
    return slot ? [[input, slot.buffer] as const] : []
  })
  const outputs = repeatedOutputs(entry).map((output) => [output, seriesBuffer(name, output)] as const)
  return { inputs: new Map(inputs), outputs: new Map(outputs) }
}

const seriesBuffer = (entry: string, output: string): string => `series:${entry}.${output}`

interface LoweredEntry {
  /** In the order in which they run. */
  readonly kernels: Kernel[]
  /** Of the buffers that are the entry's own. */
  readonly lives: Life[]
  readonly outputs: ReadonlyMap<string, Slot>
}

function lowerEntry(name: string, raw: Entry, buffers: Buffers): LoweredEntry {
  checkEntry(name, raw)
  const laidOut = layOut(keepLeaves(share(settle(raw))))
  const { entry, panels } = laidOut
  const groups = group(laidOut)
  const updates = planUpdates(entry, groups)
  const ordered = schedule(groups)
  const places = new Map<Node, Place>()
  for (const node of topological(rootsOf(entry)))
    if (isLeaf(node)) places.set(node, buffers.placeLeaf(node, panels.has(node)))
  for (const { state, node, inPlace } of updates) if (inPlace) places.set(node, buffers.placeState(state))
  const stored = storedNodes(entry, groups)
  const own = new Set([...stored].filter((node) => !places.has(node)))
  const swept = sweptNodes(own, entry)
  for (const [i, node] of [...own].entries()) {
    const fill = node.op === 'pad' ? node.attributes.value : swept.has(node) ? 0 : undefined
    places.set(node, buffers.add(`entry:${name}:${i}`, node.shape, panels.has(node), fill))
  }
  /** Padding and zeros are there before a run, and must still be there after it. */
  const passing = new Set([...own].filter((node) => node.op !== 'pad' && !swept.has(node)))
  const memory = {
    placeOf: (node: Node) => placeIn(places, node),
    isStored: (node: Node) => stored.has(node),
    startsClear: (node: Node) => swept.has(node),
  }
  const copies = updates
    .filter(({ inPlace }) => !inPlace)
    .map(({ state, node }) => {
      const place = buffers.placeState(state)
      return copy('update', memory.placeOf(node), place, place.storage.size)
    })
  const kept = repeatedOutputs(raw).map((output) => {
    const place = memory.placeOf(entry.outputs[output] as Node)
    return copy('keep', place, buffers.addBound(seriesBuffer(name, output)), 1)
  })
  const sweeps = [...swept].flatMap((node) => (node.op === 'scatter' ? [lowerSweep(node, memory)] : []))
  const last = [...rootsOf(entry), ...[...swept].map(({ inputs }) => inputs[0] as Node)]
  return {
    kernels: [...ordered.flatMap((each) => lowerGroup(each, memory)), ...copies, ...sweeps, ...kept],
    lives: [...livesOf(passing, ordered, last)].map(([node, { from, to }]) => {
      const { buffer, storage } = memory.placeOf(node)
      return { buffer, size: storage.size, from, to }
    }),
    outputs: new Map(
      Object.entries(entry.outputs).map(([key, node]) => [
        key,
        buffers.slotOf(memory.placeOf(node), node.shape),
      ]),
    ),
  }
}

/**
 * Sums into tables, of which a run touches fewer rows than there are, and that nobody reads when it is over: their
 * memory is kept clear, by the row numbers of the run itself.
 */
function sweptNodes(own: ReadonlySet<Node>, entry: Entry): Set<Node> {
  const roots = new Set(rootsOf(entry).map(behindViews))
  const isSwept = (node: Node) => {
    if (node.op !== 'scatter' || roots.has(node)) return false
    const indices = node.inputs[0] as Node
    return behindViews(indices).op !== 'state' && (indices.shape[0] as number) < node.attributes.rows
  }
  return new Set([...own].filter(isSwept))
}

/** Nodes that somebody outside their own kernel reads, the host included. */
function storedNodes(entry: Entry, groups: readonly Group[]): Set<Node> {
  const stored = new Set<Node>(rootsOf(entry).filter((node) => !isLeaf(node)))
  for (const { nodes, prologue } of groups) {
    const inside = new Set([...nodes, ...prologue])
    const read = [...inside].flatMap(({ inputs }) => inputs.filter((input) => !inside.has(input)))
    for (const node of read.map(behindViews)) if (!isLeaf(node)) stored.add(node)
  }
  return stored
}

function placeIn(places: ReadonlyMap<Node, Place>, node: Node): Place {
  const place = isView(node) ? placeOfView(places, node) : places.get(node)
  if (!place) throw new Error(`no memory was planned for a node ${node.op}${formatShape(node.shape)}`)
  return place
}

function placeOfView(places: ReadonlyMap<Node, Place>, view: View): Place | undefined {
  const place = placeIn(places, view.inputs[0] as Node)
  const lie = lookAt(view, place)
  return lie && { ...place, ...lie }
}

/** From the group that computes each node to the last that reads it; `last` are read when all have run. */
function livesOf(
  own: ReadonlySet<Node>,
  ordered: readonly Group[],
  last: readonly Node[],
): Map<Node, { from: number; to: number }> {
  const lives = new Map<Node, { from: number; to: number }>()
  ordered.forEach(({ nodes, prologue }, i) => {
    for (const node of nodes) if (own.has(node)) lives.set(node, { from: i, to: i })
    for (const input of [...prologue, ...nodes].flatMap(({ inputs }) => inputs)) {
      const life = lives.get(behindViews(input))
      if (life) life.to = i
    }
  })
  for (const node of last) {
    const life = lives.get(behindViews(node))
    if (life) life.to = ordered.length
  }
  return lives
}

/** The first elements of a buffer, padding included. */
function copy(name: string, from: Place, to: Place, extent: number): Kernel {
  return {
    name,
    axes: [{ name: 'element', extent }],
    loads: [{ name: 'load0', access: { buffer: from.buffer, offset: from.offset, strides: [1] } }],
    stores: [{ access: { buffer: to.buffer, offset: 0, strides: [1] }, value: variable('load0') }],
  }
}
