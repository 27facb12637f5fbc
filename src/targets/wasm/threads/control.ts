/**
 * How threads that run one program agree, in code and in words of their shared memory: a barrier, a loop in
 * which a thread serves, and the run that the host starts. Each word has a cache line of its own: a thread that
 * spins on one must not take away another that somebody writes.
 */

import { type Code, get } from '../code/assembler.ts'
import type { WasmFunction } from '../code/module.ts'
import { repeatAsLeft } from '../loops.ts'

const BYTES = 4
const LINE = 64

/** Byte addresses of words in shared memory. */
export interface Control {
  /** The entry to run, by its number, or `leave`. */
  readonly command: number
  /** How many times. */
  readonly times: number
  /** Not 0 when a thread has stopped, or `NO_ANSWER`: nobody may wait any more. */
  readonly failed: number
  /** How many threads serve, the host's not counted. */
  readonly present: number
  /** How many have come to the barrier. */
  readonly arrived: number
  /** How often the barrier has opened. */
  readonly generation: number
  /** How many sleep until it opens. */
  readonly sleepers: number
  /** The first byte behind them. */
  readonly end: number
}

/** Tells threads that serve to return. No entry has this number. */
export const LEAVE = 0x7fffffff

/** Says that the host has waited in vain: a thread that was ended from outside cannot say so itself. */
export const NO_ANSWER = 2

/** How the host waits for the other threads. */
export interface Waiting {
  /** Whether it may sleep meanwhile. */
  readonly sleeps: boolean
  /** Milliseconds until it gives them up; where it may not sleep, that is counted in spins, and may be longer. */
  readonly patience: number
}

/** The words, from a multiple of a cache line on. */
export function controlAt(address: number): Control {
  const [command, failed, present, arrived, generation, sleepers, end] = Array.from(
    { length: 7 },
    (_, i) => address + i * LINE,
  ) as [number, number, number, number, number, number, number]
  /** Nobody reads the one without the other. */
  const times = command + BYTES
  return { command, times, failed, present, arrived, generation, sleepers, end }
}

/** Looks at a word before a thread goes to sleep: some tens of microseconds, what waking it takes. */
const SPINS = 20_000
/** So many spins take a millisecond, or more. */
const ROUNDS_PER_MS = 20
/** The host looks up from its sleep now and then. */
const NAP_MS = 50
const NS_PER_MS = 1e6
const MOST_ROUNDS = 2 ** 30
/** Of a notification: all who wait. */
const ALL = -1
const FOR_EVER = -1

const at = (address: number): Code => [
  ['i32.const', 0],
  ['i32.atomic.load', address],
]
const add = (address: number, value: number): Code => [
  ['i32.const', 0],
  ['i32.const', value],
  ['i32.atomic.rmw.add', address],
]
const set = (address: number, value: Code): Code => [['i32.const', 0], value, ['i32.atomic.store', address]]

/** The last to come lets the others go, when it has done what is to be done while all wait. */
function open({ arrived, generation, sleepers }: Control, meanwhile: Code): Code {
  return [
    meanwhile,
    set(arrived, [['i32.const', 0]]),
    add(generation, 1),
    ['drop'],
    at(sleepers),
    ['if'],
    ['i32.const', 0],
    ['i32.const', ALL],
    ['memory.atomic.notify', generation],
    ['drop'],
    ['end'],
    ['return'],
  ]
}

/** Unless the generation has changed from what a local holds. */
function sleepUntilOpen({ generation, sleepers }: Control, local: number, nanoseconds: number): Code {
  return [
    add(sleepers, 1),
    ['drop'],
    ['i32.const', 0],
    ['local.get', local],
    ['i64.const', nanoseconds],
    ['memory.atomic.wait32', generation],
    ['drop'],
    add(sleepers, -1),
    ['drop'],
  ]
}

/** Locals of a barrier; the first is its parameter. */
const [THREAD, GENERATION, SPINS_LEFT, ROUNDS_LEFT] = [0, 1, 2, 3]

const count = (local: number): Code => [
  ['local.get', local],
  ['i32.const', 1],
  ['i32.sub'],
  ['local.tee', local],
]

