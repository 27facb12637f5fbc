/** A worker for the tests of the pool: computes, misbehaves on request. */

import { setTimeout } from 'node:timers/promises'
import { OgeeError, UsageError } from '../../src/base/index.ts'
import { serveTasks } from '../../src/tune/serve.ts'

export type Task =
  | { readonly do: 'square'; readonly x: number; readonly wait?: number }
  | { readonly do: 'mistake' | 'usage' | 'defect' | 'exit' | 'crash' | 'spin' }

serveTasks(async (task: Task, data: { readonly scale: number }): Promise<number> => {
  switch (task.do) {
    case 'square':
      await setTimeout(task.wait ?? 0)
      return data.scale * task.x ** 2
    case 'mistake':
      throw new OgeeError({ where: 'column age', problem: 'no numbers', got: 'text', hint: 'drop it' })
    case 'usage':
      throw new UsageError({ where: '--lr', problem: 'not a number' })
    case 'defect':
      throw new TypeError('undefined is not a tensor')
    case 'exit':
      process.exit(3)
      break
    case 'crash':
      // Outside the task's own promise, where nothing can catch it.
      queueMicrotask(() => {
        throw new RangeError('thrown outside')
      })
      return new Promise(() => {})
    case 'spin':
      for (;;);
  }
})
