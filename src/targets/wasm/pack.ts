/**
 * Copies operands of large products to where their fold finds them side by side. A fold that steps from row to row
 * takes a cache line and an entry of the translation buffer at every step, for a few numbers of it, and one that jumps
 * from panel to panel finds them in the same few sets of the cache; where each number is read often enough, it pays to
 * lay them out in the order of reading first.
 *
 * It moves numbers and changes none: the same products are added in the same order.
 */

import { variable, variablesOf } from '../../expr/index.ts'
import type { Access, Axis, Buffer, Kernel, Load, Program } from '../../kernel/kernel.ts'
import { mapStrides } from './access.ts'
import type { Features } from './code/features.ts'
import { countOutputs, mapAccesses } from './collapse.ts'
import { chooseVectorAxis } from './vectorize.ts'

/** Numbers to a cache line: from this stride on, every step of a fold takes a line of its own. */
const LINE = 16
/** Steps whose lines are more than a part of the first cache keeps for the next tile. */
const MANY_STEPS = 128
/** How often each number must be read for its copy to pay: a copy takes as long as some 20 products. */
const OFTEN = 128
/** Neighbours that stay together along the vector axis: the width of a tile. */
const PANEL = 8

/** The program with copies before the kernels that gain by them, in memory behind its own. */
export function packOperands(program: Program, features: Features): Program {
  if (!features.simd) return program
  const scratch = new Scratch(program)
  const kernels: Kernel[] = []
  const places = program.kernels.map((kernel) =>
    packed(kernel, scratch).map((each) => kernels.push(each) - 1),
  )
  const entries = Object.entries(program.entries).map(
    ([name, order]) => [name, order.flatMap((number) => places[number] as number[])] as const,
  )
  return { buffers: scratch.buffers, kernels, entries: Object.fromEntries(entries), size: scratch.end }
}

/** Memory for copies. Each is read by the next kernel alone, so all kernels use the same. */
class Scratch {
  readonly buffers: Buffer[]
  readonly #start: number
  end: number

  constructor({ buffers, size }: Program) {
    this.buffers = [...buffers]
    this.#start = size
    this.end = size
  }

  /** A buffer behind the others of the same kernel, which end at `start`. */
  add(size: number, start = this.#start): number {
    const name = `packed:${this.buffers.length}`
    this.end = Math.max(this.end, start + align(size))
    return this.buffers.push({ name, type: 'f32', size, place: { offset: start } }) - 1
  }

  endOf(buffer: number): number {
    const { place, size } = this.buffers[buffer] as Buffer
    return place === 'external' ? this.#start : place.offset + align(size)
  }
}

function align(size: number): number {
  return Math.ceil(size / LINE) * LINE
}

/** The copies of a kernel's operands that pay, and the kernel that reads them. */
function packed(kernel: Kernel, scratch: Scratch): Kernel[] {
  const vectorAxis = isLong(kernel) ? chooseVectorAxis(kernel) : undefined
  if (vectorAxis === undefined || vectorAxis >= countOutputs(kernel)) return [kernel]
  const isChosen = ({ name, access }: Load) =>
    foldedOver(kernel).has(name) && isWorthACopy(access, kernel, vectorAxis, scratch.buffers)
  if (!kernel.loads.some(isChosen)) return [kernel]
  const panelled = inPanels(kernel, vectorAxis)
  const copies: Kernel[] = []
  let end: number | undefined
  const loads = panelled.loads.map((load, i): Load => {
    if (!isChosen(kernel.loads[i] as Load)) return load
    const order = orderOfReading(load.access, panelled)
    const { strides, size } = stridesFor(order, panelled.axes)
    const buffer = scratch.add(size, end)
    end = scratch.endOf(buffer)
    copies.push(copyOf(load.access, { buffer, offset: 0, strides }, order, panelled.axes))
    return { ...load, access: { buffer, offset: 0, strides } }
  })
  return [...copies, { ...panelled, loads }]
}

