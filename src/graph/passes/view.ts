/**
 * Nodes that are looked at where their input lies, with other strides: slices, windows, axes split and merged. Nothing
 * computes or stores them, and nothing is ever written through them, so it does no harm where windows meet.
 */

import type { Node, NodeOf } from '../node.ts'
import type { Storage } from './storage.ts'

export type View = NodeOf<'slice'> | NodeOf<'windows'> | NodeOf<'split'> | NodeOf<'merge'>

/** Where a tensor starts in its buffer, in elements, and how it lies from there. */
export interface Lie {
  readonly offset: number
  readonly storage: Storage
}

/** Rows and what they hold do not lie side by side: padding comes between. */
export function isView(node: Node): node is View {
  if (node.op === 'merge') return node.attributes.axis > 0
  return node.op === 'slice' || node.op === 'windows' || node.op === 'split'
}

/** What is looked at, behind all views. */
export function behindViews(node: Node): Node {
  return isView(node) ? behindViews(node.inputs[0] as Node) : node
}

/** How a view lies where its input lies so; undefined where axes to be merged do not follow each other. */
export function lookAt(view: View, { offset, storage }: Lie): Lie | undefined {
  const { axis } = view.attributes
  const stride = storage.strides[axis] as number
  const lie = (count: number, strides: readonly number[], start = 0): Lie => ({
    offset: offset + start * stride,
    storage: { ...storage, strides: storage.strides.toSpliced(axis, count, ...strides), padded: false },
  })
  switch (view.op) {
    case 'slice':
      return lie(1, [stride * view.attributes.step], view.attributes.start)
    case 'windows':
      return lie(1, [stride * view.attributes.stride, stride * view.attributes.dilation])
    case 'split':
      return lie(1, [stride * view.attributes.size, stride])
    case 'merge': {
      const inner = storage.strides[axis + 1] as number
      const [groups, size] = (view.inputs[0] as Node).shape.slice(axis, axis + 2) as [number, number]
      if (size === 1) return lie(2, [stride])
      return groups === 1 || stride === inner * size ? lie(2, [inner]) : undefined
    }
  }
}
