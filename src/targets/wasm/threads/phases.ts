/**
 * Which kernels threads may run one after the other without waiting, and where they must wait for all: a phase
 * ends where a kernel needs what another thread wrote, or overwrites what another thread needs.
 */

import type { Access, Buffer, Kernel } from '../../../kernel/kernel.ts'
import type { Part } from '../kernel.ts'
import { partsOf, type Share } from './share.ts'

/** A kernel as threads run it; without a share it is the first thread's alone. */
export interface Job {
  readonly whole: Part
  readonly share: Share | undefined
}

/** Elements from `low` to `high`, both included. */
interface Range {
  readonly low: number
  readonly high: number
}

interface Touch {
  /** Static memory, or the number of an external buffer. */
  readonly memory: 'static' | number
  readonly writes: boolean
  /** By thread. */
  readonly ranges: readonly Range[]
  readonly all: Range
}

type Conflict = 'none' | 'within a thread' | 'across threads'

/** Positions in `jobs` by phase, in order within each: as few phases as there can be. */
export function planPhases(jobs: readonly Job[], buffers: readonly Buffer[]): number[][] {
  const touches = jobs.map((job) => touchesOf(job, buffers))
  const phaseOf: number[] = []
  const phases: number[][] = []
  for (const [i, later] of touches.entries()) {
    let phase = 0
    for (let j = 0; j < i; j++) {
      const before = phaseOf[j] as number
      if (before < phase - 1) continue
      const conflict = conflictOf(touches[j] as Touch[], later)
      if (conflict === 'within a thread') phase = Math.max(phase, before)
      if (conflict === 'across threads') phase = Math.max(phase, before + 1)
    }
    phaseOf.push(phase)
    phases[phase] = [...(phases[phase] ?? []), i]
  }
  return phases
}

function conflictOf(earlier: readonly Touch[], later: readonly Touch[]): Conflict {
  let conflict: Conflict = 'none'
  for (const a of earlier)
    for (const b of later) {
      if (!(a.writes || b.writes) || a.memory !== b.memory || !overlap(a.all, b.all)) continue
      for (const [i, mine] of a.ranges.entries())
        for (const [j, other] of b.ranges.entries()) {
          if (!overlap(mine, other)) continue
          if (i !== j) return 'across threads'
          conflict = 'within a thread'
        }
    }
  return conflict
}

function overlap(a: Range, b: Range): boolean {
  return a.low <= b.high && b.low <= a.high
}

/** What a job reads and writes. A row that is looked up may be any. */
function touchesOf({ whole, share }: Job, buffers: readonly Buffer[]): Touch[] {
  const parts = share ? partsOf(whole, share) : [whole]
  const threads = share ? share.full + (share.rest > 0 ? 1 : 0) : 1
  const byThread = Array.from({ length: threads }, (_, thread) => {
    const { kernel } = parts[share && thread >= share.full ? 1 : 0] as Part
    return accessesOf(kernel).map(({ access }) => rangeOf(access, kernel, thread, buffers))
  })
  return accessesOf(whole.kernel).map(({ access: { buffer }, writes }, i): Touch => {
    const ranges = byThread.map((accesses) => accesses[i] as Range)
    const low = Math.min(...ranges.map((range) => range.low))
    const high = Math.max(...ranges.map((range) => range.high))
    const memory = buffers[buffer]?.place === 'external' ? buffer : 'static'
    return { memory, writes, ranges, all: { low, high } }
  })
}

function accessesOf({ loads, stores }: Kernel): { access: Access; writes: boolean }[] {
  const read = loads.flatMap(({ access }) => (access.lookup ? [access, access.lookup.indices] : [access]))
  const written = stores.map(({ access }) => access)
  const indices = written.flatMap(({ lookup }) => lookup?.indices ?? [])
  return [
    ...[...read, ...indices].map((access) => ({ access, writes: false })),
    ...written.map((access) => ({ access, writes: true })),
  ]
}

function rangeOf(access: Access, { axes }: Kernel, thread: number, buffers: readonly Buffer[]): Range {
  const { place, size } = buffers[access.buffer] as Buffer
  const base = place === 'external' ? 0 : place.offset
  if (access.lookup) return { low: base, high: place === 'external' ? Infinity : base + size - 1 }
  const low = base + access.offset + thread * (access.strides[0] ?? 0)
  const span = axes.reduce(
    (sum, { extent }, axis) => sum + (extent - 1) * (access.strides[axis] as number),
    0,
  )
  return { low, high: low + span }
}
