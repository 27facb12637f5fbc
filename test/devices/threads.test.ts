/** Threads run a program together as one would alone, wait for nobody for ever, and say when they cannot go on. */

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import workers, { type Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UsageError } from '../../src/base/index.ts'
import { Crew, type Post } from '../../src/devices/crew.ts'
import { deviceNamed } from '../../src/devices/index.ts'
import { postOf, wasmDevice } from '../../src/devices/wasm.ts'
import { variable } from '../../src/expr/index.ts'
import type { Kernel, Program } from '../../src/kernel/kernel.ts'
import { MOST_PAGES, pagesOf } from '../../src/targets/wasm/code/module.ts'
import { emitProgram } from '../../src/targets/wasm/program.ts'
import { entryExport, type Team, teamExport } from '../../src/targets/wasm/threads/team.ts'
import { access, axesOf, eighths, interpreted, programOf, type Scenario } from './scenario.ts'
import { forward, weightGradient } from './scenarios.ts'

const FEATURES = { simd: true, relaxed: true }

/** For tests in which somebody never answers. On a busy machine, somebody who lives can be as slow as half of it. */
const IMPATIENT_MS = 1000

/** A program in shared memory, and what its threads and the host call. */
function sharedProgram(program: Program, threads: number, hostSleeps = true, patience?: number) {
  const options = { most: threads, workPerThread: 1, hostSleeps, patience }
  const emitted = emitProgram(program, FEATURES, options)
  const memory = new WebAssembly.Memory({ initial: pagesOf(emitted.end), maximum: MOST_PAGES, shared: true })
  const module = new WebAssembly.Module(emitted.bytes)
  const { exports } = new WebAssembly.Instance(module, { ogee: { memory } })
  const post = postOf(module, memory, emitted.team as Team)
  const once = (name: string) => () => (exports[name] as (times: number) => void)(1)
  return {
    post,
    words: emitted.words,
    memory,
    alone: once(entryExport('main')),
    together: once(teamExport('main')),
  }
}

/** Calls the crew until it has come. */
async function called(crew: Crew, post: Post, work = 1e12): Promise<void> {
  for (let i = 0; i < 2_000 && !crew.serves(post, work); i++) await sleep(5)
  expect(crew.serves(post, work)).toBe(true)
}

function filled(scenario: Scenario, threads: number, hostSleeps = true, patience?: number) {
  const program = programOf(scenario)
  const shared = sharedProgram(program, threads, hostSleeps, patience)
  const view = (number: number) => {
    const { place, size } = program.buffers[number] as Program['buffers'][number]
    return new Float32Array(shared.memory.buffer, place === 'external' ? 0 : place.offset * 4, size)
  }
  for (const [i, { data }] of scenario.operands.entries()) view(i).set(data)
  return { ...shared, results: () => scenario.operands.map((_, i) => Array.from(view(i))) }
}

describe('a crew', () => {
  it('runs a program as the definition says, again and again, after a rest too', async () => {
    const crew = new Crew(2)
    const scenario = forward(7, 33, 20)
    const { post, together, results } = filled(scenario, 3)
    await called(crew, post)
    for (let i = 0; i < 1_000; i++) together()
    expect(results()).toEqual(interpreted(scenario))
    await sleep(50)
    together()
    expect(results()).toEqual(interpreted(scenario))
  })

  it('is called from one program to another, and back, once that has waited long enough', async () => {
    const crew = new Crew(1)
    const scenarios = [forward(4, 20, 12), weightGradient(4, 12, 20)]
    const [one, other] = scenarios.map((scenario) => filled(scenario, 2)) as [
      ReturnType<typeof filled>,
      ReturnType<typeof filled>,
    ]
    await called(crew, one.post)
    expect(crew.serves(other.post, 1)).toBe(false)
    expect(crew.serves(one.post, 1)).toBe(true)
    for (let turn = 0; turn < 3; turn++)
      for (const { post, together } of [other, one]) {
        await called(crew, post)
        together()
      }
    expect(one.results()).toEqual(interpreted(scenarios[0] as Scenario))
    expect(other.results()).toEqual(interpreted(scenarios[1] as Scenario))
  })

  it('comes to another program where it cannot serve one', async () => {
    const crew = new Crew(1)
    const { post } = filled(forward(7, 33, 20), 2)
    const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))
    expect(crew.serves({ ...post, module: empty }, 1)).toBe(false)
    const scenario = forward(4, 20, 12)
    const other = filled(scenario, 2)
    await called(crew, other.post)
    other.together()
    expect(other.results()).toEqual(interpreted(scenario))
  })

  it.each([0, 1])('says why thread %i stopped in mid-run, and comes to another program', async (thread) => {
    const crew = new Crew(1)
    const { post, words, memory, together } = sharedProgram(twiceProgram(), 2)
    await called(crew, post)
    /** This thread's half of x lies beyond the end of memory, or before its beginning. */
    const word = (words.get('x') as number) / 4
    new Int32Array(memory.buffer)[word] = thread === 0 ? -32 * 4 : memory.buffer.byteLength - 32 * 4
    const error = await Promise.resolve()
      .then(together)
      .catch((thrown: unknown) => crew.explain(post, thrown))
    expect(String(error)).toContain(thread === 0 ? 'broke off' : 'a thread stopped')
    expect(String(error)).toContain('out of bounds')
    expect(crew.serves(post, 1)).toBe(false)
    const scenario = forward(4, 20, 12)
    const other = filled(scenario, 2)
    await called(crew, other.post)
    other.together()
    expect(other.results()).toEqual(interpreted(scenario))
  })
})

