/**
 * Where a run of an entry goes: each kernel is run again and again by itself, on one thread, on a copy of the
 * program's memory, and set beside what the machine can do at most. It changes nothing in the program it looks at.
 */

import type { Device, Executable, Numbers } from '../devices/device.ts'
import { costOf } from '../expr/index.ts'
import { externalsOf } from '../kernel/external.ts'
import type { Access, Kernel, Program } from '../kernel/kernel.ts'
import { type Limits, measureLimits } from './limits.ts'
import { timeOf } from './time.ts'

export interface KernelProfile {
  /** What the kernel computes: the operation, and the subscripts of a contraction. */
  readonly kernel: string
  /** Of its axes, folded ones last. */
  readonly extents: readonly number[]
  /** Buffers by name. */
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly seconds: number
  /** In additions: what is computed, and what costs more counts more often. */
  readonly operations: number
  /** Read and written, each number once. */
  readonly bytes: number
  /**
   * Of the operations or of the bytes that the machine manages at most in that time, whichever is more; at most 1,
   * and 0 where the time is too short to tell.
   */
  readonly share: number
}

export interface EntryProfile {
  readonly limits: Limits
  /** Of a run, measured as a whole. */
  readonly seconds: number
  readonly kernels: readonly KernelProfile[]
}

/** The names of entries that run one kernel, and of one that runs none. */
const entryOf = (kernel: number): string => `kernel ${kernel}`
const NOTHING = 'nothing'

/** In seconds: what calling a kernel takes, more or less. */
const SHORTEST = 5e-8

/** `live` holds `program` with all that it needs to run `entry`. */
export function profileEntry(
  program: Program,
  live: Executable,
  entry: string,
  device: Device,
): EntryProfile {
  const order = program.entries[entry] ?? []
  const single = Object.fromEntries(order.map((kernel) => [entryOf(kernel), [kernel]]))
  const copy = device.load({ ...program, entries: { [entry]: order, ...single, [NOTHING]: [] } }, 1)
  copyMemory(program, order, live, copy)
  const limits = measureLimits(device)
  const nothing = timeOf(() => copy.run(NOTHING))
  const kernels = order.map((number): KernelProfile => {
    const kernel = program.kernels[number] as Kernel
    const written = namesOf(kernel.stores, program)
    const before = written.map((name) => copy.read(name))
    const seconds = Math.max(0, timeOf(() => copy.run(entryOf(number))) - nothing)
    for (const [i, name] of written.entries()) copy.write(name, before[i] as Numbers)
    copy.run(entryOf(number))
    return profileOf(kernel, program, seconds, limits)
  })
  return { limits, seconds: timeOf(() => copy.run(entry)), kernels }
}

/** Static buffers lie alike in both; what these kernels read or write outside is bound to a copy. */
function copyMemory(program: Program, order: readonly number[], from: Executable, to: Executable): void {
  const touched = new Set(externalsOf(program, order))
  for (const [number, { name, type, place }] of program.buffers.entries()) {
    if (place !== 'external') to.write(name, from.view(name))
    else if (touched.has(number)) {
      const data = from.view(name)
      const region = to.allocate(data.length, type)
      region.write(data)
      to.bind(name, region)
    }
  }
}

function profileOf(kernel: Kernel, program: Program, seconds: number, limits: Limits): KernelProfile {
  const operations = operationsOf(kernel)
  const bytes = bytesOf(kernel)
  const most = bytes > limits.cacheBytes ? limits.memoryBytesPerSecond : limits.cacheBytesPerSecond
  const share = Math.max(operations / limits.operationsPerSecond, bytes / most) / seconds
  return {
    kernel: kernel.name,
    extents: kernel.axes.map(({ extent }) => extent),
    reads: namesOf(kernel.loads, program),
    writes: namesOf(kernel.stores, program),
    seconds,
    operations,
    bytes,
    share: seconds < SHORTEST ? 0 : Math.min(1, share),
  }
}

function namesOf(operands: readonly { readonly access: Access }[], { buffers }: Program): string[] {
  return [...new Set(operands.map(({ access }) => buffers[access.buffer]?.name ?? ''))]
}

function operationsOf({ axes, fold, stores }: Kernel): number {
  const extents = axes.map(({ extent }) => extent)
  const outputs = product(extents.slice(0, axes.length - (fold?.axes ?? 0)))
  const values = stores.reduce((sum, { value }) => sum + costOf(value), 0) * outputs
  return fold ? values + (costOf(fold.body) + 1) * product(extents) : values
}

/** A number that is read again and again counts once: it is somewhere near. */
function bytesOf({ axes, loads, stores }: Kernel): number {
  const numbersOf = ({ strides, lookup }: Access): number => {
    const moves = (axis: number) => strides[axis] !== 0 || (lookup?.indices.strides[axis] ?? 0) !== 0
    return product(axes.map(({ extent }, axis) => (moves(axis) ? extent : 1)))
  }
  return 4 * [...loads, ...stores].reduce((sum, { access }) => sum + numbersOf(access), 0)
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a * b, 1)
}
