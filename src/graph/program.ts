/**
 * From entries over tensors to a program over buffers: share, lay out, group, plan updates, schedule, plan
 * memory, lower. Several entries of one program (a training step, a prediction) share its states and inputs.
 */

import { formatShape, OgeeError, type Shape, sameShape } from '../base/index.ts'
import { variable } from '../expr/expr.ts'
import type { Buffer, Kernel, Program } from '../kernel/kernel.ts'
import { type Entry, rootsOf } from './entry.ts'
import { type Node, type NodeOf, type State, topological } from './node.ts'
import { type Group, group, isLeaf, schedule } from './passes/group.ts'
import { LANES, layOut, PANEL, type Storage, storageOf } from './passes/layout.ts'
import { lowerGroup, type Place } from './passes/lower.ts'
import { align, type Life, planMemory } from './passes/plan-memory.ts'
import { share } from './passes/share.ts'
import { planUpdates } from './passes/update.ts'

/** A tensor of a program: which buffer, which shape, and how it lies in it. */
export interface Slot {
  readonly buffer: string
  readonly shape: Shape
  readonly storage: Storage
}

export interface GraphProgram {
  readonly program: Program
  readonly inputs: ReadonlyMap<string, Slot>
  readonly states: ReadonlyMap<State, Slot>
  readonly constants: readonly { readonly slot: Slot; readonly data: ArrayLike<number> }[]
  /** By entry and name. Valid until the next run of any entry. */
  readonly outputs: ReadonlyMap<string, ReadonlyMap<string, Slot>>
}

export function buildProgram(entries: Readonly<Record<string, Entry>>): GraphProgram {
  const builder = new Builder()
  for (const [name, entry] of Object.entries(entries)) builder.add(name, entry)
  return builder.finish()
}

class Builder {
  readonly #buffers: { name: string; type: Buffer['type']; size: number; external: boolean }[] = []
  readonly #kernels: Kernel[] = []
  readonly #entries: Record<string, readonly number[]> = {}
  /** The lives of each entry's own buffers; entries share that memory, since only one runs at a time. */
  readonly #lives: Life[][] = []
  readonly #inputs = new Map<string, Slot>()
  readonly #states = new Map<State, Slot>()
  readonly #constants: { slot: Slot; data: ArrayLike<number> }[] = []
  readonly #leaves = new Map<string | State | ArrayLike<number>, number>()
  readonly #outputs = new Map<string, Map<string, Slot>>()

