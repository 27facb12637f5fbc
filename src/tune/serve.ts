/** The worker's side of a pool: a worker file calls `serveTasks` once, at its top level. */

import { parentPort, workerData } from 'node:worker_threads'
import { packError, type Request } from './message.ts'

/** Answers every task with what `handle` makes of it. `data` is the pool's `workerData`, the same for all. */
export function serveTasks<Task, Result, Data>(
  handle: (task: Task, data: Data) => Result | Promise<Result>,
): void {
  const port = parentPort
  if (!port) throw new Error('serveTasks: not in a worker thread')
  port.on('message', async ({ task }: Request<Task>) => {
    try {
      port.postMessage({ result: await handle(task, workerData as Data) })
    } catch (error) {
      port.postMessage(packError(error))
    }
  })
}
