/** Where the numbers of nodes lie, and how loops over their axes get there. */

import type { Node } from '../node.ts'
import type { Operand } from './space.ts'
import type { Lie } from './view.ts'

/** Where a node's numbers lie. */
export interface Place extends Lie {
  readonly buffer: number
}

/** What lowering asks of the program it lowers into. */
export interface Memory {
  placeOf(node: Node): Place
  /** Whether somebody outside its own kernel reads the node. */
  isStored(node: Node): boolean
  /** Whether its memory holds zeros before each run, and its kernels leave it so. */
  startsClear(node: Node): boolean
}

/** A node read or written along these labels. */
export function operandOf(node: Node, labels: readonly (string | undefined)[], memory: Memory): Operand {
  return { ...memory.placeOf(node), shape: node.shape, labels }
}

/** The extents of a node's axes, which go by their positions. */
export function extentsOf(node: Node): Map<string, number> {
  return new Map(node.shape.map((extent, axis) => [`${axis}`, extent]))
}

export function positionsOf(node: Node): string[] {
  return node.shape.map((_, axis) => `${axis}`)
}