  add(name: string, raw: Entry): void {
    const laidOut = layOut(share(withComputedUpdates(raw)))
    const { entry, panels } = laidOut
    const groups = group(laidOut)
    const updates = planUpdates(entry, groups)
    const places = new Map<Node, Place>()
    const own = new Set<Node>()
    for (const node of topological(rootsOf(entry))) if (isLeaf(node)) places.set(node, this.#leafPlace(node))
    for (const { state, node, inPlace } of updates) if (inPlace) places.set(node, this.#statePlace(state))
    const stored = storedNodes(entry, groups)
    for (const node of stored) {
      if (places.has(node)) continue
      own.add(node)
      const storage = storageOf(node.shape, panels.has(node))
      places.set(node, { buffer: this.#buffer(`${name}:${own.size}`, 'f32', storage.size), storage })
    }
    const memory = {
      placeOf: (node: Node) => placeIn(places, node),
      isStored: (node: Node) => stored.has(node),
    }
    const ordered = schedule(groups)
    const lowered = ordered.map((each) => lowerGroup(each, memory))
    const copies = updates
      .filter(({ inPlace }) => !inPlace)
      .map(({ state, node }) => copy(placeIn(places, node), this.#statePlace(state)))
    const last = ordered.length
    const lives = [...own].map((node) => lifeOf(node, placeIn(places, node), ordered, entry, last))
    this.#lives.push(lives)
    this.#entries[name] = [...lowered.flat(), ...copies].map((kernel) => this.#kernels.push(kernel) - 1)
    const outputs = Object.entries(entry.outputs).map(([key, node]) => {
      const { buffer, storage } = placeIn(places, node)
      return [key, { buffer: this.#nameOf(buffer), shape: node.shape, storage }] as const
    })
    this.#outputs.set(name, new Map(outputs))
  }

  finish(): GraphProgram {
    const transient = new Set(this.#lives.flat().map(({ buffer }) => buffer))
    const offsets = new Map<number, number>()
    let base = 0
    this.#buffers.forEach(({ size, external }, i) => {
      if (external || transient.has(i)) return
      offsets.set(i, base)
      base += align(size)
    })
    let total = base
    for (const lives of this.#lives) {
      const plan = planMemory(lives, base)
      for (const [buffer, offset] of plan.offsets) offsets.set(buffer, offset)
      total = Math.max(total, plan.size)
    }
    const buffers = this.#buffers.map(({ name, type, size, external }, i): Buffer => {
      const place = external ? 'external' : { offset: offsets.get(i) ?? 0 }
      return { name, type, size, place }
    })
    return {
      program: { buffers, kernels: this.#kernels, entries: this.#entries, size: total },
      inputs: this.#inputs,
      states: this.#states,
      constants: this.#constants,
      outputs: this.#outputs,
    }
  }

  #buffer(name: string, type: Buffer['type'], size: number, external = false): number {
    return this.#buffers.push({ name, type, size, external }) - 1
  }

  #nameOf(buffer: number): string {
    return (this.#buffers[buffer] as { name: string }).name
  }

  #leafPlace(node: Node): Place {
    if (node.op === 'state') return this.#statePlace(node.attributes.state)
    if (node.op === 'input') return this.#inputPlace(node)
    const { data } = (node as NodeOf<'constant'>).attributes
    const storage = storageOf(node.shape, false)
    const known = this.#leaves.get(data)
    if (known !== undefined) return { buffer: known, storage }
    const buffer = this.#buffer(`constant:${this.#constants.length}`, 'f32', storage.size)
    this.#leaves.set(data, buffer)
    this.#constants.push({ slot: { buffer: this.#nameOf(buffer), shape: node.shape, storage }, data })
    return { buffer, storage }
  }

  #statePlace(state: State): Place {
    const storage = storageOf(state.shape, false)
    const known = this.#leaves.get(state)
    if (known !== undefined) return { buffer: known, storage }
    const name = `state:${this.#states.size}:${state.name}`
    const buffer = this.#buffer(name, 'f32', storage.size)
    this.#leaves.set(state, buffer)
    this.#states.set(state, { buffer: name, shape: state.shape, storage })
    return { buffer, storage }
  }

  #inputPlace({ attributes: { name, type, batched, external }, shape }: NodeOf<'input'>): Place {
    const panel = batched && !external && (shape[0] ?? 0) % PANEL === 0
    const storage = storageOf(shape, panel)
    const known = this.#inputs.get(name)
    if (known) {
      if (!sameShape(known.shape, shape))
        throw new OgeeError({
          where: `input ${name}`,
          problem: 'two entries disagree about its shape',
          got: `${formatShape(known.shape)} and ${formatShape(shape)}`,
        })
      return { buffer: this.#leaves.get(name) as number, storage }
    }
    const buffer = this.#buffer(`input:${name}`, type, external ? 0 : storage.size, external)
    this.#leaves.set(name, buffer)
    this.#inputs.set(name, { buffer: `input:${name}`, shape, storage })
    return { buffer, storage }
  }
}

/** A state that takes over a leaf's value as it stands needs a copy to be computed. */
function withComputedUpdates(entry: Entry): Entry {
  const updates = (entry.updates ?? []).map(([state, node]): readonly [State, Node] => {
    const copied: Node = { op: 'relayout', inputs: [node], attributes: { panel: false }, shape: node.shape }
    return [state, isLeaf(node) ? copied : node]
  })
  return { ...entry, updates }
}

/** Nodes that somebody outside their own kernel reads, the host included. */
function storedNodes(entry: Entry, groups: readonly Group[]): Set<Node> {
  const stored = new Set<Node>(rootsOf(entry).filter((node) => !isLeaf(node)))
  for (const { nodes, prologue } of groups) {
    const inside = new Set([...nodes, ...prologue])
    for (const node of inside)
      for (const input of node.inputs) if (!isLeaf(input) && !inside.has(input)) stored.add(input)
  }
  return stored
}

function placeIn(places: ReadonlyMap<Node, Place>, node: Node): Place {
  const place = places.get(node)
  if (!place) throw new Error(`no memory was planned for a node ${node.op}${formatShape(node.shape)}`)
  return place
}

function lifeOf(node: Node, place: Place, ordered: readonly Group[], entry: Entry, last: number): Life {
  const from = ordered.findIndex(({ nodes }) => nodes.includes(node))
  const isRead = ({ nodes, prologue }: Group) =>
    [...nodes, ...prologue].some(({ inputs }) => inputs.includes(node))
  const to = rootsOf(entry).includes(node) ? last : Math.max(from, ordered.findLastIndex(isRead))
  return { buffer: place.buffer, size: place.storage.size, from, to }
}

/** Whole buffers, padding included. */
function copy(from: Place, to: Place): Kernel {
  return {
    name: 'update',
    axes: [{ name: 'element', extent: Math.max(LANES, to.storage.size) }],
    loads: [{ name: 'load0', access: { buffer: from.buffer, offset: 0, strides: [1] } }],
    stores: [{ access: { buffer: to.buffer, offset: 0, strides: [1] }, value: variable('load0') }],
  }
}