/** y = 2·x, of 64 numbers. */
function twiceProgram(): Program {
  const twice: Kernel = {
    name: 'twice',
    axes: axesOf({ i: 64 }),
    loads: [{ name: 'x', access: access(0, [1]) }],
    stores: [{ access: access(1, [1]), value: variable('x').mul(2) }],
  }
  const operands = [
    { name: 'x', data: eighths(64), external: true },
    { name: 'y', data: eighths(64) },
  ] as const
  return programOf({ name: 'twice', operands, kernels: [twice] })
}

describe('a thread that is ended from outside', () => {
  const { Worker } = workers
  let started: Worker[] = []
  const CountedWorker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args)
      started.push(this)
    }
  }
  beforeEach(() => {
    started = []
    workers.Worker = CountedWorker
  })
  afterEach(() => {
    workers.Worker = Worker
  })

  /** Runs until it throws: what a thread is doing when its end comes is not ours to choose. */
  const runUntilItThrows = (run: () => void): unknown => {
    try {
      for (let runs = 0; runs < 1e7; runs++) run()
      return undefined
    } catch (error) {
      return error
    }
  }

  it.each([true, false])('is given up in mid-run by a host that may sleep: %s', async (hostSleeps) => {
    const crew = new Crew(1)
    const { post, together } = filled(forward(7, 33, 20), 2, hostSleeps, IMPATIENT_MS)
    await called(crew, post)
    together()
    void started[0]?.terminate()
    const error = crew.explain(post, runUntilItThrows(together))
    expect(String(error)).toContain('a thread gives no answer')
    expect(crew.serves(filled(forward(4, 20, 12), 2).post, 1)).toBe(false)
  })

  it('leaves an executable that gives no numbers, and a device that goes on with one thread', async () => {
    const device = wasmDevice({ threads: 2, workPerThread: 1, patience: IMPATIENT_MS })
    const scenario = forward(7, 33, 20)
    const load = () => {
      const executable = device.load(programOf(scenario))
      for (const { name, data } of scenario.operands) executable.write(name, data)
      return executable
    }
    const executable = load()
    for (let i = 0; i < 50; i++) {
      executable.run('main')
      await sleep(20)
    }
    void started[0]?.terminate()
    expect(String(runUntilItThrows(() => executable.run('main')))).toContain('a thread gives no answer')
    const { name } = scenario.operands.at(-1) as { name: string }
    for (const use of [() => executable.run('main'), () => executable.read(name)])
      expect(use).toThrow('a thread gives no answer')
    const other = load()
    other.run('main')
    expect(Array.from(other.read(name))).toEqual(interpreted(scenario).at(-1))
  })

  it('is not missed where its end was heard of between two runs', async () => {
    const crew = new Crew(1)
    const { post } = filled(forward(7, 33, 20), 2)
    await called(crew, post)
    await started[0]?.terminate()
    await sleep(10)
    expect(crew.serves(post, 1)).toBe(false)
  })
})

describe('training on several threads', () => {
  const script = fileURLToPath(new URL('threads-run.ts', import.meta.url))
  const run = (...args: string[]) =>
    JSON.parse(execFileSync(process.execPath, [script, ...args], { encoding: 'utf8', timeout: 60_000 }))

  it('gives the same weights to the last bit after 1000 steps, and leaves no process hanging', () => {
    const { weights, threads } = run('2')
    expect(threads).toBe(true)
    expect(weights).toEqual(run('1').weights)
  })

  it('goes on alone where memory cannot be shared or no thread can be started', () => {
    const { weights } = run('1')
    expect(run('2', 'no SharedArrayBuffer')).toEqual({ weights, threads: false })
    expect(run('2', 'no shared memory')).toEqual({ weights, threads: false })
    expect(run('2', 'no Worker')).toEqual({ weights, threads: false })
  })

  it('ends at once when it is interrupted', async () => {
    const child = spawn(process.execPath, [script, '2', 'nothing', 'for ever'])
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT'])
  })
})

describe('the number of threads', () => {
  it('must be a whole number of at least 1', () => {
    for (const threads of [0, 1.5, Number.NaN, -1])
      expect(() => deviceNamed('wasm', { threads })).toThrow(UsageError)
    expect(() => deviceNamed('wasm', { threads: 0 })).toThrow("a whole number of at least 1, or 'auto'")
  })

  it('can be fewer for a program than for its device', () => {
    const device = wasmDevice({ threads: 2, workPerThread: 1 })
    const { name } = programOf(forward(4, 20, 12)).buffers[0] as Program['buffers'][number]
    const memoryOf = (threads?: number) =>
      device.load(programOf(forward(4, 20, 12)), threads).view(name).buffer
    expect(memoryOf()).toBeInstanceOf(SharedArrayBuffer)
    expect(memoryOf(1)).toBeInstanceOf(ArrayBuffer)
  })

  it('has a device of its own for each choice', () => {
    expect(deviceNamed('wasm', { threads: 2 })).toBe(deviceNamed('wasm', { threads: 2 }))
    expect(deviceNamed('wasm', { threads: 2 })).not.toBe(deviceNamed('wasm', { threads: 1 }))
  })
})
