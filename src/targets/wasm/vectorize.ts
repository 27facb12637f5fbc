/** Chooses the axis whose neighbours fill the lanes of a vector, by an estimate of the instructions saved. */

import { descend, type Expr, variablesOf } from '../../expr/index.ts'
import type { Access, Kernel } from '../../kernel/kernel.ts'
import { looksUpAlong, vectorForm } from './access.ts'
import { countOutputs } from './collapse.ts'
import { LANES } from './pool.ts'

/** Instructions, roughly, to read or write four lanes one by one, and to look up a row for each. */
const LANES_COST = 6
const LOOKUPS_COST = 12
/** Instructions to add up the lanes of a vector. */
const REDUCE_COST = 8

/** The axis to vectorise, or undefined when one number at a time is as good. */
export function chooseVectorAxis(kernel: Kernel): number | undefined {
  let best: number | undefined
  let lowest = costOf(kernel, undefined)
  for (let axis = kernel.axes.length - 1; axis >= 0; axis--) {
    if (!canVectorize(kernel, axis)) continue
    const cost = costOf(kernel, axis)
    if (cost < lowest) [best, lowest] = [axis, cost]
  }
  return best
}

/** Lanes that add to memory must never meet, and must add in loop order. */
function canVectorize({ axes, stores }: Kernel, axis: number): boolean {
  const { extent } = axes[axis] as { extent: number }
  if (extent < LANES) return false
  return stores.every(({ access, accumulate }) => !accumulate || isSeparate(access, axis, extent))
}

/** Whether an address tells the index along `axis`: whatever else moves steps over the whole axis. */
function isSeparate(access: Access, axis: number, extent: number): boolean {
  const { strides, lookup } = access
  if (strides[axis] !== 1 || looksUpAlong(access, axis)) return false
  const others = [...strides.filter((_, i) => i !== axis), lookup?.stride ?? 0]
  const step = others.reduce(gcd, 0)
  return step === 0 || step >= extent
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Instructions per output, with vectors along `axis`. */
function costOf(kernel: Kernel, axis: number | undefined): number {
  const { axes, fold, stores } = kernel
  const outputs = countOutputs(kernel)
  const folded = axes.slice(outputs).reduce((product, { extent }) => product * extent, 1)
  const stepCost = (along?: number) => (fold ? workOf(kernel, [fold.body], along) : 0) * folded
  const endCost = (along?: number) => {
    const values = [...stores.map(({ value }) => value), ...(fold?.initial ? [fold.initial] : [])]
    return (
      workOf(kernel, values, along) + stores.reduce((sum, { access }) => sum + accessCost(access, along), 0)
    )
  }
  const scalar = stepCost() + endCost()
  if (axis === undefined) return scalar
  const { extent } = axes[axis] as { extent: number }
  const vectors = Math.floor(extent / LANES) / extent
  const rest = (extent % LANES) / extent
  if (axis < outputs) return vectors * (stepCost(axis) + endCost(axis)) + rest * scalar
  return vectors * stepCost(axis) + rest * stepCost() + REDUCE_COST + endCost()
}

/** Operations and reads of some expressions. */
function workOf({ loads }: Kernel, roots: readonly Expr[], along: number | undefined): number {
  const operations = descend(roots).filter(({ args }) => args.length > 0).length
  const names = new Set(roots.flatMap((root) => [...variablesOf(root)]))
  const read = loads.filter(({ name }) => names.has(name))
  return operations + read.reduce((sum, { access }) => sum + accessCost(access, along), 0)
}

function accessCost(access: Access, along: number | undefined): number {
  if (along === undefined || vectorForm(access, along) !== 'lanes') return 1
  return looksUpAlong(access, along) ? LOOKUPS_COST : LANES_COST
}