/** What the host does when it has spun in vain: it rests or spins again, but not for ever. */
function hostWaits(control: Control, { sleeps }: Waiting): Code {
  const spinAgain: Code = [
    ['i32.const', SPINS],
    ['local.set', SPINS_LEFT],
  ]
  return [
    count(ROUNDS_LEFT),
    ['i32.eqz'],
    ['if'],
    set(control.failed, [['i32.const', NO_ANSWER]]),
    ['unreachable'],
    ['end'],
    sleeps ? sleepUntilOpen(control, GENERATION, NAP_MS * NS_PER_MS) : spinAgain,
  ]
}

/**
 * Returns when all threads have come and one of them has done `meanwhile`. Takes the number of the thread that comes;
 * the host's is 0. Traps when a thread has failed, and in the host when it has waited in vain; the others wait for it as
 * long as it likes.
 */
export function emitBarrier(
  control: Control,
  threads: number,
  waiting: Waiting,
  meanwhile: Code = [],
): WasmFunction {
  const { arrived, failed, generation } = control
  const rounds = Math.ceil(waiting.patience * (waiting.sleeps ? 1 / NAP_MS : ROUNDS_PER_MS))
  const code: Code = [
    at(generation),
    ['local.set', GENERATION],
    add(arrived, 1),
    ['i32.const', threads - 1],
    ['i32.eq'],
    ['if'],
    open(control, meanwhile),
    ['end'],
    ['i32.const', SPINS],
    ['local.set', SPINS_LEFT],
    ['i32.const', Math.min(rounds, MOST_ROUNDS) + 1],
    ['local.set', ROUNDS_LEFT],
    ['loop'],
    at(generation),
    ['local.get', GENERATION],
    ['i32.eq'],
    ['if'],
    at(failed),
    ['if'],
    ['unreachable'],
    ['end'],
    ['local.get', SPINS_LEFT],
    ['if'],
    count(SPINS_LEFT),
    ['drop'],
    ['br', 2],
    ['end'],
    ['local.get', THREAD],
    ['if'],
    sleepUntilOpen(control, GENERATION, FOR_EVER),
    ['br', 2],
    ['end'],
    hostWaits(control, waiting),
    ['br', 1],
    ['end'],
    ['end'],
  ]
  return { parameters: 1, locals: ['i32', 'i32', 'i32'], code }
}

/** Serves until told to leave. Takes the thread's number; `runs` are the functions of entries by their numbers. */
export function emitServe(
  control: Control,
  barrier: number,
  runs: ReadonlyMap<number, number>,
): WasmFunction {
  const [thread, command] = [0, 1]
  const wait: Code = [
    ['local.get', thread],
    ['call', barrier],
  ]
  const is = (value: number): Code => [['local.get', command], ['i32.const', value], ['i32.eq']]
  const code: Code = [
    add(control.present, 1),
    ['drop'],
    ['loop'],
    wait,
    at(control.command),
    ['local.set', command],
    is(LEAVE),
    ['if'],
    add(control.present, -1),
    ['drop'],
    ['return'],
    ['end'],
    [...runs].map(([entry, run]): Code => [is(entry), ['if'], ['local.get', thread], ['call', run], ['end']]),
    ['br', 0],
    ['end'],
  ]
  return { parameters: 1, locals: ['i32'], code }
}

/**
 * A thread's part in the runs of an entry, as many as the host has asked for. Takes the thread's number. `turn` is a
 * barrier: between two runs all wait for each other, and after the last.
 */
export function emitRuns(control: Control, turn: number, run: Code): WasmFunction {
  const [thread, left] = [0, 1]
  const round: Code = [run, get(thread), ['call', turn]]
  return {
    parameters: 1,
    locals: ['i32'],
    code: [at(control.times), ['local.set', left], repeatAsLeft(left, round)],
  }
}

/** Runs an entry on all threads; for the host, as thread 0. Takes how many times. */
export function emitTeamRun(control: Control, barrier: number, entry: number, runs: number): WasmFunction {
  const call = (callee: number): Code => [
    ['i32.const', 0],
    ['call', callee],
  ]
  const commands = [set(control.times, get(0)), set(control.command, [['i32.const', entry]])]
  return { parameters: 1, locals: [], code: [commands, call(barrier), call(runs)] }
}
