/**
 * Which nodes share a kernel. An elementwise node joins the contraction that feeds it when it is cheap enough
 * to run in registers, and otherwise the elementwise kernels that feed it or read the same inputs: so that
 * an activation and its derivative share their exponentials, and an optimiser updates all its states at once.
 */

import { sameShape } from '../../base/index.ts'
import { costOf } from '../../expr/cost.ts'
import type { Expr, Operation } from '../../expr/expr.ts'
import { descend } from '../../expr/substitute.ts'
import { TRANSCENDENTALS } from '../../expr/transcendentals.ts'
import { type Entry, rootsOf } from '../entry.ts'
import { isLeaf, type Node, topological } from '../node.ts'
import type { LaidOut } from './layout.ts'
import { behindViews, isView } from './view.ts'

/**
 * What an epilogue may cost, in core operations per element. Beyond it a pass over the cache-hot result is
 * as fast, and the tile's code stays small.
 */
const EPILOGUE_LIMIT = 8

/** The transcendentals that may cost no more than that. */
const LIGHT: ReadonlySet<Operation> = new Set<Operation>(['gate', 'softsign'])

export interface Group {
  /** In order; of a fold, the fold first. */
  readonly nodes: Node[]
  /** Elementwise nodes computed inside a fold's loop, for its one operand. */
  readonly prologue: Node[]
  /** Groups that must run before this one, transitively. */
  readonly before: Set<Group>
  readonly panel: boolean
}

/** The entry's computed nodes in groups, in no particular order. */
export function group({ entry, panels }: LaidOut): Group[] {
  const order = topological(rootsOf(entry))
  const users = countUsers(entry, order)
  const grouping = new Grouping(panels)
  for (const node of order) {
    if (isLeaf(node) || isView(node) || isPrologue(node, users, panels)) continue
    const home = node.op === 'elementwise' ? grouping.homeOf(node) : undefined
    if (home) grouping.join(node, grouping.withFeeding(node, home))
    else grouping.start(node, prologueOf(node, users, panels))
  }
  return grouping.groups
}

/** Groups in an order that respects `before`. */
export function schedule(groups: readonly Group[]): Group[] {
  const done = new Set<Group>()
  const waiting = [...groups]
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ before }) => [...before].every((earlier) => done.has(earlier)))
    if (at < 0) throw new Error('kernels wait for each other')
    for (const next of waiting.splice(at, 1)) done.add(next)
  }
  return [...done]
}

function countUsers(entry: Entry, order: readonly Node[]): Map<Node, readonly Node[]> {
  const users = new Map<Node, Node[]>()
  for (const node of order)
    for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node])
  /** A root is used by the host as well. */
  for (const root of rootsOf(entry)) users.set(root, [...(users.get(root) ?? []), root])
  return users
}

type Users = ReadonlyMap<Node, readonly Node[]>

/** A fold over one operand computes that operand as it goes, if nobody else wants it. */
function isPrologue(node: Node, users: Users, panels: ReadonlySet<Node>): boolean {
  const [user, ...others] = users.get(node) ?? []
  if (node.op !== 'elementwise' || !user || others.length > 0 || user === node) return false
  const folds = user.op === 'maximum' || (user.op === 'contract' && user.inputs.length === 1)
  return folds && node.inputs.every((input) => isLeaf(input) || panels.has(input) === panels.has(node))
}

function prologueOf(node: Node, users: Users, panels: ReadonlySet<Node>): Node[] {
  const operand = node.inputs[0]
  return operand && isPrologue(operand, users, panels) ? [operand] : []
}

class Grouping {
  readonly #panels: ReadonlySet<Node>
  readonly #homes = new Map<Node, Group>()
  /** By node, the groups that read all of it, element by element. */
  readonly #readers = new Map<Node, Set<Group>>()
  readonly groups: Group[] = []

  constructor(panels: ReadonlySet<Node>) {
    this.#panels = panels
  }

