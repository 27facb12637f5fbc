/** Chooses the axis whose neighbours fill the lanes of a vector, by an estimate of the instructions saved. */

import { descend, type Expr } from '../../expr/index.ts'
import type { Access, Axis, Kernel } from '../../kernel/kernel.ts'
import { looksUpAlong, vectorForm } from './access.ts'
import { LANES } from './code/pool.ts'

/** Instructions, roughly, to read or write four lanes one by one, and to look up a row for each. */
const LANES_COST = 6
const LOOKUPS_COST = 12
/** The same to turn four vectors and write them, for each of them. */
const TURN_COST = 4
/** Instructions to add up the lanes of a vector. */
const REDUCE_COST = 8

/** The axis to vectorise, or undefined when one number at a time is as good. */
export function chooseVectorAxis(kernel: Kernel): number | undefined {
  const work = workOf(kernel)
  let best: number | undefined
  let lowest = costOf(kernel, work, undefined)
  for (let axis = kernel.axes.length - 1; axis >= 0; axis--) {
    if (!canVectorize(kernel, axis)) continue
    const cost = costOf(kernel, work, axis)
    if (cost < lowest) [best, lowest] = [axis, cost]
  }
  return best
}

/** Lanes that add to memory must never meet, and must add in loop order. */
function canVectorize({ axes, stores }: Kernel, axis: number): boolean {
  if ((axes[axis] as Axis).extent < LANES) return false
  return stores.every(
    ({ access, accumulate }) => !accumulate || (access.strides[axis] === 1 && isSeparate(access, axis, axes)),
  )
}

/** Whether an address tells the index along `axis`: what else moves stays within a step, or goes over the whole axis. */
export function isSeparate({ strides, lookup }: Access, axis: number, axes: readonly Axis[]): boolean {
  const own = strides[axis] as number
  const { extent } = axes[axis] as Axis
  if (own === 0 || (lookup && lookup.stride < own)) return false
  let [within, beyond] = [0, lookup?.stride ?? 0]
  for (const [other, stride] of strides.entries()) {
    if (other === axis) continue
    if (stride < own) within += ((axes[other] as Axis).extent - 1) * stride
    else beyond = gcd(beyond, stride)
  }
  return within < own && beyond % own === 0 && (beyond === 0 || beyond >= own * extent)
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/** Operations, and the operands that they read and write. */
interface Part {
  readonly operations: number
  readonly reads: readonly Access[]
  readonly writes: readonly Access[]
}

/** What is done in each step of the fold, and what once for each output. */
interface Work {
  readonly step: Part
  readonly end: Part
}

function workOf({ loads, fold, stores }: Kernel): Work {
  const partOf = (roots: readonly Expr[], writes: readonly Access[]): Part => {
    const nodes = descend(roots)
    const names = new Set(nodes.map(({ name }) => name))
    const reads = loads.filter(({ name }) => names.has(name)).map(({ access }) => access)
    return { operations: nodes.filter(({ args }) => args.length > 0).length, reads, writes }
  }
  const values = [...stores.map(({ value }) => value), ...(fold?.initial ? [fold.initial] : [])]
  const written = stores.map(({ access }) => access)
  return { step: partOf(fold ? [fold.body] : [], []), end: partOf(values, written) }
}

/** Instructions per output, with vectors along `axis`. */
function costOf(kernel: Kernel, { step, end }: Work, axis: number | undefined): number {
  const { axes, fold } = kernel
  const outputs = axes.length - (fold?.axes ?? 0)
  const folded = axes.slice(outputs).reduce((product, { extent }) => product * extent, 1)
  const writeCost = (access: Access, along?: number) =>
    turnedAxis(kernel, access, along) === undefined ? accessCost(access, along) : TURN_COST
  const partCost = ({ operations, reads, writes }: Part, along?: number) =>
    reads.reduce((sum, access) => sum + accessCost(access, along), operations) +
    writes.reduce((sum, access) => sum + writeCost(access, along), 0)
  const scalar = partCost(step) * folded + partCost(end)
  if (axis === undefined) return scalar
  const { extent } = axes[axis] as { extent: number }
  const vectors = Math.floor(extent / LANES) / extent
  const rest = (extent % LANES) / extent
  if (axis < outputs) return vectors * (partCost(step, axis) * folded + partCost(end, axis)) + rest * scalar
  const perStep = vectors * partCost(step, axis) + rest * partCost(step)
  return perStep * folded + REDUCE_COST + partCost(end)
}

/**
 * The axis along which neighbours lie where a map writes vectors across them: four such vectors are turned, so that
 * four others can be written whole.
 */
export function turnedAxis(
  { axes, fold }: Kernel,
  access: Access,
  vectorAxis: number | undefined,
): number | undefined {
  if (fold || access.lookup || vectorAxis === undefined || vectorForm(access, vectorAxis) !== 'lanes')
    return undefined
  const axis = access.strides.findIndex((stride, i) => stride === 1 && (axes[i] as Axis).extent >= LANES)
  return axis < 0 ? undefined : axis
}

function accessCost(access: Access, along: number | undefined): number {
  if (along === undefined || vectorForm(access, along) !== 'lanes') return 1
  return looksUpAlong(access, along) ? LOOKUPS_COST : LANES_COST
}
