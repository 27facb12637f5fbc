/**
 * A pool of worker threads that works through a list of tasks, one task at a time per worker. Which worker
 * runs which task depends on the clock; that results do not is the business of the tasks.
 */

import { Worker } from 'node:worker_threads'
import { OgeeError, UsageError } from '../base/index.ts'
import { type Request, type Response, unpack } from './message.ts'

export interface PoolOptions<Result> {
  /** At least 1; no more are started than there are tasks. */
  readonly workers: number
  /** A module that calls `serveTasks`. */
  readonly workerUrl: URL
  /** Cloned into every worker; memory to be shared is a SharedArrayBuffer within it. */
  readonly workerData?: unknown
  /** Called as results come; `index` is the task's. What it throws ends the run. */
  readonly onResult?: (result: Result, index: number) => void
  /** Ends the run at once, in the middle of a task, and rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * The results, in the order of the tasks. The first error ends the run and rejects: an OgeeError that a task
 * threw comes with its parts. No worker is left running when this settles.
 */
export async function runTasks<Task, Result>(
  tasks: readonly Task[],
  options: PoolOptions<Result>,
): Promise<Result[]> {
  checkWorkers(options.workers)
  const { workerUrl, workerData, onResult, signal } = options
  signal?.throwIfAborted()
  const results = new Array<Result>(tasks.length)
  // One iterator for all: whoever is free takes the next.
  const queue = tasks.entries()
  const drain = async (worker: Worker) => {
    for (const [index, task] of queue) {
      const result = await runTask<Task, Result>(worker, task)
      results[index] = result
      onResult?.(result, index)
    }
  }
  const { promise: failure, reject: fail } = Promise.withResolvers<never>()
  const onAbort = () => fail(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  const workers: Worker[] = []
  try {
    while (workers.length < Math.min(options.workers, tasks.length))
      workers.push(startWorker(workerUrl, workerData, fail))
    await Promise.race([failure, Promise.all(workers.map(drain))])
    return results
  } finally {
    signal?.removeEventListener('abort', onAbort)
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** `fail` hears of a worker that cannot start, throws outside a task or stops. */
function startWorker(url: URL, workerData: unknown, fail: (error: unknown) => void): Worker {
  const worker = new Worker(url, { workerData })
  worker.on('error', (error) => fail(isOutOfMemory(error) ? outOfMemory() : error))
  worker.on('exit', (code) => fail(new Error(`a worker stopped before its work was done, exit code ${code}`)))
  return worker
}

/** One task on an idle worker. */
async function runTask<Task, Result>(worker: Worker, task: Task): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Response<Result>>()
  worker.once('message', resolve)
  const request: Request<Task> = { task }
  worker.postMessage(request)
  return unpack(await promise)
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function outOfMemory(): OgeeError {
  return new OgeeError({
    where: 'worker',
    problem: 'out of memory',
    hint: 'try fewer workers or a smaller network',
  })
}

function checkWorkers(workers: number): void {
  if (Number.isSafeInteger(workers) && workers >= 1) return
  throw new UsageError({
    where: 'workers',
    problem: 'not a number of workers',
    expected: 'a whole number of at least 1',
    got: `${workers}`,
  })
}
