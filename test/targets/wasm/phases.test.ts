/**
 * Threads run their shares of a phase without waiting for each other, so nothing may hang on who is first. The oracle is
 * the js device with kernels whole and one after the other; beside it the same device runs what threads would, in many
 * orders that they might fall into. In float64, and each result with its own sum: the same to the last bit.
 */

import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/base/index.ts'
import type { Device } from '../../../src/devices/device.ts'
import { jsDevice } from '../../../src/devices/js.ts'
import type { Access, Kernel, Program } from '../../../src/kernel/kernel.ts'
import { packOperands } from '../../../src/targets/wasm/pack.ts'
import { type Job, planPhases } from '../../../src/targets/wasm/threads/phases.ts'
import { partsOf } from '../../../src/targets/wasm/threads/share.ts'
import { classTraining, imageTraining, oddTraining } from '../../devices/training.ts'
import { FEATURES, jobOf } from './jobs.ts'

const MOST_THREADS = 4

/** What one thread does of a job: nothing, all of it, or the part whose first axis is the thread's number. */
function sharesOf({ whole, share }: Job, thread: number): Kernel[] {
  if (!share) return thread === 0 ? [whole.kernel] : []
  const [first, last] = partsOf(whole, share)
  const part = thread < share.full ? first : thread === share.full ? last : undefined
  return part ? [pinned(part.kernel, thread)] : []
}

function pinned(kernel: Kernel, thread: number): Kernel {
  const at = (access: Access): Access => {
    const { offset, strides, lookup } = access
    const moved = { ...access, offset: offset + thread * (strides[0] as number), strides: strides.slice(1) }
    return lookup ? { ...moved, lookup: { ...lookup, indices: at(lookup.indices) } } : moved
  }
  const move = <T extends { readonly access: Access }>(each: T) => ({ ...each, access: at(each.access) })
  const { axes, loads, stores } = kernel
  return { ...kernel, axes: axes.slice(1), loads: loads.map(move), stores: stores.map(move) }
}

/** The kernels of each thread, dealt out in an order in which each keeps its own. */
function shuffled(threads: readonly Kernel[][], random: Random): Kernel[] {
  const turns = threads.flatMap((own) => {
    const rest = own.values()
    return own.map(() => rest)
  })
  return Array.from(random.permutation(turns.length), (turn) => turns[turn]?.next().value as Kernel)
}

/** The js device, on which threads take part that are called in an order of their own in each phase. */
function disorderly(threads: number, random: Random): Device {
  const reorder = (raw: Program): Program => {
    const program = packOperands(raw, FEATURES)
    const kernels: Kernel[] = []
    const entries = Object.entries(program.entries).map(([name, order]) => {
      const jobs = order.map((number) => jobOf(program.kernels[number] as Kernel, threads))
      const all = planPhases(jobs, program.buffers).flatMap((phase, i) => {
        const own = Array.from({ length: threads }, (_, thread) =>
          phase.flatMap((position) => sharesOf(jobs[position] as Job, thread)),
        )
        return shuffled(own, random.fork(name).fork(i))
      })
      return [name, all.map((kernel) => kernels.push(kernel) - 1)] as const
    })
    return { ...program, kernels, entries: Object.fromEntries(entries) }
  }
  return { ...jsDevice, load: (program) => jsDevice.load(reorder(program)) }
}

describe('a training step on several threads', () => {
  it.each([
    ['odd widths', oddTraining],
    ['classes', classTraining],
    ['images', imageTraining],
  ])('of %s ends in the same bits, whoever is first in each phase', (_, make) => {
    const expected = make(jsDevice)
    expected.epoch(0)
    for (let threads = 2; threads <= MOST_THREADS; threads++)
      for (let order = 0; order < 3; order++) {
        const training = make(disorderly(threads, Random.seed(threads).fork(order)))
        training.epoch(0)
        expect(training.weights()).toEqual(expected.weights())
      }
  })
})
