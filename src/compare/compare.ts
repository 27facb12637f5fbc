/**
 * `ogee compare`: the same folds, seeds and effort for every activation, each trial kept as it finishes, and a
 * verdict with its uncertainty. It prints nothing: progress goes to whoever listens, the result is a record.
 */

import { createHash } from 'node:crypto'
import { availableParallelism, cpus } from 'node:os'
import { basename, join } from 'node:path'
import { findElementwise } from '../activations/index.ts'
import {
  assignedFolds,
  type ColumnOptions,
  type Data,
  type Fold,
  makeFolds,
  type Plan,
  planTable,
  readFoldFile,
  readTable,
  type Table,
} from '../data/index.ts'
import type { CompareReport } from '../records/compare.ts'
import { runTasks } from '../tune/pool.ts'
import { Study } from '../tune/study.ts'
import { mainMetric } from './metrics.ts'
import { type Results, reportOf, trialKey } from './outcome.ts'
import { AUTO_LEARNING_RATES, autoBatchSize, autoInnerSplits, type Settings } from './settings.ts'
import type { TrialResult } from './trial.ts'
import type { TrialTask, WorkerData } from './worker.ts'

export interface CompareRequest {
  readonly data: Data
  readonly columns: ColumnOptions & { readonly target: string }
  readonly activations: readonly string[]
  readonly hidden: readonly number[]
  readonly folds: number
  readonly repeats: number
  /** A CSV of other people's folds, in place of `folds`. */
  readonly foldFile?: string
  readonly epochs: number
  readonly earlyStopping: boolean
  readonly lr: 'auto' | number
  readonly batchSize: 'auto' | number
  readonly seed: number
  readonly rope: number
  /** Where to keep what has finished. Default: .ogee/<name>-<hash> here. */
  readonly study?: string
  readonly workers?: number
  /** The command line, for the report. */
  readonly command: string
  readonly version: string
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

export interface Progress {
  readonly done: number
  readonly total: number
  /** Of those, kept from an earlier run. */
  readonly kept: number
  readonly study: string
  /** The activation with the best mean so far. */
  readonly best?: { readonly name: string; readonly mean: number }
}

const PATIENCE = 20
const VALIDATION_SHARE = 0.15

export async function compare(request: CompareRequest): Promise<CompareReport> {
  const began = performance.now()
  const activations = [...new Set(request.activations.map((name) => findElementwise(name).name))]
  const table = await readTable(request.data, request.columns)
  const plan = planTable(table, request.columns)
  const folds = await foldsOf(request, table, plan)
  const settings = settingsOf(request, activations, (folds[0] as Fold).train.length)
  const study = openStudy(request, table, plan, settings)
  const results = await runTrials(request, { table, plan, settings, splits: folds }, study)
  return reportOf({
    table,
    plan,
    folds,
    sameFolds: request.foldFile !== undefined,
    settings,
    rope: request.rope,
    results,
    reproduce: {
      command: request.command,
      version: request.version,
      data: table.source,
      dataHash: table.hash,
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`,
      seconds: (performance.now() - began) / 1000,
      finished: new Date().toISOString(),
    },
  })
}

async function foldsOf(request: CompareRequest, table: Table, plan: Plan): Promise<Fold[]> {
  const { foldFile, folds, repeats, seed } = request
  if (foldFile !== undefined)
    return assignedFolds(plan.rows, await readFoldFile(foldFile, table.rows), repeats)
  const { target } = plan
  const strata = target.task === 'regression' ? {} : { classes: target.classes, labels: target.labels }
  return makeFolds(plan.rows, { folds, repeats, seed, ...strata })
}

function settingsOf(request: CompareRequest, activations: readonly string[], rows: number): Settings {
  const { lr, batchSize, hidden, seed, epochs, earlyStopping } = request
  return {
    activations,
    hidden,
    seed,
    learningRates: lr === 'auto' ? AUTO_LEARNING_RATES : [lr],
    epochs,
    earlyStopping,
    patience: PATIENCE,
    batchSize: batchSize === 'auto' ? autoBatchSize(rows) : batchSize,
    innerSplits: autoInnerSplits(rows, VALIDATION_SHARE),
    validationShare: VALIDATION_SHARE,
  }
}

function openStudy(request: CompareRequest, table: Table, plan: Plan, settings: Settings): Study {
  const configuration = {
    command: 'compare',
    version: request.version,
    data: table.hash,
    target: plan.target.name,
    task: plan.target.task,
    columns: plan.features.map((i) => [plan.columns[i]?.name, plan.columns[i]?.kind]),
    folds: request.folds,
    foldFile: request.foldFile ?? null,
    repeats: request.repeats,
    ...settings,
  }
  const hash = createHash('sha256').update(JSON.stringify(configuration)).digest('hex').slice(0, 8)
  const name = typeof request.data === 'string' ? basename(request.data).replace(/[^\w.-]+/g, '_') : 'sql'
  return Study.open({
    directory: request.study ?? join('.ogee', `${name}-${hash}`),
    name: `compare ${name}`,
    direction: 'maximize',
    metric: mainMetric(plan.target.task),
    configuration,
    space: {
      activation: { kind: 'categorical', choices: [...settings.activations] },
      repeat: { kind: 'int', low: 0, high: request.repeats - 1 },
      fold: { kind: 'int', low: 0, high: Math.max(request.folds, 2) - 1 },
    },
  })
}

async function runTrials(request: CompareRequest, data: WorkerData, study: Study): Promise<Results> {
  const metric = mainMetric(data.plan.target.task)
  const all = data.splits.flatMap(({ repeat, fold }) =>
    data.settings.activations.map((activation): TrialTask => ({ activation, repeat, fold })),
  )
  const results = new Map<string, TrialResult>(keptResults(study))
  const waiting = all.filter((task) => !results.has(trialKey(task)))
  const kept = all.length - waiting.length
  const tell = () =>
    request.onProgress?.({
      done: results.size,
      total: all.length,
      kept,
      study: study.directory,
      ...leading(data.settings.activations, all, results, metric),
    })
  tell()
  let started = new Date()
  await runTasks<TrialTask, TrialResult>(waiting, {
    workers: request.workers ?? availableParallelism(),
    workerUrl: new URL('./worker.ts', import.meta.url),
    workerData: data,
    ...(request.signal ? { signal: request.signal } : {}),
    onResult: (result, index) => {
      const task = waiting[index] as TrialTask
      const { metrics, learningRate, epochs, secondsPerEpoch, curve } = result
      const completed = new Date()
      study.record(
        {
          key: trialKey(task),
          params: { ...task },
          value: metrics[metric] ?? Number.NaN,
          attributes: { metrics, learningRate, epochs, secondsPerEpoch },
          started,
          completed,
        },
        { curve },
      )
      started = completed
      results.set(trialKey(task), result)
      tell()
    },
  })
  return results
}

/** What an earlier run of the same configuration left. */
function keptResults(study: Study): [string, TrialResult][] {
  const curves = study.curves()
  return [...study.finished()].map(([key, { attributes }]) => {
    const { curve } = (curves.get(key) ?? { curve: { train: [], validation: [] } }) as Pick<
      TrialResult,
      'curve'
    >
    return [key, { ...(attributes as unknown as Omit<TrialResult, 'curve'>), curve }]
  })
}

function leading(
  activations: readonly string[],
  tasks: readonly TrialTask[],
  results: Results,
  metric: 'accuracy' | 'r2',
): Pick<Progress, 'best'> {
  const means = activations.flatMap((name) => {
    const scores = tasks
      .filter((task) => task.activation === name)
      .flatMap((task) => results.get(trialKey(task))?.metrics[metric] ?? [])
    return scores.length > 0 ? [{ name, mean: scores.reduce((a, b) => a + b, 0) / scores.length }] : []
  })
  const best = means.reduce<(typeof means)[number] | undefined>(
    (a, b) => (a && a.mean >= b.mean ? a : b),
    undefined,
  )
  return best ? { best } : {}
}
