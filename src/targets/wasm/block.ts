/**
 * The order of a product's loops where one operand is too large for the second cache. Read whole for every tile of the
 * other one, it would come from further away again and again; so it is taken in blocks, and all of the other operand
 * passes before the next block comes.
 *
 * It reorders outputs, never a fold, and cuts no vector: no bit changes.
 */

import { variablesOf } from '../../expr/index.ts'
import type { Access, Axis, Fold, Kernel } from '../../kernel/kernel.ts'
import { movesAlong } from './access.ts'
import { countOutputs, mapAccesses } from './collapse.ts'
import type { Part } from './kernel.ts'

const BYTES = 4
/** Of a block: second caches have half a megabyte and more, and the other operand passes through them too. */
const BLOCK_BYTES = 2 ** 18
/** Blocks of fewer indices leave tiles too little choice. */
const LEAST_WIDTH = 4

/** The part with its innermost loop in blocks, and the loop over them around the loop that was around it. */
export function blockLoops(part: Part): Part {
  const { kernel, vectorAxis, pinned } = part
  const { fold } = kernel
  const inner = fold ? innermost(part) : 0
  const outer = inner - 1
  if (!fold || outer < (pinned ? 1 : 0) || (vectorAxis !== undefined && vectorAxis < inner)) return part
  const width = widthOf(kernel, fold, outer, inner)
  if (width === undefined) return part
  return {
    kernel: inBlocks(kernel, outer, inner, width),
    vectorAxis: vectorAxis === undefined ? undefined : vectorAxis + 1,
    pinned,
    blocks: outer,
  }
}

/** The last axis of the outputs, vectors apart: a tile has them whole, or nearly so. */
function innermost({ kernel, vectorAxis }: Part): number {
  return kernel.axes.findLastIndex(
    ({ extent }, axis) => axis < countOutputs(kernel) && axis !== vectorAxis && extent > 1,
  )
}

/**
 * The most indices along `inner` for which what is read of them, again for every step of `outer`, is no more than a
 * block; undefined where that is all of them, or next to none. Blocks are alike, so it divides the extent.
 */
function widthOf({ axes, loads }: Kernel, { body }: Fold, outer: number, inner: number): number | undefined {
  const names = variablesOf(body)
  const { extent } = axes[inner] as Axis
  const bytes = loads
    .filter(({ name, access }) => {
      return names.has(name) && movesAlong(access, inner) && !movesAlong(access, outer)
    })
    .reduce((sum, { access }) => sum + bytesBehind(access, axes, inner), 0)
  if (extent * bytes <= BLOCK_BYTES) return undefined
  for (let blocks = Math.ceil((extent * bytes) / BLOCK_BYTES); blocks * LEAST_WIDTH <= extent; blocks++)
    if (extent % blocks === 0) return extent / blocks
  return undefined
}

/** What an operand reads at one index of `axis`. */
function bytesBehind(access: Access, axes: readonly Axis[], axis: number): number {
  return axes
    .filter((_, i) => i > axis && movesAlong(access, i))
    .reduce((bytes, { extent }) => bytes * extent, BYTES)
}

function inBlocks(kernel: Kernel, outer: number, inner: number, width: number): Kernel {
  const split = <T>(all: readonly T[], block: T, within: T): T[] =>
    all.with(inner, within).toSpliced(outer, 0, block)
  const { name, extent } = kernel.axes[inner] as Axis
  const blocks = { name: `${name}.blocks`, extent: extent / width }
  const axes = split(kernel.axes, blocks, { name, extent: width })
  return mapAccesses({ ...kernel, axes }, (strides) => {
    const stride = strides[inner] as number
    return split(strides, stride * width, stride)
  })
}
