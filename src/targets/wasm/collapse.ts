/** The same kernel with fewer loops: axes of extent 1 dropped, neighbours that step alike made one. */

import type { Access, Axis, Kernel } from '../../kernel/kernel.ts'
import { mapStrides } from './access.ts'

export function collapse(kernel: Kernel): Kernel {
  let current = kernel
  for (let axis = kernel.axes.length - 1; axis >= 0; axis--)
    if (current.axes[axis]?.extent === 1) current = withoutAxis(current, axis)
  for (let axis = current.axes.length - 2; axis >= 0; axis--)
    if (canMerge(current, axis)) current = merged(current, axis)
  return current
}

/** How many axes the stores run over. */
export function countOutputs({ axes, fold }: Kernel): number {
  return axes.length - (fold?.axes ?? 0)
}

function withoutAxis(kernel: Kernel, axis: number): Kernel {
  const inFold = axis >= countOutputs(kernel)
  const axes = kernel.axes.filter((_, i) => i !== axis)
  const smaller = mapAccesses({ ...kernel, axes }, (strides) => strides.filter((_, i) => i !== axis))
  return inFold && smaller.fold
    ? { ...smaller, fold: { ...smaller.fold, axes: smaller.fold.axes - 1 } }
    : smaller
}

/**
 * Whether a step along `axis` equals a whole run along the next one, everywhere. An output's axis and one of
 * the fold never do: stores move along the first alone.
 */
function canMerge(kernel: Kernel, axis: number): boolean {
  const { extent } = kernel.axes[axis + 1] as Axis
  return accessesOf(kernel).every(({ strides }) => strides[axis] === (strides[axis + 1] as number) * extent)
}

function merged(kernel: Kernel, axis: number): Kernel {
  const [outer, inner] = kernel.axes.slice(axis, axis + 2) as [Axis, Axis]
  const both = { name: `${outer.name}·${inner.name}`, extent: outer.extent * inner.extent }
  return withoutAxis({ ...kernel, axes: kernel.axes.with(axis + 1, both) }, axis)
}

function accessesOf({ loads, stores }: Kernel): Access[] {
  return [...loads, ...stores].flatMap(({ access }) =>
    access.lookup ? [access, access.lookup.indices] : [access],
  )
}

/** The same for all strides of a kernel. */
export function mapAccesses(kernel: Kernel, map: (strides: readonly number[]) => readonly number[]): Kernel {
  return {
    ...kernel,
    loads: kernel.loads.map((load) => ({ ...load, access: mapStrides(load.access, map) })),
    stores: kernel.stores.map((store) => ({ ...store, access: mapStrides(store.access, map) })),
  }
}
