/**
 * The trials of a comparison: what an earlier run left is taken over, the others run side by side, and each is
 * kept as it finishes.
 */

import { z } from 'zod'
import { OgeeError } from '../base/index.ts'
import { runTasks } from '../tune/pool.ts'
import type { Study } from '../tune/study.ts'
import { mainMetric } from './metrics.ts'
import { type Results, trialKey } from './outcome.ts'
import { type Parallel, shareCores } from './settings.ts'
import type { TrialResult } from './trial.ts'
import type { TimedResult, TrialTask, WorkerData } from './worker.ts'

export interface Progress {
  readonly done: number
  readonly total: number
  /** Of those, kept from an earlier run. */
  readonly kept: number
  readonly study: string
  readonly parallel: Parallel
  /** The activation with the best mean so far. */
  readonly best?: { readonly name: string; readonly mean: number }
}

export interface RunOptions {
  readonly cores: number
  /** The most trainings side by side. */
  readonly workers: number
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Finished {
  readonly results: Results
  readonly parallel: Parallel
}

/**
 * Results of all tasks, and how they ran. The study keeps with each training how the cores were shared out; the
 * result does not, being the same on any number of them. Ends early, with what had finished kept, when a task
 * fails or the signal says so.
 */
export async function runTrials(
  tasks: readonly TrialTask[],
  data: Omit<WorkerData, 'threads'>,
  study: Study,
  { cores, workers, onProgress, signal }: RunOptions,
): Promise<Finished> {
  const metric = mainMetric(data.plan.target.task)
  const leader = new Leader()
  const results = keptResults(study)
  const waiting = tasks.filter(({ activation, split }) => !results.has(trialKey(activation, split)))
  const kept = tasks.length - waiting.length
  const parallel = shareCores(cores, waiting.length, workers)
  for (const { activation, split } of tasks)
    leader.add(activation, results.get(trialKey(activation, split))?.metrics[metric])
  const tell = () => {
    const done = results.size
    onProgress?.({ done, total: tasks.length, kept, study: study.directory, parallel, ...leader.best() })
  }
  tell()
  await runTasks<TrialTask, TimedResult>(waiting, {
    workers: parallel.workers,
    workerUrl: new URL('./worker.ts', import.meta.url),
    workerData: { ...data, threads: parallel.threads } satisfies WorkerData,
    ...(signal && { signal }),
    onResult: ({ started, result }, index) => {
      const { activation, split } = waiting[index] as TrialTask
      const { repeat, fold } = split
      const { curve, ...numbers } = result
      const attributes = { ...numbers, ...parallel }
      const [key, value] = [trialKey(activation, split), result.metrics[metric] ?? Number.NaN]
      const params = { activation, repeat, fold }
      study.record({ key, params, value, attributes, started, completed: new Date() }, { curve })
      results.set(key, result)
      leader.add(activation, value)
      tell()
    },
  })
  return { results, parallel }
}

/** A study is read back from files, which anyone may have edited. */
const number = z.custom<number>((value) => typeof value === 'number', 'expected a number')
const attributesOf = z.object({
  metrics: z.record(z.string(), number),
  learningRate: number,
  epochs: number,
  secondsPerEpoch: number,
})
const curveOf = z.object({ curve: z.object({ train: z.array(number), validation: z.array(number) }) })

/** What an earlier run of the same configuration left. */
function keptResults(study: Study): Map<string, TrialResult> {
  const curves = study.curves()
  const results = new Map<string, TrialResult>()
  for (const [key, { attributes }] of study.finished()) {
    const result = attributesOf.safeParse(attributes)
    const curve = curveOf.safeParse(curves.get(key))
    if (!result.success || !curve.success)
      throw new OgeeError({
        where: study.directory,
        problem: `the trial ${key} is damaged`,
        hint: 'remove the study directory to start anew',
      })
    results.set(key, { ...result.data, ...curve.data })
  }
  return results
}

/** Means of the scores so far; trainings that diverged do not count. */
class Leader {
  readonly #sums = new Map<string, { readonly sum: number; readonly count: number }>()

  add(name: string, score = Number.NaN): void {
    if (!Number.isFinite(score)) return
    const { sum, count } = this.#sums.get(name) ?? { sum: 0, count: 0 }
    this.#sums.set(name, { sum: sum + score, count: count + 1 })
  }

  best(): Pick<Progress, 'best'> {
    let best: Progress['best']
    for (const [name, { sum, count }] of this.#sums)
      if (!best || sum / count > best.mean) best = { name, mean: sum / count }
    return best ? { best } : {}
  }
}
