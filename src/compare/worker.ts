/** A worker of a comparison: runs the trials it is given over a table that all workers share. */

import type { Fold, Plan, Table } from '../data/index.ts'
import { deviceNamed } from '../devices/index.ts'
import { serveTasks } from '../tune/serve.ts'
import { activationOf } from './chosen.ts'
import type { Settings } from './settings.ts'
import { type PreparedFold, prepareFold, runTrial, type TrialResult } from './trial.ts'

export interface TrialTask {
  readonly activation: string
  readonly split: Fold
}

export interface TimedResult {
  readonly started: Date
  readonly result: TrialResult
}

export interface WorkerData {
  readonly table: Table
  readonly plan: Plan
  readonly settings: Settings
  /** The most that a training may use. */
  readonly threads: number
}

/** The fold that was prepared last: tasks come fold by fold, so the next one is likely of the same. */
let latest: { readonly repeat: number; readonly fold: number; readonly prepared: PreparedFold } | undefined

serveTasks<TrialTask, TimedResult, WorkerData>(
  ({ activation, split }, { table, plan, settings, threads }) => {
    const started = new Date()
    const { repeat, fold } = split
    if (latest?.repeat !== repeat || latest.fold !== fold)
      latest = { repeat, fold, prepared: prepareFold(table, plan, split, settings) }
    const device = deviceNamed('wasm', { threads })
    const learned = activationOf(activation, settings.formulas)
    return { started, result: runTrial(learned, latest.prepared, settings, device) }
  },
)
