/** A worker of a comparison: runs the trials it is given over a table that all workers share. */

import { findElementwise } from '../activations/index.ts'
import type { Plan, Table } from '../data/index.ts'
import { serveTasks } from '../tune/serve.ts'
import type { Settings } from './settings.ts'
import { type PreparedFold, prepareFold, runTrial, type TrialResult } from './trial.ts'

export interface TrialTask {
  readonly activation: string
  readonly repeat: number
  readonly fold: number
}

export interface WorkerData {
  readonly table: Table
  readonly plan: Plan
  readonly settings: Settings
  readonly splits: readonly {
    readonly repeat: number
    readonly fold: number
    readonly train: Uint32Array
    readonly test: Uint32Array
  }[]
}

/** The fold that was prepared last: tasks come fold by fold, so the next one is likely of the same. */
let latest: { readonly key: string; readonly prepared: PreparedFold } | undefined

serveTasks<TrialTask, TrialResult, WorkerData>(({ activation, repeat, fold }, data) => {
  const key = `${repeat}/${fold}`
  if (latest?.key !== key) {
    const split = data.splits.find((each) => each.repeat === repeat && each.fold === fold)
    if (!split) throw new Error(`no fold ${key}`)
    latest = { key, prepared: prepareFold(data.table, data.plan, split, data.settings) }
  }
  return runTrial(findElementwise(activation), latest.prepared, data.settings)
})
