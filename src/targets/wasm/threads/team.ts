/** The functions of a program's kernels and entries, for one thread alone and for a team of them. */

import { externalsOf } from '../../../kernel/external.ts'
import type { Buffer, Kernel, Program } from '../../../kernel/kernel.ts'
import { blockLoops } from '../block.ts'
import type { Code } from '../code/assembler.ts'
import { type EncodedFunction, encodeFunction, type WasmFunction } from '../code/module.ts'
import { emitKernel, type Surroundings, wholeOf } from '../kernel.ts'
import { repeatAsLeft } from '../loops.ts'
import { type Control, emitBarrier, emitRuns, emitServe, emitTeamRun } from './control.ts'
import { type Job, planPhases } from './phases.ts'
import { moveOn } from './runs.ts'
import { partsOf, planShare } from './share.ts'
import { patienceFor, workOf, worthThreads } from './work.ts'

/** Several threads that run entries together. */
export interface Team {
  readonly threads: number
  readonly control: Control
  /** The entries for which it pays, and their operations. */
  readonly work: ReadonlyMap<string, number>
}

export interface ThreadOptions {
  /** The most there may be. */
  readonly most: number
  /** Operations from which a thread more pays. Default: as measured. */
  readonly workPerThread?: number | undefined
  /** Whether the thread that calls may sleep while it waits for others. */
  readonly hostSleeps: boolean
  /** Milliseconds for which it waits. Default: far longer than any thread takes that lives. */
  readonly patience?: number | undefined
}

/** The exports' names of an entry: run by the thread that calls alone, and by all threads, as often as it is told. */
export const entryExport = (entry: string): string => `run ${entry}`
export const teamExport = (entry: string): string => `run ${entry} together`
/** The export that a thread calls with its number, from 1 on. It returns when it is told to leave. */
const SERVE = 'serve'

/** How many threads are worth it, and for which entries; undefined for one. */
export function planTeam(
  { kernels, entries }: Program,
  { most, workPerThread }: ThreadOptions,
): Omit<Team, 'control'> | undefined {
  const work = Object.entries(entries).map(([entry, order]) => {
    const operations = order.reduce((sum, kernel) => sum + workOf(kernels[kernel] as Kernel), 0)
    return { entry, operations, threads: worthThreads(operations, most, workPerThread) }
  })
  const worth = work.filter(({ threads }) => threads > 1)
  if (worth.length === 0) return undefined
  return {
    threads: Math.max(...worth.map(({ threads }) => threads)),
    work: new Map(worth.map(({ entry, operations }) => [entry, operations])),
  }
}

/** A kernel's parts by the numbers of their functions: the first threads', and the last one's where it differs. */
interface Emitted extends Job {
  readonly functions: readonly number[]
}

/** `team` is undefined where one thread does it all. */
export function emitFunctions(
  program: Program,
  surroundings: Surroundings,
  team: Team | undefined,
  { hostSleeps, patience }: ThreadOptions,
): EncodedFunction[] {
  const { kernels, entries } = program
  const functions: EncodedFunction[] = []
  const add = (made: WasmFunction) => functions.push(encodeFunction(made)) - 1
  const shared = new Set([...(team?.work.keys() ?? [])].flatMap((entry) => entries[entry] ?? []))
  const jobs = kernels.map((kernel, number): Emitted => {
    const whole = wholeOf(kernel, surroundings.features)
    const share = team && shared.has(number) ? planShare(whole, outermostOf(kernel), team.threads) : undefined
    const parts = share ? partsOf(whole, share) : [whole]
    return { whole, share, functions: parts.map((part) => add(emitKernel(blockLoops(part), surroundings))) }
  })
  const moveOnOf = (order: readonly number[]) =>
    moveOn(externalsOf(program, order).map((buffer) => surroundings.wordOf(buffer)))
  for (const [entry, order] of Object.entries(entries)) {
    const run = [order.map((kernel) => callAlone(jobs[kernel] as Emitted)), moveOnOf(order)]
    add({ parameters: 1, locals: [], code: repeatAsLeft(0, run), exported: entryExport(entry) })
  }
  if (!team) return functions
  const { control, threads, work } = team
  const waiting = { sleeps: hostSleeps, patience: patience ?? patienceFor(Math.max(...work.values())) }
  const barrier = add(emitBarrier(control, threads, waiting))
  const runs = new Map<number, number>()
  for (const [number, [entry, order]] of Object.entries(entries).entries()) {
    if (!work.has(entry)) continue
    const code = runTogether(
      order.map((kernel) => jobs[kernel] as Emitted),
      surroundings.buffers,
      barrier,
    )
    const turn = add(emitBarrier(control, threads, waiting, moveOnOf(order)))
    const own = add(emitRuns(control, turn, code))
    runs.set(number, own)
    add({ ...emitTeamRun(control, barrier, number, own), exported: teamExport(entry) })
  }
  add({ ...emitServe(control, barrier, runs), exported: SERVE })
  return functions
}

/** The extent of the first axis that has more than one index. */
function outermostOf({ axes }: Kernel): number {
  return axes.find(({ extent }) => extent > 1)?.extent ?? 1
}

/** One thread does what each would have done, in their order. */
function callAlone({ share, functions: [first = 0, last] }: Emitted): Code {
  if (!share) return [['call', first]]
  const callAs = (thread: number, part: number): Code => [
    ['i32.const', thread],
    ['call', part],
  ]
  const firsts = Array.from({ length: share.full }, (_, thread) => callAs(thread, first))
  return [firsts, last === undefined ? [] : callAs(share.full, last)]
}

/** For the thread whose number is the first local: its share of the jobs, and waits where it must. */
function runTogether(jobs: readonly Emitted[], buffers: readonly Buffer[], barrier: number): Code {
  const wait: Code = [
    ['local.get', 0],
    ['call', barrier],
  ]
  return planPhases(jobs, buffers).map((phase, i): Code => {
    const calls = phase.map((position) => callTogether(jobs[position] as Emitted))
    return [i === 0 ? [] : wait, calls]
  })
}

function callTogether({ share, functions: [first = 0, last] }: Emitted): Code {
  const when = (condition: Code, call: Code): Code => [['local.get', 0], condition, ['if'], call, ['end']]
  const own = (part: number): Code => [
    ['local.get', 0],
    ['call', part],
  ]
  if (!share) return when([['i32.eqz']], [['call', first]])
  const { full } = share
  const firsts = when([['i32.const', full], ['i32.lt_u']], own(first))
  if (last === undefined) return firsts
  return [firsts, when([['i32.const', full], ['i32.eq']], own(last))]
}
