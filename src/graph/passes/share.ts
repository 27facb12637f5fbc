/**
 * Equal nodes become one, so that what is written twice is computed once. Detachments go: they have done their
 * work when gradients are graphs already.
 */

import { formatShape } from '../../base/index.ts'
import { type Entry, mapEntry, rootsOf } from '../entry.ts'
import { type Node, type NodeOf, type Op, topological } from '../node.ts'

/** Constants of at most so many numbers are equal by value, longer ones by identity. */
const SHORT = 16

/** What tells two nodes of one operation and equal inputs apart. `identity` numbers objects. */
const KEYS: { readonly [K in Op]: (node: NodeOf<K>, identity: (of: object) => number) => string | number } = {
  input: ({ attributes: { name, type, batched, external } }) => [name, type, batched, external].join(),
  state: ({ attributes: { state } }, identity) => identity(state),
  constant: ({ attributes: { data } }, identity) =>
    data.length <= SHORT ? Array.from(data, spell).join() : `#${identity(data)}`,
  elementwise: ({ attributes: { expr } }) => expr.id,
  contract: ({ attributes: { subscripts } }) => subscripts,
  maximum: ({ attributes: { axes } }) => axes.join(),
  lookup: () => '',
  scatter: () => '',
  concat: () => '',
  detach: () => '',
  split: ({ attributes: { axis, size } }) => `${axis}/${size}`,
  merge: ({ attributes: { axis } }) => axis,
  pad: ({ attributes: { padding, value } }) => `${JSON.stringify(padding)}${spell(value)}`,
  windows: ({ attributes: { axis, size, stride, dilation } }) => [axis, size, stride, dilation].join(),
  overlap: ({ attributes: { axis, stride, dilation } }) => [axis, stride, dilation].join(),
  flip: ({ attributes: { axis } }) => axis,
  relayout: ({ attributes: { panel } }) => `${panel}`,
  slice: ({ attributes: { axis, start, length, step } }) => [axis, start, length, step].join(),
}

export function share(entry: Entry): Entry {
  const numbers = new Map<object, number>()
  const identity = (of: object) => {
    if (!numbers.has(of)) numbers.set(of, numbers.size)
    return numbers.get(of) as number
  }
  const known = new Map<string, Node>()
  return rebuild(entry, (node) => {
    if (node.op === 'detach') return node.inputs[0] as Node
    const inputs = node.inputs.map(identity).join()
    const key = `${node.op}(${inputs})${formatShape(node.shape)}${keyOf(node, identity)}`
    if (!known.has(key)) known.set(key, node)
    return known.get(key) as Node
  })
}

function keyOf<K extends Op>(node: NodeOf<K>, identity: (of: object) => number): string | number {
  return KEYS[node.op](node, identity)
}

function spell(number: number): string {
  return Object.is(number, -0) ? '-0' : `${number}`
}

/** The entry rebuilt from its leaves, each node — over rebuilt inputs — passed through `step`. */
export function rebuild(entry: Entry, step: (node: Node) => Node): Entry {
  const done = new Map<Node, Node>()
  for (const node of topological(rootsOf(entry))) {
    const inputs = node.inputs.map((input) => done.get(input) as Node)
    const same = inputs.every((input, i) => input === node.inputs[i])
    done.set(node, step(same ? node : ({ ...node, inputs } as Node)))
  }
  return mapEntry(entry, (node) => done.get(node) as Node)
}
