/**
 * `ogee compare`: the same folds, seeds and effort for every activation, each trial kept as it finishes, and a
 * verdict with its uncertainty. It prints nothing: progress goes to whoever listens, the result is a record.
 */

import { createHash } from 'node:crypto'
import { availableParallelism, cpus } from 'node:os'
import { basename, join } from 'node:path'
import { findElementwise } from '../activations/index.ts'
import { UsageError } from '../base/index.ts'
import {
  assignedFolds,
  type ColumnOptions,
  columnRecords,
  type Data,
  type Fold,
  fitEncoder,
  makeFolds,
  type Plan,
  planTable,
  readFoldFile,
  readTable,
  type Table,
} from '../data/index.ts'
import { deviceNamed } from '../devices/index.ts'
import type { CompareReport } from '../records/compare.ts'
import type { ProfileRecord } from '../records/profile.ts'
import { Study } from '../tune/study.ts'
import { activationOf, type Formulas, readFormulas } from './chosen.ts'
import { mainMetric } from './metrics.ts'
import { reportOf } from './outcome.ts'
import {
  AUTO_LEARNING_RATES,
  autoBatchSize,
  autoInnerSplits,
  autoWorkers,
  type Settings,
  sayParallel,
} from './settings.ts'
import { prepareFold, profileTrial } from './trial.ts'
import { type Progress, runTrials } from './trials.ts'

export interface CompareRequest {
  readonly data: Data
  readonly columns: ColumnOptions & { readonly target: string }
  /** Names of the catalogue. */
  readonly activations: readonly string[]
  /** Formulas that compete with them: 'x * sigmoid(x)', or with a name, 'mine=x * sigmoid(x)'. */
  readonly formulas?: readonly string[]
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
  /** Whether to look at where a training step goes. Default: false. */
  readonly profile?: boolean
  readonly onProgress?: (progress: Progress) => void
  readonly signal?: AbortSignal
}

const PATIENCE = 20
const VALIDATION_SHARE = 0.15

/**
 * Throws a UsageError for what can be told from the request alone before it reads anything, an OgeeError for
 * data that cannot be learned from before it trains anything.
 */
export async function compare(request: CompareRequest): Promise<CompareReport> {
  const began = performance.now()
  const formulas = readFormulas(request.formulas ?? [])
  const activations = [...chosenActivations(request.activations), ...Object.keys(formulas)]
  if (activations.length === 0)
    throw new UsageError({ where: 'activations', problem: 'none is named', expected: 'at least one' })
  const table = await readTable(request.data, request.columns)
  const plan = planTable(table, request.columns)
  const folds = await foldsOf(request, table, plan)
  const settings = settingsOf(request, activations, formulas, (folds[0] as Fold).train.length)
  const study = openStudy(request, table, plan, folds, settings)
  // As fitted on all usable rows: each fold fits the same to its own training part.
  const encoder = fitEncoder(table, plan, plan.rows)
  const tasks = folds.flatMap((split) => activations.map((activation) => ({ activation, split })))
  const cores = availableParallelism()
  const { results, parallel } = await runTrials(tasks, { table, plan, settings }, study, {
    ...request,
    cores,
    workers: request.workers ?? Math.min(cores, autoWorkers(plan.rows.length, encoder)),
  })
  const report = reportOf({
    table,
    plan,
    folds,
    sameFolds: request.foldFile !== undefined,
    settings,
    rope: request.rope,
    results,
    columns: columnRecords(plan, new Map(encoder.describe().map(({ name, treatment }) => [name, treatment]))),
    reproduce: {
      command: request.command,
      version: request.version,
      data: table.source,
      dataHash: table.hash,
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cores} cores, Node ${process.version}`,
      trainings: sayParallel(parallel),
      seconds: (performance.now() - began) / 1000,
      finished: new Date().toISOString(),
    },
  })
  if (!request.profile) return report
  return { ...report, result: { ...report.result, profile: profileFirst(table, plan, folds, settings) } }
}

/** Of the network with the first activation, on the first fold. */
function profileFirst(table: Table, plan: Plan, folds: readonly Fold[], settings: Settings): ProfileRecord {
  const activation = activationOf(settings.activations[0] as string, settings.formulas)
  const fold = prepareFold(table, plan, folds[0] as Fold, settings)
  return profileTrial(activation, fold, settings, deviceNamed('wasm', { threads: 1 }))
}

/** Their names in the catalogue, each once. */
function chosenActivations(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => findElementwise(name).name))]
}

async function foldsOf(request: CompareRequest, table: Table, plan: Plan): Promise<Fold[]> {
  const { foldFile, folds, repeats, seed } = request
  if (foldFile !== undefined)
    return assignedFolds(plan.rows, await readFoldFile(foldFile, table.rows), repeats)
  const { target } = plan
  const strata = target.task === 'regression' ? {} : { classes: target.classes, labels: target.labels }
  return makeFolds(plan.rows, { folds, repeats, seed, ...strata })
}

function settingsOf(
  request: CompareRequest,
  activations: readonly string[],
  formulas: Formulas,
  rows: number,
): Settings {
  const { lr, batchSize, hidden, seed, epochs, earlyStopping } = request
  return {
    activations,
    formulas,
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

/** Everything that has a say in the result, so that two runs share a study only if they would agree. */
function openStudy(
  request: CompareRequest,
  table: Table,
  plan: Plan,
  splits: readonly Fold[],
  settings: Settings,
): Study {
  const { repeats, foldFile } = request
  const folds = splits.length / repeats
  const configuration = {
    command: 'compare',
    version: request.version,
    data: table.hash,
    target: plan.target.name,
    task: plan.target.task,
    columns: plan.features.map((i) => [plan.columns[i]?.name, plan.columns[i]?.kind]),
    folds,
    foldFile: foldFile === undefined ? null : hashOf(splits.slice(0, folds).map(({ test }) => [...test])),
    repeats,
    ...settings,
  }
  const name = typeof request.data === 'string' ? basename(request.data).replace(/[^\w.-]+/g, '_') : 'sql'
  return Study.open({
    directory: request.study ?? join('.ogee', `${name}-${hashOf(configuration)}`),
    name: `compare ${name}`,
    direction: 'maximize',
    metric: mainMetric(plan.target.task),
    configuration,
    space: {
      activation: { kind: 'categorical', choices: [...settings.activations] },
      repeat: { kind: 'int', low: 0, high: repeats - 1 },
      fold: { kind: 'int', low: 0, high: folds - 1 },
    },
  })
}

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8)
}