/** Whether a fold has steps enough for a copy of any operand. */
function isLong({ axes, fold }: Kernel): boolean {
  return fold !== undefined && axes.slice(-fold.axes).reduce((n, { extent }) => n * extent, 1) >= MANY_STEPS
}

function foldedOver({ fold }: Kernel): ReadonlySet<string> {
  return fold ? variablesOf(fold.body) : new Set()
}

function isWorthACopy(
  { strides, lookup, buffer }: Access,
  kernel: Kernel,
  vectorAxis: number,
  buffers: readonly Buffer[],
): boolean {
  const { axes } = kernel
  const outputs = countOutputs(kernel)
  const { extent } = axes[vectorAxis] as Axis
  const isVector = strides[vectorAxis] === 1 && extent % PANEL === 0
  if (lookup || buffers[buffer]?.place === 'external' || !(isVector || strides[vectorAxis] === 0))
    return false
  if (runOf(strides, axes.slice(outputs), outputs) >= LINE) return false
  const count = (chosen: (axis: number) => boolean) =>
    axes.reduce((product, axis, i) => (chosen(i) ? product * axis.extent : product), 1)
  const steps = count((axis) => axis >= outputs && strides[axis] !== 0)
  const reads = count((axis) => axis < outputs && strides[axis] === 0)
  return steps >= MANY_STEPS && reads >= OFTEN
}

/** Over how many numbers a fold steps without a jump; 0 where each step is one. */
function runOf(strides: readonly number[], folded: readonly Axis[], first: number): number {
  let run = 0
  for (let axis = folded.length - 1; axis >= 0; axis--) {
    const stride = strides[first + axis] as number
    const { extent } = folded[axis] as Axis
    if (extent === 1 || stride === 0) continue
    if (run === 0 ? stride >= LINE : stride !== run) return run
    run = stride * extent
  }
  return run
}

/** The same kernel with its vector axis in two: panels in its place, and within each the last output axis. */
function inPanels(kernel: Kernel, vectorAxis: number): Kernel {
  const { axes } = kernel
  const { name, extent } = axes[vectorAxis] as Axis
  const width = extent % PANEL === 0 ? PANEL : extent
  const split = <T>(all: readonly T[], outer: T, inner: T): T[] =>
    all.with(vectorAxis, outer).toSpliced(countOutputs(kernel), 0, inner)
  const panels = { name: `${name}.panels`, extent: extent / width }
  return mapAccesses({ ...kernel, axes: split(axes, panels, { name, extent: width }) }, (strides) => {
    const stride = strides[vectorAxis] as number
    return split(strides, stride * width, stride)
  })
}

/** The axes an operand moves along, slowest first: a tile's, its fold's, and the neighbours within a vector. */
function orderOfReading({ strides }: Access, kernel: Kernel): number[] {
  const within = countOutputs(kernel) - 1
  const moving = [...kernel.axes.keys()].filter((axis) => axis !== within && strides[axis] !== 0)
  return strides[within] === 0 ? moving : [...moving, within]
}

/** A stride of a multiple of 1 KiB would map all rows to few sets of a cache. */
const CROWDED = 256

/** Strides that lay these axes out side by side, the last one innermost. */
function stridesFor(order: readonly number[], axes: readonly Axis[]): { strides: number[]; size: number } {
  const strides = axes.map(() => 0)
  let size = 1
  for (const axis of order.toReversed()) {
    strides[axis] = size
    size *= (axes[axis] as Axis).extent
    if (size % CROWDED === 0) size += PANEL
  }
  return { strides, size }
}

function copyOf(from: Access, to: Access, order: readonly number[], axes: readonly Axis[]): Kernel {
  const along = (strides: readonly number[]) => order.map((axis) => strides[axis] as number)
  return {
    name: 'pack',
    axes: order.map((axis) => axes[axis] as Axis),
    loads: [{ name: 'load0', access: mapStrides(from, along) }],
    stores: [{ access: mapStrides(to, along), value: variable('load0') }],
  }
}
