/** Threads run a program together as one would alone, wait for nobody for ever, and say when they cannot go on. */

import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
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

/** A program in shared memory, and what its threads and the host call. */
function sharedProgram(program: Program, threads: number) {
  const emitted = emitProgram(program, FEATURES, { most: threads, workPerThread: 1, hostSleeps: true })
  const memory = new WebAssembly.Memory({ initial: pagesOf(emitted.end), maximum: MOST_PAGES, shared: true })
  const module = new WebAssembly.Module(emitted.bytes)
  const { exports } = new WebAssembly.Instance(module, { ogee: { memory } })
  const post = postOf(module, memory, emitted.team as Team)
  return {
    post,
    words: emitted.words,
    memory,
    alone: exports[entryExport('main')] as () => void,
    together: exports[teamExport('main')] as () => void,
  }
}

/** Calls the crew until it has come. */
async function called(crew: Crew, post: Post, work = 1e12): Promise<void> {
  for (let i = 0; i < 2_000 && !crew.serves(post, work); i++) await sleep(5)
  expect(crew.serves(post, work)).toBe(true)
}

function filled(scenario: Scenario, threads: number) {
  const program = programOf(scenario)
  const shared = sharedProgram(program, threads)
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

  it('says why a thread stopped, and serves no more', async () => {
    const crew = new Crew(1)
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
    const program = programOf({ name: 'twice', operands, kernels: [twice] })
    const { post, words, memory, together } = sharedProgram(program, 2)
    await called(crew, post)
    /** The other thread's half of x lies beyond the end of memory. */
    const word = (words.get('x') as number) / 4
    new Int32Array(memory.buffer)[word] = memory.buffer.byteLength - 32 * 4
    const error = await Promise.resolve()
      .then(together)
      .catch((thrown: unknown) => crew.explain(post, thrown))
    expect(String(error)).toContain('a thread stopped')
    expect(String(error)).toContain('out of bounds')
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
    expect(weights).toBe(run('1').weights)
  })

  it('goes on alone where memory cannot be shared or no thread can be started', () => {
    const { weights } = run('1')
    expect(run('2', 'no SharedArrayBuffer')).toEqual({ weights, threads: false })
    expect(run('2', 'no Worker')).toEqual({ weights, threads: false })
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
