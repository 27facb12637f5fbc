import { describe, expect, it } from 'vitest'
import { OgeeError, UsageError } from '../../src/base/index.ts'
import { type PoolOptions, runTasks } from '../../src/tune/pool.ts'
import type { Task } from './arithmetic-worker.ts'

const options = {
  workers: 2,
  workerUrl: new URL('./arithmetic-worker.ts', import.meta.url),
  workerData: { scale: 10 },
}

function run(tasks: readonly Task[], more: Partial<PoolOptions<number>> = {}): Promise<number[]> {
  return runTasks<Task, number>(tasks, { ...options, ...more })
}

const squares = (waits: readonly number[]): Task[] => waits.map((wait, x) => ({ do: 'square', x, wait }))

describe('a pool', () => {
  it('returns results in the order of the tasks and delivers them in the order they finish', async () => {
    const delivered: [number, number][] = []
    const results = await run(squares([1500, 0, 0, 0]), {
      onResult: (result, i) => delivered.push([i, result]),
    })
    expect(results).toEqual([0, 10, 40, 90])
    expect(delivered.at(-1)).toEqual([0, 0])
    expect(delivered.toSorted()).toEqual([
      [0, 0],
      [1, 10],
      [2, 40],
      [3, 90],
    ])
  })

  it('gives the same results with one worker as with three, and with no tasks starts none', async () => {
    const tasks = squares([0, 0, 0, 0, 0])
    expect(await run(tasks, { workers: 1 })).toEqual(await run(tasks, { workers: 3 }))
    expect(await run([], { workerUrl: new URL('file:///no/such/worker.ts') })).toEqual([])
  })

  it("rejects with a user's mistake as the worker threw it: class, parts and message", async () => {
    const mistake = run([...squares([0]), { do: 'mistake' }, ...squares([0, 0])])
    await expect(mistake).rejects.toBeInstanceOf(OgeeError)
    await expect(mistake).rejects.toMatchObject({
      parts: { where: 'column age', problem: 'no numbers', got: 'text', hint: 'drop it' },
      message: 'column age: no numbers — got text\n  hint: drop it',
    })
    await expect(run([{ do: 'usage' }])).rejects.toBeInstanceOf(UsageError)
  })

  it('rejects with a defect as an error of its name and message, thrown inside a task or outside', async () => {
    await expect(run([{ do: 'defect' }])).rejects.toMatchObject({ message: 'undefined is not a tensor' })
    await expect(run([{ do: 'crash' }])).rejects.toMatchObject({ message: 'thrown outside' })
  })

  it('reports a worker that exits, with its code, and one that cannot start', async () => {
    await expect(run([{ do: 'exit' }])).rejects.toThrow('exit code 3')
    await expect(run(squares([0]), { workerUrl: new URL('./missing.ts', import.meta.url) })).rejects.toThrow(
      /missing\.ts/,
    )
  })

  it('ends at once, in the middle of a busy task, when aborted', async () => {
    const reason = new Error('interrupted')
    const controller = new AbortController()
    const running = run([{ do: 'square', x: 1 }, { do: 'spin' }], {
      onResult: () => controller.abort(reason),
      signal: controller.signal,
    })
    await expect(running).rejects.toBe(reason)
    await expect(run(squares([0]), { signal: controller.signal })).rejects.toBe(reason)
  })

  it('ends when a result cannot be kept', async () => {
    const full = new OgeeError({ where: 'study', problem: 'the disk is full' })
    const failing = run([...squares([0]), { do: 'spin' }], {
      onResult: () => {
        throw full
      },
    })
    await expect(failing).rejects.toBe(full)
  })

  it('refuses a number of workers that is none', async () => {
    for (const workers of [0, -1, 1.5, Number.NaN])
      await expect(run(squares([0]), { workers })).rejects.toBeInstanceOf(UsageError)
  })
})