  start(node: Node, prologue: Node[]): void {
    const made: Group = { nodes: [], prologue, before: new Set(), panel: this.#panels.has(node) }
    this.groups.push(made)
    for (const inner of prologue) this.#require(made, inner.inputs)
    this.join(node, made)
  }

  join(node: Node, home: Group): void {
    home.nodes.push(node)
    this.#homes.set(node, home)
    this.#require(home, node.inputs)
    for (const input of wholeInputs(node))
      this.#readers.set(input, (this.#readers.get(input) ?? new Set()).add(home))
  }

  /** The group an elementwise node can join without waiting for itself. */
  homeOf(node: Node): Group | undefined {
    return this.#candidates(node).find((candidate) => this.#fits(node, candidate))
  }

  /** `home` together with the other maps over the same elements that feed the node, where none waits for another. */
  withFeeding(node: Node, home: Group): Group {
    for (const input of node.inputs) {
      const feeding = isView(input) ? undefined : this.#homes.get(input)
      if (!feeding || feeding === home || !isMap(home) || !isMap(feeding)) continue
      const waits = home.before.has(feeding) || feeding.before.has(home)
      if (!waits && this.#fits(node, feeding)) this.#merge(feeding, home)
    }
    return home
  }

  /** The groups of the node's inputs, latest first, then elementwise groups that read one of its inputs. */
  #candidates(node: Node): Group[] {
    const feeding = node.inputs.flatMap((input) => this.#homes.get(behindViews(input)) ?? [])
    const readers = wholeInputs(node).flatMap((input) => this.#readers.get(input) ?? [])
    const reading = this.groups.filter((candidate) => readers.some((each) => each.has(candidate)))
    return [...new Set([...feeding.reverse(), ...reading])]
  }

  #fits(node: Node, candidate: Group): boolean {
    const root = candidate.nodes[0] as Node
    const sameSpace = sameShape(root.shape, node.shape) && candidate.panel === this.#panels.has(node)
    if (!sameSpace || !isOpen(root)) return false
    if (root.op !== 'elementwise' && !isEpilogue(node)) return false
    return node.inputs.every((input) => {
      const home = this.#homes.get(behindViews(input))
      if (!home) return true
      return home === candidate ? !isView(input) : !home.before.has(candidate)
    })
  }

  #merge(from: Group, into: Group): void {
    into.nodes.unshift(...from.nodes)
    for (const node of from.nodes) this.#homes.set(node, into)
    for (const readers of this.#readers.values()) if (readers.delete(from)) readers.add(into)
    this.groups.splice(this.groups.indexOf(from), 1)
    const waiting = this.groups.filter(({ before }) => before.delete(from) || before.has(into))
    for (const later of [into, ...waiting]) for (const earlier of from.before) later.before.add(earlier)
    for (const later of waiting) for (const earlier of [into, ...into.before]) later.before.add(earlier)
  }

  #require(home: Group, inputs: readonly Node[]): void {
    const needed = new Set<Group>()
    for (const input of inputs) {
      const feeding = this.#homes.get(behindViews(input))
      if (!feeding || feeding === home) continue
      needed.add(feeding)
      for (const earlier of feeding.before) needed.add(earlier)
    }
    for (const later of this.groups)
      if (later === home || later.before.has(home)) for (const g of needed) later.before.add(g)
  }
}

/** Whether others may join: the kernels of the remaining operations are fixed. */
function isOpen(root: Node): boolean {
  return root.op === 'elementwise' || root.op === 'contract' || root.op === 'maximum'
}

function isMap({ nodes: [root] }: Group): boolean {
  return root?.op === 'elementwise'
}

/** Cheap, and no optimiser's update: those run faster as a pass of their own over the finished gradient. */
function isEpilogue(node: Node): boolean {
  if (node.op !== 'elementwise' || !isCheap(node.attributes.expr)) return false
  return !node.inputs.some((input) => input.op === 'state' && sameShape(input.shape, node.shape))
}

/** What is plainly dear is not expanded to be told so: that would take longer than all else here. */
function isCheap(expr: Expr): boolean {
  const isDear = ({ operation }: Expr) => operation in TRANSCENDENTALS && !LIGHT.has(operation)
  return !descend([expr]).some(isDear) && costOf(expr) <= EPILOGUE_LIMIT
}

/** Broadcast inputs do not count: reading the same learning rate is no reason to share a loop. */
function wholeInputs(node: Node): Node[] {
  if (node.op !== 'elementwise') return []
  return node.inputs.filter((input) => sameShape(input.shape, node.shape))
}
